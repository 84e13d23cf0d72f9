"""Monitoring tasks: issued, submitted, reviewed level by level, finalised (LY-14..16, HJ-17)."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from events.monitoring import (
    Level,
    MonitoringFact,
    TaskIssued,
    TaskOverdue,
    TaskWaived,
)
from events.task import (
    TaskClosedIncomplete,
    TaskDeadlineExtended,
    TaskFact,
)
from events.terms import MonitoringKind, Role, Stage
from services.decision import Context
from services.policies.calendar import end_of, resolve
from services.policies.rules import Period
from services.project.authority import FINANCE, TIME, not_own
from services.project.command import Code, ProjectCommand, Text
from services.project.indicators import too_few
from services.project.targets import needed_rounds
from services.project.task import FINISHED
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

_ISSUERS = (*TIME, Role.DEPT_REVIEWER)
OF_DEPARTMENTS = (MonitoringKind.DEPARTMENT_SELF, MonitoringKind.EXTENDED)
WithCampaign = Annotated[bool, Meta(description="随集中监控一并办理；由系统填写")]


class IssueTask(ProjectCommand, frozen=True, kw_only=True):
    """Give a project its task; the days come from the edition in force, or are set here (HJ-19).

    The task is named after its period, and after its kind when that is not 部门自行监控.
    """

    title = "下达监控任务"

    period: Code
    kind: MonitoringKind = MonitoringKind.DEPARTMENT_SELF
    submit_by: date | None = None
    review_by: date | None = None
    reason: str = ""
    campaign: WithCampaign = False


class WaiveTask(ProjectCommand, frozen=True, kw_only=True):
    """Take a task back before anything was submitted."""

    title = "免于填报"

    task: Code
    reason: Text


class MarkOverdue(ProjectCommand, frozen=True, kw_only=True):
    """Say that the day to submit has passed; given by the clock."""

    title = "标记逾期"

    task: Code


class ExtendTaskDeadline(ProjectCommand, frozen=True, kw_only=True):
    """Change the days of one task, also when they have passed or the form is in (HJ-19).

    With its campaign, what has ended keeps its days.
    """

    title = "调整报送期限"

    task: Code
    submit_by: date
    review_by: date | None = None
    reason: Text
    campaign: WithCampaign = False


class CloseTask(ProjectCommand, frozen=True, kw_only=True):
    """Close a task that was not finished when its campaign ended; a finished one stays so."""

    title = "未办结关闭"

    task: Code
    reason: str = ""
    campaign: WithCampaign = False


TaskCommand = IssueTask | WaiveTask | MarkOverdue | ExtendTaskDeadline | CloseTask


def decide(
    project: "Project", command: TaskCommand, context: Context
) -> list[MonitoringFact | TaskFact]:
    """Decide about a task as such."""
    match command:
        case IssueTask(kind=kind):
            _entitled(kind, command.title, "LY-14", context)
            return [*_issue(project, command, context)]
        case ExtendTaskDeadline():
            context.require(FINANCE, command.title, "HJ-19")
            return [*_extend(project, command, context)]
        case CloseTask(task=name, reason=reason):
            context.require(TIME, command.title, "LY-12")
            if project.stage is Stage.TERMINATED and not command.campaign:
                raise Refused("项目已终止，任务随集中监控结束而关闭")
            if project.monitoring.task(name).status in FINISHED:
                return []
            return [TaskClosedIncomplete(task=name, reason=reason)]
        case WaiveTask(task=name, reason=reason):
            task = project.monitoring.task(name)
            _entitled(task.issued.kind, "免于填报", "", context)
            if task.status == "WAIVED":
                return []
            if task.status != "ISSUED":
                raise Refused("监控情况已报送，不能免于填报")
            return [TaskWaived(task=name, reason=reason)]
        case MarkOverdue(task=name):
            context.require(TIME, command.title, "LY-15")
            task = project.monitoring.task(name)
            due = task.issued.submit_by
            if task.overdue or task.status != "ISSUED" or project.standing.terminated_on:
                return []
            if context.at < end_of(due):
                raise Refused(f"任务 {name} 的报送期限为 {due}，尚未逾期")
            return [TaskOverdue(task=name, submit_by=due)]


def _entitled(kind: MonitoringKind, what: str, clause: str, context: Context) -> None:
    """Refuse who neither gives nor takes back such a task: finance's own kinds are finance's."""
    if kind in OF_DEPARTMENTS:
        context.require(_ISSUERS, what, clause)
    else:
        context.require(FINANCE, f"{kind.zh}的{what}", "HJ-16")


def _extend(
    project: "Project", command: ExtendTaskDeadline, context: Context
) -> list[TaskDeadlineExtended]:
    """Judge what is in by the new days; the old ones stay in the record."""
    if command.campaign and _passed_over(project, command.task):
        return []
    task = project.monitoring.task(command.task)
    filer = task.submitted.submitter if task.submitted else ""
    not_own(context, "填报人不能调整自己填报的期限", filer, task.receiver)
    if project.stage is Stage.TERMINATED:
        raise Refused("项目已终止，不能调整报送期限")
    if task.status in ("WAIVED", "CLOSED_INCOMPLETE"):
        raise Refused(f"任务 {command.task} 已免于填报或已关闭，不能调整期限", clause="HJ-19")
    old = task.issued
    submit_by = command.submit_by
    review_by = command.review_by or max(old.review_by, submit_by)
    if (submit_by, review_by) == (old.submit_by, old.review_by):
        return []
    if review_by < submit_by:
        raise Refused("审核期限不能早于报送期限", clause="HJ-19")
    if submit_by < old.submit_by and (task.late is not None or task.overdue):
        raise Refused("已报送或已逾期的任务，报送期限只能延后", clause="HJ-19")
    if review_by < old.review_by and task.late_again is not None:
        raise Refused("已重新报送的任务，审核期限只能延后", clause="HJ-19")
    return [
        TaskDeadlineExtended(
            task=command.task,
            submit_by=submit_by,
            review_by=review_by,
            reason=command.reason,
            days_late=_by(task.late, old.submit_by, submit_by),
            resubmission_days_late=_by(task.late_again, old.review_by, review_by),
        )
    ]


def _passed_over(project: "Project", name: str) -> bool:
    """Whether a campaign's change leaves a task out: it ended, or is still to be issued."""
    task = project.monitoring.tasks.get(name)
    ended = task is None or task.status in ("WAIVED", "CLOSED_INCOMPLETE")
    return ended or project.stage is Stage.TERMINATED


