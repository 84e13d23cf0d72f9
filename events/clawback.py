"""Facts: money of a project that is to be taken back (盘活收回, HL-07)."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from events.fact import Fact
from events.terms import ClawbackGround


class ClawbackFigures(Struct, frozen=True, kw_only=True):
    """What an amount was computed from, in 分; ``schedule_rate`` in percent, as published."""

    as_of: date
    budget_fen: int
    executed_fen: int
    committed_fen: int
    prior_clawback_fen: int
    schedule_rate: Decimal
    shortfall_fen: int
    recoverable_fen: int


class ClawbackCandidateIdentified(Fact, frozen=True, kw_only=True):
    """A project is on the frozen list of a round, with its grounds; the maximum, never the sum."""

    tag = "project.clawback-candidate-identified.v1"
    title = "列入盘活收回清单"

    round: str
    grounds: tuple[ClawbackGround, ...]
    figures: ClawbackFigures
    amount_fen: int
    edition: str
    project_name: str
    department: str


class ClawbackNotified(Fact, frozen=True, kw_only=True):
    """The department was told."""

    tag = "project.clawback-notified.v1"
    title = "告知部门"

    round: str
    on: date


class ClawbackObjected(Fact, frozen=True, kw_only=True):
    """The department objected."""

    tag = "project.clawback-objected.v1"
    title = "部门提出异议"

    round: str
    reason: str


class ClawbackWaived(Fact, frozen=True, kw_only=True):
    """The bureau leaves the money: "in principle" can be waived with a reason (HL-07)."""

    tag = "project.clawback-waived.v1"
    title = "免予收回"

    round: str
    reason: str
    waived_fen: int


class ClawbackConfirmed(Fact, frozen=True, kw_only=True):
    """The amount in 分 that will be taken back, and why it is less than identified if it is."""

    tag = "project.clawback-confirmed.v1"
    title = "确认收回金额"

    round: str
    amount_fen: int
    reason: str = ""


class ClawbackExecuted(Fact, frozen=True, kw_only=True):
    """The money was taken back on ``on``; ``must_continue`` leads to HL-08."""

    tag = "project.clawback-executed.v1"
    title = "执行收回"

    round: str
    amount_fen: int
    on: date
    must_continue: bool = False


class ClawbackCorrected(Fact, frozen=True, kw_only=True):
    """Money given back because a late fact showed that too much was taken (negative 分)."""

    tag = "project.clawback-corrected.v1"
    title = "更正收回金额"

    round: str
    delta_fen: int
    document_no: str


class ClawbackCorrectionProposed(Fact, frozen=True, kw_only=True):
    """A further correction that a person must decide (negative 分)."""

    tag = "project.clawback-correction-proposed.v1"
    title = "建议进一步更正"

    round: str
    delta_fen: int
    document_no: str


class NextYearReallocationRequired(Fact, frozen=True, kw_only=True):
    """A project that must go on lives from its department's next budget (HL-08)."""

    tag = "project.next-year-reallocation-required.v1"
    title = "下年度部门预算内调剂"

    round: str
    amount_fen: int


ClawbackFact = (
    ClawbackCandidateIdentified
    | ClawbackNotified
    | ClawbackObjected
    | ClawbackWaived
    | ClawbackConfirmed
    | ClawbackExecuted
    | ClawbackCorrected
    | ClawbackCorrectionProposed
    | NextYearReallocationRequired
)
