"""What differs between places, typed; every table names the clause it comes from."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field

from events.assessment import RubricItem
from events.terms import (
    Cause,
    ClawbackGround,
    Consequence,
    Dimension,
    DispositionKind,
    Duty,
    EscalationStep,
    EvaluationKind,
    EvaluationPart,
    FundTag,
    IndicatorLevel2,
    Light,
    Recipient,
    Role,
    SubjectKind,
    TargetGrade,
    Trigger,
    Violation,
    WarningDocument,
)
from services.policies.calendar import Day

RateBase = Literal["INITIAL", "CURRENT", "APPROPRIATED"]
ScheduleBasis = Literal["MONTH", "DAY", "PROJECT", "PLAN"]
DeviationBasis = Literal["PERIOD_PLAN", "LINEAR", "ANNUAL"]
Measure = Literal[
    "RATE_GAP",
    "REVIEW_SCORE",
    "EXECUTION_RATE",
    "COMPLETION_RATE",
    "RELATIVE_PROGRESS",
    "IMPLEMENTATION_GAP_EXECUTION",
    "IMPLEMENTATION_GAP_COMPLETION",
]
RUBRIC_MEASURES: Final = (
    "TARGETS_APPROVED",
    "SUBMITTED_ON_TIME",
    "MEAN_REVIEW_SCORE",
    "EXECUTION",
    "RECTIFIED",
    "DISCLOSED",
    "MANUAL",
)
DEDUCTION_COUNTS: Final = ("LATE_TASKS", "RETURNED_TASKS", "OVERDUE_CASES", "MISSED_OBLIGATIONS")
NOT_APPLICABLE: Final = ("LEAVE_OUT", "FULL", "NONE")
Days = Annotated[int, Meta(ge=0, le=3660, description="日数")]


class Sourced(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of rules with its paragraph; ``verified`` is false for what is our proposal."""

    clause: str
    note: str = ""
    verified: bool = True


class Figures(Sourced, frozen=True, kw_only=True):
    """How rates are made and compared (domain §5); percentages are Decimal."""

    rate_base: RateBase = "INITIAL"
    schedule_basis: ScheduleBasis = "MONTH"
    compare_on: Literal["PUBLISHED", "EXACT"] = "PUBLISHED"
    deviation_basis: DeviationBasis = "PERIOD_PLAN"
    over_fulfilment: Decimal = Decimal(130)
    unmet_cap: Decimal = Decimal("99.99")
    late_day_deduction: Decimal = Decimal(100)


class Period(Sourced, frozen=True, kw_only=True):
    """A monitored stretch of the year and the days by which its steps are done.

    A STANDING task is a duty that time itself brings (HJ-17); what is merged into another work
    (``merge_into``) gets no task of its own.
    """

    name: str
    starts: Day
    cutoff: Day
    adjust_by: Day | None = None
    issue_by: Day | None = None
    submit_by: Day
    review_by: Day
    subject_kinds: tuple[SubjectKind, ...] = tuple(SubjectKind)
    task_issue_mode: Literal["PUSH", "STANDING"] = "PUSH"
    merge_into: str = ""


class ChainLevel(Sourced, frozen=True, kw_only=True):
    """A step of the review chain; equal ``order`` means in parallel."""

    level: str
    role: Role
    order: int
    scored: bool = False
    files_only: bool = False


class WarningRule(Sourced, frozen=True, kw_only=True):
    """When a task is warned: ``measure operator threshold``, in percent, points or score.

    ``by_period`` gives a period a threshold of its own; with ``periods`` the rule asks about no
    other period.
    """

    measure: Measure
    operator: Literal[">", ">=", "<", "<="]
    threshold: Decimal
    absolute: bool = False
    light: Light = Light.RED
    opens_case: bool = False
    documents: tuple[WarningDocument, ...] = ()
    by_period: dict[str, Decimal] = {}
    periods: tuple[str, ...] = ()


class MonitoringRules(Sourced, frozen=True, kw_only=True):
    """How tasks are carried out: key projects, disputes, paper, extended checks.

    ``key_project_by`` is the last day to select (HJ-21), afterwards refused or marked late.
    An open dispute (LY-14) blocks a submission or only marks it. Subjects that cannot be filled
    in on the platform go through ``paper_chain`` (LY-22); without one there is no paper.
    """

    key_project_by: Day | None = None
    key_project_late: Literal["REFUSE", "MARK"] = "MARK"
    key_selection_required: bool = False
    dispute: Literal["BLOCK", "MARK"] = "MARK"
    paper_chain: tuple[ChainLevel, ...] = ()
    paper_subject_kinds: tuple[SubjectKind, ...] = ()
    focus_required: bool = False
    extended_check_required: bool = True


