"""Facts around a task's form: its days, drafts, paper, disputes about its money, its closing."""

from datetime import date

from events.fact import Fact
from events.monitoring import Funding, Implementation, IndicatorReport
from events.terms import DisputeOutcome


class TaskDeadlineExtended(Fact, frozen=True, kw_only=True):
    """Finance changed the days of one task, also afterwards (HJ-19).

    ``days_late`` and ``resubmission_days_late`` are those of what was handed in, judged by the
    new days; None where nothing was.
    """

    tag = "project.task-deadline-extended.v1"
    title = "调整报送期限"

    task: str
    submit_by: date
    review_by: date
    reason: str
    days_late: int | None = None
    resubmission_days_late: int | None = None


class TaskClosedIncomplete(Fact, frozen=True, kw_only=True):
    """The campaign ended before the task was finished."""

    tag = "project.task-closed-incomplete.v1"
    title = "未办结关闭"

    task: str
    reason: str = ""


class DraftSaved(Fact, frozen=True, kw_only=True):
    """What a unit wrote so far, unchecked; the last draft counts."""

    tag = "project.draft-saved.v1"
    title = "保存草稿"

    task: str
    filer: str
    lines: tuple[IndicatorReport, ...]
    funding: Funding | None = None
    implementation: Implementation | None = None


class PaperFilingAllowed(Fact, frozen=True, kw_only=True):
    """The subject cannot be filled in on the platform: paper forms are taken in (LY-22)."""

    tag = "project.paper-filing-allowed.v1"
    title = "准予纸质报送"

    reason: str


class PaperFormReceived(Fact, frozen=True, kw_only=True):
    """A section took in a stamped paper form on a day; that day decides lateness (LY-22).

    ``filer`` signed it, ``receiver`` typed it in.
    """

    tag = "project.paper-form-received.v1"
    title = "收到纸质情况表"

    task: str
    received_on: date
    filer: str
    form_no: str = ""
    receiver: str = ""


class ExecutionRateDisputed(Fact, frozen=True, kw_only=True):
    """The unit objects to the money the system read (LY-14); amounts in 分 up to the cut-off."""

    tag = "project.execution-rate-disputed.v1"
    title = "执行率异议"

    dispute: str
    task: str
    cutoff_on: date
    read_fen: int
    claimed_fen: int
    reason: str
    disputer: str = ""


class ExecutionDisputeResolved(Fact, frozen=True, kw_only=True):
    """The dispute ended: upstream facts corrected the money, or it was right (LY-14)."""

    tag = "project.execution-dispute-resolved.v1"
    title = "执行率异议办结"

    dispute: str
    task: str
    outcome: DisputeOutcome
    executed_fen: int
    note: str = ""


TaskFact = (
    TaskDeadlineExtended
    | TaskClosedIncomplete
    | DraftSaved
    | PaperFilingAllowed
    | PaperFormReceived
    | ExecutionRateDisputed
    | ExecutionDisputeResolved
)
