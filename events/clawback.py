"""Facts: money of a project that is to be taken back (盘活收回, HL-07)."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from events.fact import Fact
from events.terms import ClawbackGround, Destination, Resolution


class ClawbackFigures(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an amount was computed from, in 分; ``schedule_rate`` in percent, as published.

    ``schedule`` is the same rate whole (``11/12``), which is what multiplies money.
    ``prior_clawback_fen`` is what was taken back before and is still in ``budget_fen``; it is
    negative where upstream has lowered the budget by more than was taken.
    """

    as_of: date
    budget_fen: int
    executed_fen: int
    committed_fen: int
    prior_clawback_fen: int
    schedule_rate: Decimal
    shortfall_fen: int
    recoverable_fen: int
    schedule: str = ""


class ClawbackCandidateIdentified(Fact, frozen=True, kw_only=True):
    """A project is on the frozen list of a round, with its grounds; the maximum, never the sum.

    ``idle_years`` counts the years since the first arrangement where money is idle, ``idle_fen`` is
    what of it is. ``superior_fen`` is a superior's, goes back up and never into the pool; a list
    from before it was told apart sends up what is idle, or all of it.
    ``recompute`` says that late facts are followed in full, not only as far as they must, and
    ``unspent`` that being behind schedule is a ground for all that is recoverable.
    """

    tag = "project.clawback-candidate-identified.v1"
    title = "列入盘活收回清单"

    round: str
    grounds: tuple[ClawbackGround, ...]
    figures: ClawbackFigures
    amount_fen: int
    edition: str
    project_name: str
    department: str
    destination: Destination = Destination.LOCAL_POOL
    idle_years: int = 0
    recompute: bool = False
    idle_fen: int = 0
    unspent: bool = False
    superior_fen: int = 0


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


class ClawbackObjectionResolved(Fact, frozen=True, kw_only=True):
    """The bureau answered the objection; ``amount_fen`` is what may still be taken, in 分."""

    tag = "project.clawback-objection-resolved.v1"
    title = "答复部门异议"

    round: str
    resolution: Resolution
    amount_fen: int
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
    """The money was taken back on ``on``; ``must_continue`` leads to HL-08.

    ``document_no`` is what upstream names when it lowers the budget accordingly.
    """

    tag = "project.clawback-executed.v1"
    title = "执行收回"

    round: str
    amount_fen: int
    on: date
    must_continue: bool = False
    document_no: str = ""


class ClawbackSettled(Fact, frozen=True, kw_only=True):
    """Upstream has lowered the budget by ``amount_fen`` 分 on the clawback's document (LY-21).

    These adjustments are the clawback itself: they count in the budget or as taken, never in both.
    """

    tag = "project.clawback-settled.v1"
    title = "上游核减预算确认"

    round: str
    amount_fen: int
    document_no: str


class ClawbackCorrected(Fact, frozen=True, kw_only=True):
    """Money given back because a late fact showed that too much was taken (negative 分)."""

    tag = "project.clawback-corrected.v1"
    title = "更正收回金额"

    round: str
    delta_fen: int
    document_no: str


class ClawbackCorrectionProposed(Fact, frozen=True, kw_only=True):
    """All that a person must still decide to give back (negative 分); 0 withdraws what was said.

    It takes the place of an earlier proposal; what is given back uses it up.
    """

    tag = "project.clawback-correction-proposed.v1"
    title = "建议进一步更正"

    round: str
    delta_fen: int
    document_no: str


class NextYearReallocationRequired(Fact, frozen=True, kw_only=True):
    """A project that must go on lives from its department's next budget (HL-08).

    ``budget_year`` is the year whose budget of the department may not rise because of it.
    """

    tag = "project.next-year-reallocation-required.v1"
    title = "下年度部门预算内调剂"

    round: str
    amount_fen: int
    department: str = ""
    budget_year: int = 0


ClawbackFact = (
    ClawbackCandidateIdentified
    | ClawbackNotified
    | ClawbackObjected
    | ClawbackObjectionResolved
    | ClawbackWaived
    | ClawbackConfirmed
    | ClawbackExecuted
    | ClawbackSettled
    | ClawbackCorrected
    | ClawbackCorrectionProposed
    | NextYearReallocationRequired
)
