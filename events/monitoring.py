"""Facts: a monitoring task, its submissions and their review."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from events.fact import Fact
from events.judgement import FocusFinding, Judgement
from events.terms import (
    Attainability,
    DeviationCause,
    FundTag,
    Method,
    MonitoringKind,
    Role,
    SubjectKind,
    Tier,
)


class Level(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step of a review chain as it stood when the task was issued.

    Levels with the same ``order`` act in parallel; ``files_only`` levels file without a verdict
    (LY-22); a ``scored`` level gives the review score. ``org`` alone reviews at a level that has
    one (QM-10); ``review_days`` is how long it has after the day the task is to be reviewed by.
    """

    level: str
    role: Role
    order: int
    scored: bool = False
    files_only: bool = False
    org: str = ""
    review_days: int = 0


class TaskIssued(Fact, frozen=True, kw_only=True):
    """A monitoring task with everything it will be judged by (LY-14, HJ-17).

    ``cutoff_on`` is the last business day of the data, ``submit_by`` and ``review_by`` end at
    midnight in Asia/Shanghai; ``edition`` pins the rules and ``target_version`` the targets.
    ``min_rounds`` is how often it must have been handed up before it ends (三下三上, QM-10).
    """

    tag = "project.task-issued.v1"
    title = "下达监控任务"

    task: str
    period: str
    kind: MonitoringKind
    edition: str
    target_version: int
    from_on: date
    cutoff_on: date
    submit_by: date
    review_by: date
    chain: tuple[Level, ...]
    project_name: str
    subject_kind: SubjectKind
    fund_tags: tuple[FundTag, ...] = ()
    department: str
    unit: str
    min_rounds: int = 0
    reason: str = ""
    on_paper: bool = False


class TaskOverdue(Fact, frozen=True, kw_only=True):
    """The day to submit passed and nothing was submitted; said once."""

    tag = "project.task-overdue.v1"
    title = "逾期未报"

    task: str
    submit_by: date


class TaskWaived(Fact, frozen=True, kw_only=True):
    """A task was taken back before anything was submitted."""

    tag = "project.task-waived.v1"
    title = "免于填报"

    task: str
    reason: str


class CauseOfDeviation(Struct, frozen=True, kw_only=True):
    """One guarantee dimension and what is wrong with it (HJ-F1 note 1)."""

    cause: DeviationCause
    explanation: str


class IndicatorReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a unit reports about one indicator (HJ-F1).

    ``actual`` belongs to numeric directions, ``tier`` and ``points`` to qualitative ones
    (points out of the indicator's weight, inside the tier's band), ``done_on`` to BY_DATE.
    ``not_due`` leaves the indicator out of the total.
    """

    indicator: str
    actual: Decimal | None = None
    tier: Tier | None = None
    points: Decimal | None = None
    done_on: date | None = None
    not_due: bool = False
    forecast: str = ""
    causes: tuple[CauseOfDeviation, ...] = ()
    improvement_measure: str = ""
    attainability: Attainability = Attainability.CERTAIN
    remark: str = ""


class FundingRow(Struct, frozen=True, kw_only=True):
    """One row of 项目资金 in 附件1, in 分; the executed column is read by the system (LY-14)."""

    initial_budget_fen: int
    forecast_full_year_fen: int


class Funding(Struct, frozen=True, kw_only=True):
    """The three rows of 项目资金: the total is the sum of the two others (HJ-F1)."""

    total: FundingRow
    general_public: FundingRow
    other: FundingRow


class Implementation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """项目实施进度 in percent of the whole work, against its plan, and its quality (HJ-10)."""

    progress: Decimal
    planned: Decimal | None = None
    quality_met: bool = True
    note: str = ""


class ExecutionFigures(Struct, frozen=True, kw_only=True):
    """Money at a cut-off day, in 分, and the published execution rate in percent.

    ``execution_rate`` is None when the base is zero: not evaluable, never 0 or 100.
    """

    as_of: date
    initial_fen: int
    current_fen: int
    appropriated_fen: int
    executed_fen: int
    committed_fen: int
    base_fen: int
    execution_rate: Decimal | None


class IndicatorResult(Struct, frozen=True, kw_only=True):
    """Computed for one indicator, in percent; None where it is not due or not evaluable.

    ``raw`` may pass 100, ``counted`` lies in [0, 100]; ``deviation`` keeps its sign.
    """

    indicator: str
    raw: Decimal | None
    counted: Decimal | None
    deviation: Decimal | None


class ExecutionSnapshotTaken(Fact, frozen=True, kw_only=True):
    """The money as the system read it for one submission; later facts do not change it."""

    tag = "project.execution-snapshot-taken.v1"
    title = "读取执行数据"

    task: str
    submission: int
    figures: ExecutionFigures


class MonitoringSubmitted(Fact, frozen=True, kw_only=True):
    """A submission and what was computed from it (LY-15, HJ-F1), rates in percent.

    ``rate_gap`` is completion minus execution in percentage points (QM-07), the gaps of the
    implementation are its progress minus the execution and minus the completion rate (HJ-10,
    HJ-12). ``expected_carryover_fen`` is 预计结转结余 in 分 (LY-04); ``dispute`` is an open one.
    ``on`` is the day it was handed in, or received on paper.
    """

    tag = "project.monitoring-submitted.v1"
    title = "报送监控情况"

    task: str
    submission: int
    submitter: str
    days_late: int = 0
    lines: tuple[IndicatorReport, ...]
    funding: Funding | None = None
    results: tuple[IndicatorResult, ...]
    completion_rate: Decimal | None
    execution_rate: Decimal | None
    rate_gap: Decimal | None
    schedule_rate: Decimal
    implementation: Implementation | None = None
    implementation_gap_execution: Decimal | None = None
    implementation_gap_completion: Decimal | None = None
    expected_carryover_fen: int | None = None
    dispute: str = ""
    on: date | None = None


class SubmissionWithdrawn(Fact, frozen=True, kw_only=True):
    """The unit took a submission back before anybody reviewed it."""

    tag = "project.submission-withdrawn.v1"
    title = "撤回填报"

    task: str
    submission: int


class SubmissionReviewed(Fact, frozen=True, kw_only=True):
    """A level of the chain passed a submission, with a score in points where the level scores.

    ``days_late`` counts from the level's own day, where it has one.
    """

    tag = "project.submission-reviewed.v1"
    title = "审核通过"

    task: str
    submission: int
    level: str
    score: Decimal | None = None
    opinion: str = ""
    focus: tuple[FocusFinding, ...] = ()
    reviewer: str = ""
    days_late: int = 0
    methods: tuple[Method, ...] = ()
    judgements: tuple[Judgement, ...] = ()


class SubmissionReturned(Fact, frozen=True, kw_only=True):
    """A level of the chain sent a submission back with a reason (LY-16)."""

    tag = "project.submission-returned.v1"
    title = "退回修改"

    task: str
    submission: int
    level: str
    reason: str
    focus: tuple[FocusFinding, ...] = ()
    methods: tuple[Method, ...] = ()
    judgements: tuple[Judgement, ...] = ()


class SubmissionFiled(Fact, frozen=True, kw_only=True):
    """A level that only files put a submission on record (备案, LY-22)."""

    tag = "project.submission-filed.v1"
    title = "备案"

    task: str
    submission: int
    level: str


class TaskFinalized(Fact, frozen=True, kw_only=True):
    """The whole chain passed; these are the figures of the task, in percent and points."""

    tag = "project.task-finalized.v1"
    title = "监控任务办结"

    task: str
    submission: int
    score: Decimal | None
    completion_rate: Decimal | None
    execution_rate: Decimal | None
    rate_gap: Decimal | None


MonitoringFact = (
    TaskIssued
    | TaskOverdue
    | TaskWaived
    | ExecutionSnapshotTaken
    | MonitoringSubmitted
    | SubmissionWithdrawn
    | SubmissionReviewed
    | SubmissionReturned
    | SubmissionFiled
    | TaskFinalized
)