def _by(late: int | None, old: date, new: date) -> int | None:
    return None if late is None else max(0, late - (new - old).days)


def task_name(period: str, kind: MonitoringKind) -> str:
    """Name a task after its period and, when it is not the department's own, its kind."""
    return period if kind is MonitoringKind.DEPARTMENT_SELF else f"{period}-{kind.value}"


def _same_days(issued: TaskIssued, command: IssueTask) -> None:
    """Refuse other days for a task that stands; what a campaign gives leaves its days alone."""
    asked = (command.submit_by or issued.submit_by, command.review_by or issued.review_by)
    if not command.campaign and asked != (issued.submit_by, issued.review_by):
        raise Refused(
            f"任务 {issued.task} 已下达，报送期限 {issued.submit_by}、审核期限 {issued.review_by}，"
            "变更须用调整报送期限（ExtendTaskDeadline）",
            clause="HJ-19",
        )


def _issue(project: "Project", command: IssueTask, context: Context) -> list[MonitoringFact]:
    rules, registration = context.rules, project.registered
    name = task_name(command.period, command.kind)
    known = project.monitoring.tasks.get(name)
    if known is not None:
        _same_days(known.issued, command)
        return []
    period = rules.periods.get(command.period)
    if period is None:
        raise Refused(f"没有监控期间 {command.period}；现有：{'、'.join(rules.periods)}")
    if registration.subject_kind not in period.subject_kinds:
        raise Refused(f"{period.name}不监控{registration.subject_kind.zh}", clause=period.clause)
    if period.merge_into:
        raise Refused(f"{period.name}并入{period.merge_into}，不单独报送", clause=period.clause)
    if not project.targets.version:
        raise Refused("绩效目标尚未批复，不能下达监控任务", clause="LY-02")
    version = _pinned(project, period, command.fiscal_year)
    tags, indicators = registration.fund_tags, project.targets.versions[version - 1]
    if few := [*too_few(indicators, tags, rules.targets)]:
        raise Refused(*(f"绩效目标第 {version} 版：{fault}" for fault in few), clause="QM-10")
    key = command.kind is MonitoringKind.FINANCE_KEY and not command.campaign
    if key and rules.monitoring.key_selection_required:
        raise Refused(
            "财政重点监控须先确定重点监控项目（SelectKeyProject），再由集中监控下达（IssueTasks）",
            clause="HJ-09",
        )
    if command.kind is MonitoringKind.KEY_TRACKING and not (command.reason or _off(project)):
        raise Refused("没有预警或未办结的整改，列为重点跟踪须说明原因", clause="HJ-18")
    year, chain = command.fiscal_year, rules.chain
    submit_by = command.submit_by or resolve(period.submit_by, year)
    review_by = command.review_by or max(resolve(period.review_by, year), submit_by)
    if review_by < submit_by:
        raise Refused("审核期限不能早于报送期限", clause="HJ-19")
    on_paper = _on_paper(project, context)
    if on_paper:
        chain = rules.monitoring.paper_chain
    return [
        TaskIssued(
            task=name,
            period=command.period,
            kind=command.kind,
            edition=rules.edition,
            target_version=version,
            from_on=resolve(period.starts, year),
            cutoff_on=resolve(period.cutoff, year),
            submit_by=submit_by,
            review_by=review_by,
            chain=tuple(
                Level(
                    level=step.level,
                    role=step.role,
                    order=step.order,
                    scored=step.scored,
                    files_only=step.files_only,
                    org=step.org,
                    review_days=step.review_days,
                )
                for step in chain
                if not step.tags or {*step.tags} & {*registration.fund_tags}
            ),
            project_name=registration.name,
            subject_kind=registration.subject_kind,
            fund_tags=registration.fund_tags,
            department=registration.department,
            unit=registration.unit,
            min_rounds=needed_rounds(registration.fund_tags, rules),
            reason=command.reason,
            on_paper=on_paper,
        )
    ]


def _pinned(project: "Project", period: Period, year: int) -> int:
    """The version a task is judged by: what is adjusted after ``adjust_by`` waits (LY-13)."""
    if period.adjust_by is None:
        return project.targets.version
    return project.targets.version_on(resolve(period.adjust_by, year))


def _off(project: "Project") -> bool:
    """Whether the project is far off its target: a standing warning or an open case (HJ-18)."""
    tasks = project.monitoring.tasks.values()
    return any(task.warnings for task in tasks) or bool(project.rectification.open_cases())


def _on_paper(project: "Project", context: Context) -> bool:
    """Whether the subject goes on paper, by its own leave or by its kind (LY-22)."""
    rules = context.rules.monitoring
    kind = project.registered.subject_kind
    on_paper = project.monitoring.paper_allowed or kind in rules.paper_subject_kinds
    if on_paper and not rules.paper_chain:
        raise Refused("本地未设纸质报送渠道，须在平台填报", clause="LY-22")
    return on_paper