class Targets(Sourced, frozen=True, kw_only=True):
    """Who approves targets, how many indicators they need, and when they may change.

    ``rounds_by_tag`` is how often a form is handed up before it ends (三下三上); ``under_review``
    says whether a submission under review keeps its version or blocks an adjustment. Targets come
    before a budget and with an addition to it where ``before_budget`` and ``with_addition`` say so.
    """

    approver_roles: tuple[Role, ...] = (Role.PERF_SECTION_OFFICER, Role.FIN_APPROVER)
    writer_roles: tuple[Role, ...] = (Role.PERF_SECTION_OFFICER,)
    minimum_indicators: int = 1
    minimum_by_tag: dict[FundTag, int] = {}
    level2: tuple[IndicatorLevel2, ...] = tuple(IndicatorLevel2)
    adjustment_causes: tuple[Cause, ...] = (
        Cause.OBJECTIVE,
        Cause.TARGET_MISMATCH,
        Cause.CONTENT_CHANGE,
        Cause.ADDITIONAL_BUDGET,
    )
    paired_causes: tuple[Cause, ...] = (Cause.OBJECTIVE,)
    rounds_by_tag: dict[FundTag, int] = {}
    consultations: int = 0
    before_budget: bool = False
    with_addition: bool = False
    approver_by_cause: dict[Cause, tuple[Role, ...]] = {}
    under_review: Literal["PIN", "BLOCK"] = "PIN"


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


class RectificationRules(Sourced, frozen=True, kw_only=True):
    """How long a case may take (days from the notice) and where somebody must go and look.

    ``combination`` says whether any rule that opens cases does or only all of them together
    (QM-09 “及”). A case begins at ``first_step`` of the ladder; ``item_by_item`` asks for every
    item of the plan to be closed before the whole is accepted.
    """

    due_days: Days
    site_visit_tags: tuple[FundTag, ...] = ()
    verifier_roles: tuple[Role, ...] = (
        Role.FIN_SECTION_REVIEWER,
        Role.PERF_SECTION_OFFICER,
        Role.FIN_APPROVER,
    )
    combination: Literal["ANY", "ALL"] = "ANY"
    ladder: tuple[EscalationStep, ...] = tuple(EscalationStep)
    first_step: EscalationStep = EscalationStep.NOTICE
    escalate_when_overdue: bool = False
    item_by_item: bool = False


class Remedy(Sourced, frozen=True, kw_only=True):
    """What a cause allows; of ``paired`` either all measures are taken or none."""

    kinds: tuple[DispositionKind, ...]
    paired: tuple[DispositionKind, ...] = ()
    decider_roles: tuple[Role, ...] = (Role.FIN_APPROVER, Role.PERF_SECTION_OFFICER)


class DispositionRules(Sourced, frozen=True, kw_only=True):
    """Who may suspend, stop, reduce and resume; the catalogue says what a cause allows."""

    catalogue: dict[Cause, Remedy] = {}
    proposer_roles: tuple[Role, ...] = (
        Role.UNIT_HEAD,
        Role.DEPT_REVIEWER,
        Role.FIN_SECTION_REVIEWER,
        Role.PERF_SECTION_OFFICER,
        Role.FIN_APPROVER,
    )

    decider_roles: tuple[Role, ...] = (
        Role.DEPT_REVIEWER,
        Role.PERF_SECTION_OFFICER,
        Role.FIN_APPROVER,
    )
    resume_roles: tuple[Role, ...] = (Role.FIN_APPROVER,)


