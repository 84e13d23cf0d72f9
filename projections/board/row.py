"""The row of the board: one monitoring task, its two rates, its light and its case."""

from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from events.terms import (
    EscalationStep,
    FocusPoint,
    FundTag,
    Light,
    MonitoringKind,
    SubjectKind,
    Term,
    WarningDocument,
)


class TaskState(Term):
    """How far a task has come; overdue is a mark beside it, not a state."""

    ISSUED = "ISSUED", "待报送"
    SUBMITTED = "SUBMITTED", "已报送"
    IN_REVIEW = "IN_REVIEW", "审核中"
    RETURNED = "RETURNED", "已退回"
    FINALIZED = "FINALIZED", "已办结"
    WAIVED = "WAIVED", "免于填报"
    CLOSED_INCOMPLETE = "CLOSED_INCOMPLETE", "未办结关闭"


class CaseState(Term):
    """How far a rectification has come (QM-09, QM-10)."""

    NOTICE_ISSUED = "NOTICE_ISSUED", "已通知"
    ACKNOWLEDGED = "ACKNOWLEDGED", "已签收"
    PLAN_SUBMITTED = "PLAN_SUBMITTED", "已报方案"
    FEEDBACK_SUBMITTED = "FEEDBACK_SUBMITTED", "已报结果"
    SITE_VERIFIED = "SITE_VERIFIED", "已现场核实"
    ACCEPTED = "ACCEPTED", "验收通过"
    REJECTED = "REJECTED", "验收不通过"


class Case(Struct, frozen=True, kw_only=True, gc=False):
    """One rectification case of a task; a task can have several one after the other."""

    case: str
    state: CaseState
    due_on: date
    accepted_on: date | None = None
    overdue: bool = False
    step: EscalationStep = EscalationStep.NOTICE
    items: int = 0
    items_closed: int = 0
    reopens: str = ""


class Board(Struct, frozen=True, kw_only=True, gc=False):
    """One task: rates in percent, money in 分 as frozen for the last submission.

    ``submitted_at`` and ``days_late`` are those of the first submission that stood, those of the
    answer to the last return stand beside them: each is late against a day of its own.
    ``light`` is the worst of ``lights``, those of standing warnings by rule, and of the schedule.
    ``documents_missing`` is what standing warnings ask for, by rule in ``documents_asked``, less
    what was handed in (HJ-22); 附件3 is handed in while one of ``adjustments`` stands. ``case_id``
    and its fellows are the newest of ``cases``. ``finalized_position`` is a ledger position.
    """

    division: str
    fiscal_year: int
    project: str
    task: str
    project_name: str
    subject_kind: SubjectKind
    fund_tags: tuple[FundTag, ...]
    department: str
    unit: str
    period: str
    kind: MonitoringKind
    edition: str
    target_version: int
    cutoff_on: date
    submit_by: date
    review_by: date
    state: TaskState = TaskState.ISSUED
    submission: int = 0
    times_returned: int = 0
    filed: bool = False
    submitted_at: datetime | None = None
    resubmitted_at: datetime | None = None
    days_late: int | None = None
    resubmission_days_late: int | None = None
    overdue: bool = False
    initial_fen: int | None = None
    current_fen: int | None = None
    appropriated_fen: int | None = None
    executed_fen: int | None = None
    committed_fen: int | None = None
    base_fen: int | None = None
    completion_rate: Decimal | None = None
    execution_rate: Decimal | None = None
    rate_gap: Decimal | None = None
    schedule_rate: Decimal | None = None
    score: Decimal | None = None
    warnings: tuple[str, ...] = ()
    lights: dict[str, str] = {}
    light: Light | None = None
    documents_asked: dict[str, tuple[WarningDocument, ...]] = {}
    adjustments: tuple[str, ...] = ()
    documents_handed_in: tuple[WarningDocument, ...] = ()
    documents_missing: tuple[WarningDocument, ...] = ()
    cases: tuple[Case, ...] = ()
    case_id: str | None = None
    case_state: CaseState | None = None
    case_due_on: date | None = None
    case_accepted_on: date | None = None
    finalized_position: int | None = None
    reason: str = ""
    on_paper: bool = False
    received_on: date | None = None
    draft_by: str = ""
    extended_to: date | None = None
    implementation_progress: Decimal | None = None
    implementation_gap_execution: Decimal | None = None
    implementation_gap_completion: Decimal | None = None
    expected_carryover_fen: int | None = None
    dispute: str = ""
    focus_found: tuple[FocusPoint, ...] = ()
    extended_check_on: date | None = None
    opinions: int = 0
    case_overdue: bool = False
    case_step: EscalationStep | None = None
