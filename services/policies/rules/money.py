"""What must stand before money is asked for, and when it is taken back."""

from typing import Annotated, Final, Literal

from msgspec import Meta

from events.terms import ClawbackGround, Dimension, FundSource, FundTag, Role, Trigger, Violation
from services.policies.calendar import Day
from services.policies.rules.measuring import ScheduleBasis
from services.policies.rules.sourced import Days, Sourced


class PreEvaluationRules(Sourced, frozen=True, kw_only=True):
    """When money needs a pre-evaluation: by trigger, from a floor in 分 (None: from any amount)."""

    triggers: tuple[Trigger, ...] = ()
    floor_fen: int | None = None
    floor_inclusive: bool = True
    dimensions: tuple[Dimension, ...] = tuple(Dimension)
    concluder_roles: tuple[Role, ...] = (
        Role.FIN_SECTION_REVIEWER,
        Role.PERF_SECTION_OFFICER,
        Role.FIN_APPROVER,
    )

    def reached(self, amount_fen: int) -> bool:
        """Whether an amount is as large as needs one."""
        if self.floor_fen is None:
            return True
        return amount_fen > self.floor_fen - self.floor_inclusive

    def required(self, trigger: Trigger | None, amount_fen: int) -> bool:
        """Whether money asked for on this occasion needs a pre-evaluation (HL-03)."""
        return trigger in self.triggers and self.reached(amount_fen)


NO_PRE_EVALUATION: Final = PreEvaluationRules(
    clause="", note="所采用的版本未作规定", verified=False
)


class ClawbackRules(Sourced, frozen=True, kw_only=True):
    """Taking money back: the cut-off, the grounds and who decides (HL-07).

    ``absorb_within`` is the budget of a year ago, as approved or as it became, that a department
    with clawed-back projects may not exceed (HL-08). ``behind_takes`` says whether a project behind
    schedule keeps what the schedule leaves it or loses all that is unspent (domain §9, 6), and
    ``superior_returns`` whether all that is taken of a superior's transfer goes back up or only
    what is idle (domain 4.6, 5.7).
    """

    cutoff: Day
    grounds: tuple[ClawbackGround, ...]
    schedule_basis: ScheduleBasis = "MONTH"
    behind_takes: Literal["SHORTFALL", "UNSPENT"] = "SHORTFALL"
    decider_roles: tuple[Role, ...] = (Role.FIN_APPROVER, Role.PERF_SECTION_OFFICER)
    waiver_roles: tuple[Role, ...] = (Role.FIN_APPROVER,)
    notice_days: Days = 0
    protected_tags: tuple[FundTag, ...] = (FundTag.THREE_GUARANTEES,)
    idle_years: Annotated[int, Meta(ge=1, le=20)] = 2
    superior_tags: tuple[FundTag, ...] = (FundTag.SPECIAL_TRANSFER, FundTag.DIRECT)
    superior_sources: tuple[FundSource, ...] = (FundSource.SUPERIOR_TRANSFER,)
    superior_returns: Literal["ALL", "IDLE"] = "ALL"
    late_facts: Literal["MINIMUM", "RECOMPUTE"] = "MINIMUM"
    absorb_within: Literal["INITIAL", "CURRENT"] = "INITIAL"
    closes_when: Literal["EXECUTED", "CONFIRMED_UPSTREAM"] = "CONFIRMED_UPSTREAM"


class SpendingRules(Sourced, frozen=True, kw_only=True):
    """Which breaches the system looks for in the money itself, and on which days (LY-09)."""

    detects: tuple[Violation, ...] = (Violation.NO_BUDGET, Violation.OVER_BUDGET)
    check_days: tuple[Day, ...] = ("06-30", "09-30", "12-31")