class ClawbackRules(Sourced, frozen=True, kw_only=True):
    """Taking money back: the cut-off, the grounds and who decides (HL-07)."""

    cutoff: Day
    grounds: tuple[ClawbackGround, ...]
    schedule_basis: ScheduleBasis = "MONTH"
    decider_roles: tuple[Role, ...] = (Role.FIN_APPROVER, Role.PERF_SECTION_OFFICER)
    waiver_roles: tuple[Role, ...] = (Role.FIN_APPROVER,)
    notice_days: Days = 0
    protected_tags: tuple[FundTag, ...] = (FundTag.THREE_GUARANTEES,)
    idle_years: Annotated[int, Meta(ge=1, le=20)] = 2
    superior_tags: tuple[FundTag, ...] = (FundTag.SPECIAL_TRANSFER, FundTag.DIRECT)
    late_facts: Literal["MINIMUM", "RECOMPUTE"] = "MINIMUM"
    closes_when: Literal["EXECUTED", "CONFIRMED_UPSTREAM"] = "CONFIRMED_UPSTREAM"


class SpendingRules(Sourced, frozen=True, kw_only=True):
    """Which breaches the system looks for in the money itself, and on which days (LY-09)."""

    detects: tuple[Violation, ...] = (Violation.NO_BUDGET, Violation.OVER_BUDGET)
    check_days: tuple[Day, ...] = ("06-30", "09-30", "12-31")


class EvaluationRules(Sourced, frozen=True, kw_only=True):
    """How evaluations are scored, checked and used; weights in points, floors in percent."""

    weights: dict[EvaluationPart, Decimal] = field(
        default_factory=lambda: dict(
            zip(EvaluationPart, (Decimal(10), Decimal(50), Decimal(30), Decimal(10)), strict=True)
        )
    )
    rounding: Literal["PER_LINE", "SUMMED"] = "PER_LINE"
    spot_check_counts: Literal["CHECKED", "ORIGINAL", "LOWER"] = "CHECKED"
    spot_checked_kinds: tuple[EvaluationKind, ...] = (
        EvaluationKind.SELF,
        EvaluationKind.DEPARTMENT,
    )
    must_dispose: tuple[DispositionKind, ...] = (
        DispositionKind.CUT,
        DispositionKind.MERGE,
        DispositionKind.CANCEL,
    )
    result_weight: Decimal = Decimal(10)
    coverage_floor: Decimal = Decimal(20)
    key_floor: Decimal = Decimal(20)
    merged_from: Day | None = None


class AssessmentRules(Sourced, frozen=True, kw_only=True):
    """The rubric of the yearly assessment, 100 points in all, and what follows from a place.

    ``front`` and ``rear`` are how many places count as such, ties included. Equal scores share a
    place unless the points of ``tie_breaks``, item by item, tell them apart.
    """

    rubric: tuple[RubricItem, ...]
    tie_breaks: tuple[str, ...] = ()
    front: Annotated[int, Meta(ge=0)] = 1
    rear: Annotated[int, Meta(ge=0)] = 1
    consequences: tuple[Consequence, ...] = ()
    pilots: Annotated[int, Meta(ge=0)] = 0


class ObligationRule(Sourced, frozen=True, kw_only=True):
    """What is owed every year: by each department or by the finance bureau, to whom, by when."""

    kind: Duty
    what: str
    owed_by: Literal["DEPARTMENTS", "FINANCE"]
    recipients: tuple[Recipient, ...]
    copies: tuple[Recipient, ...] = ()
    due: Day


class ThirdPartyRules(Sourced, frozen=True, kw_only=True):
    """Who engages and rates institutions, and which grade bars from further work (HL-11)."""

    roles: tuple[Role, ...] = (
        Role.FIN_SECTION_REVIEWER,
        Role.PERF_SECTION_OFFICER,
        Role.FIN_APPROVER,
    )
    barred_grades: tuple[TargetGrade, ...] = (TargetGrade.POOR,)


class Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition: everything a decider may ask the law about."""

    edition: str
    place: str
    division: str
    effective_on: date
    source_document: str
    figures: Figures
    periods: dict[str, Period]
    chain: tuple[ChainLevel, ...]
    warnings: dict[str, WarningRule]
    targets: Targets
    rectification: RectificationRules
    disposition: DispositionRules
    clawback: ClawbackRules
    assessment: AssessmentRules
    pre_evaluation: PreEvaluationRules = NO_PRE_EVALUATION
    evaluation: EvaluationRules = EvaluationRules(clause="HL-09", verified=False)
    spending: SpendingRules = SpendingRules(clause="LY-09", verified=False)
    obligations: dict[str, ObligationRule] = {}
    third_parties: ThirdPartyRules = ThirdPartyRules(clause="HL-11", note="未另定", verified=False)
    monitoring: MonitoringRules = MonitoringRules(clause="")
