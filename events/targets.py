"""Facts: performance targets, their versions and their adjustment."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from events.fact import Fact
from events.terms import Cause, Direction, IndicatorLevel1, IndicatorLevel2, Role, TargetGrade


class Indicator(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One third-level indicator of 附件1 (HJ-F1).

    ``annual_value`` is the year's target in ``unit``; ``upper_value`` closes a RANGE; ``due_on``
    belongs to BY_DATE; ``final_value`` is the value at completion of a project over several years
    (HJ-F2); ``period_plan`` maps a period's code to the cumulative plan until its end. Without a
    ``weight`` all indicators weigh the same.
    """

    name: str
    level1: IndicatorLevel1
    level2: IndicatorLevel2
    direction: Direction
    weight: Decimal | None = None
    unit: str = ""
    annual_value: Decimal | None = None
    upper_value: Decimal | None = None
    due_on: date | None = None
    final_value: Decimal | None = None
    period_plan: dict[str, Decimal] = {}
    standard: str = ""

    @property
    def share(self) -> Decimal:
        """What the indicator weighs beside the others, 1 where no weight was given."""
        return Decimal(1) if self.weight is None else self.weight


class MoneyLine(Struct, frozen=True, kw_only=True):
    """A work item of 附件3 (HJ-F3): money in 分 before and after, and its time span."""

    work: str
    before_fen: int
    after_fen: int
    starts_on: date
    ends_on: date


class TargetSet(Fact, frozen=True, kw_only=True):
    """A unit proposed targets for the year (LY-01, HL-04)."""

    tag = "project.target-set.v1"
    title = "编报绩效目标"

    filer: str
    overall_objective: str
    indicators: tuple[Indicator, ...]


class TargetReviewed(Fact, frozen=True, kw_only=True):
    """Finance graded the proposed targets; 中 and 差 do not pass."""

    tag = "project.target-reviewed.v1"
    title = "审核绩效目标"

    grade: TargetGrade
    opinion: str = ""
    reviewer: str = ""


class TargetReturned(Fact, frozen=True, kw_only=True):
    """The proposed targets went back to the unit."""

    tag = "project.target-returned.v1"
    title = "退回绩效目标"

    reason: str


class TargetApproved(Fact, frozen=True, kw_only=True):
    """The proposed targets are in force as ``version`` (HL-04)."""

    tag = "project.target-approved.v1"
    title = "批复绩效目标"

    version: int
    overall_objective: str
    indicators: tuple[Indicator, ...]
    effective_on: date | None = None


class TargetConsulted(Fact, frozen=True, kw_only=True):
    """A third party gave an opinion on the targets that binds nobody (三次会审, QM-03).

    ``number`` counts the consultations, ``planned`` is how many the edition plans.
    """

    tag = "project.target-consulted.v1"
    title = "第三方会审绩效目标"

    number: int
    planned: int
    institution: str
    opinion: str
    suggestions: tuple[str, ...] = ()


class TargetPublished(Fact, frozen=True, kw_only=True):
    """A version of the targets was published at an address (HL-13, HL-14, QM-15)."""

    tag = "project.target-published.v1"
    title = "公开绩效目标"

    version: int
    address: str
    on: date
    with_draft_budget: bool = False


class AdjustmentProposed(Fact, frozen=True, kw_only=True):
    """附件3 was handed in: why, on what ground, and what the targets shall become (HJ-F3).

    ``expected_output`` and ``expected_outcome`` are the adjusted expectations in words,
    ``next_year`` is how next year's targets and budget will be set better (HJ-25).
    ``base_version`` is the version the form was written against, 0 where it is not known. ``chain``
    are the roles that review it one after the other; without any, one review by finance.
    """

    tag = "project.adjustment-proposed.v1"
    title = "申请调整绩效目标"

    adjustment: str
    cause: Cause
    reason: str
    basis: str
    indicators: tuple[Indicator, ...]
    money: tuple[MoneyLine, ...] = ()
    correlation: str = ""
    task: str = ""
    expected_output: str = ""
    expected_outcome: str = ""
    next_year: str = ""
    proposer: str = ""
    base_version: int = 0
    chain: tuple[Role, ...] = ()


class AdjustmentReviewed(Fact, frozen=True, kw_only=True):
    """A step of the review passed an adjustment on (HJ-06, LY-13); the last to who writes targets.

    ``role`` says which step, None where finance alone reviewed.
    """

    tag = "project.adjustment-reviewed.v1"
    title = "审核目标调整"

    adjustment: str
    opinion: str = ""
    reviewer: str = ""
    role: Role | None = None


class AdjustmentReturned(Fact, frozen=True, kw_only=True):
    """A step sent an adjustment back; asked for anew, it goes through every step again."""

    tag = "project.adjustment-returned.v1"
    title = "退回目标调整"

    adjustment: str
    reason: str
    role: Role


class AdjustmentRejected(Fact, frozen=True, kw_only=True):
    """An adjustment was refused by its reviewer."""

    tag = "project.adjustment-rejected.v1"
    title = "否决目标调整"

    adjustment: str
    reason: str


class AdjustmentWithdrawn(Fact, frozen=True, kw_only=True):
    """The unit took its application back before it was approved."""

    tag = "project.adjustment-withdrawn.v1"
    title = "撤回目标调整"

    adjustment: str


class TargetAdjusted(Fact, frozen=True, kw_only=True):
    """The performance section wrote a new version of the targets (LY-13, LY-19, HJ-24)."""

    tag = "project.target-adjusted.v1"
    title = "调整绩效目标"

    adjustment: str
    cause: Cause
    version: int
    replaced_version: int
    indicators: tuple[Indicator, ...]
    correlation: str = ""
    edition: str
    effective_on: date | None = None


TargetFact = (
    TargetSet
    | TargetReviewed
    | TargetReturned
    | TargetApproved
    | TargetConsulted
    | TargetPublished
    | AdjustmentProposed
    | AdjustmentReviewed
    | AdjustmentReturned
    | AdjustmentRejected
    | AdjustmentWithdrawn
    | TargetAdjusted
)
