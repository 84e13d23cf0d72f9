"""Monitoring tasks: issued, submitted, reviewed level by level, finalised (LY-14..16, HJ-17)."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from events.monitoring import (
    ExecutionFigures,
    ExecutionSnapshotTaken,
    Level,
    MonitoringFact,
    MonitoringSubmitted,
    SubmissionFiled,
    SubmissionReturned,
    SubmissionReviewed,
    SubmissionWithdrawn,
    TaskFinalized,
    TaskIssued,
    TaskOverdue,
    TaskWaived,
)
from events.terms import MonitoringKind, Role, WarningDocument
from events.warning import WarningCleared, WarningFact, WarningRaised
from services.decision import Context
from services.policies.calendar import end_of, resolve
from services.policies.rules import Period
from services.project.command import Code, ProjectCommand, Text
from services.project.targets import needed_rounds
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

Status = Literal["ISSUED", "SUBMITTED", "RETURNED", "FINALIZED", "WAIVED"]
_BUREAU = (
    Role.FIN_SECTION_REVIEWER,
    Role.PERF_SECTION_OFFICER,
    Role.FIN_APPROVER,
    Role.DEPT_REVIEWER,
    Role.CLOCK,
)


class IssueTask(ProjectCommand, frozen=True, kw_only=True):
    """Give a project its task; the days come from the edition in force, or are set here (HJ-19).

    The task is named after its period, and after its kind when that is not 部门自行监控.
    """

    title = "下达监控任务"

    period: Code
    kind: MonitoringKind = MonitoringKind.DEPARTMENT_SELF
    submit_by: date | None = None
    review_by: date | None = None


class WaiveTask(ProjectCommand, frozen=True, kw_only=True):
    """Take a task back before anything was submitted."""

    title = "免于填报"

    task: Code
    reason: Text


class MarkOverdue(ProjectCommand, frozen=True, kw_only=True):
    """Say that the day to submit has passed; given by the clock."""

    title = "标记逾期"

    task: Code


TaskCommand = IssueTask | WaiveTask | MarkOverdue


class Task(Struct, frozen=True):
    """Where a task stands; ``passed`` are the levels that passed the current submission."""

    issued: TaskIssued
    status: Status = "ISSUED"
    submission: int = 0
    submitted: MonitoringSubmitted | None = None
    passed: frozenset[str] = frozenset()
    score: Decimal | None = None
    returned: bool = False
    overdue: bool = False
    warnings: dict[str, WarningRaised] = {}
    owed: frozenset[WarningDocument] = frozenset()
    returns: int = 0
    figures: ExecutionFigures | None = None

    @property
    def round_no(self) -> int:
        """How often it was handed up: once, and once more after every return (QM-10)."""
        return self.returns + 1

    def next_levels(self) -> list[Level]:
        """The levels whose turn it is: all of the lowest order that has not passed whole."""
        waiting = [level for level in self.issued.chain if level.level not in self.passed]
        turn = min((level.order for level in waiting), default=0)
        return [level for level in waiting if level.order == turn]


class Monitoring(Struct, frozen=True):
    """Every task of the project by its name, in the order of issue."""

    tasks: dict[str, Task] = {}

    def task(self, name: str) -> Task:
        """Return a task; :class:`Refused` when there is none of that name."""
        task = self.tasks.get(name)
        if task is None:
            raise Refused(f"没有监控任务 {name}")
        return task


def evolve(monitoring: Monitoring, fact: MonitoringFact | WarningFact) -> Monitoring:
    """Fold one fact about a task."""
    if isinstance(fact, TaskIssued):
        return Monitoring({**monitoring.tasks, fact.task: Task(fact)})
    task = monitoring.tasks.get(fact.task)
    if task is None:
        return monitoring
    return Monitoring({**monitoring.tasks, fact.task: _evolve_task(task, fact)})


def _evolve_task(task: Task, fact: MonitoringFact | WarningFact) -> Task:
    match fact:
        case TaskOverdue():
            return replace(task, overdue=True)
        case TaskWaived():
            return replace(task, status="WAIVED")
        case MonitoringSubmitted(submission=number):
            return replace(
                task,
                status="SUBMITTED",
                submission=number,
                submitted=fact,
                passed=frozenset(),
                score=None,
            )
        case SubmissionWithdrawn():
            return replace(task, status="RETURNED" if task.returned else "ISSUED", submitted=None)
        case SubmissionReviewed(level=level, score=score):
            kept = task.score if score is None else score
            return replace(task, passed=task.passed | {level}, score=kept)
        case SubmissionFiled(level=level):
            return replace(task, passed=task.passed | {level})
        case SubmissionReturned():
            return replace(
                task,
                status="RETURNED",
                returned=True,
                passed=frozenset(),
                score=None,
                returns=task.returns + 1,
            )
        case TaskFinalized():
            return replace(task, status="FINALIZED")
        case WarningRaised(rule=rule, documents=documents):
            return replace(
                task,
                warnings={**task.warnings, rule: fact},
                owed=task.owed | frozenset(documents),
            )
        case WarningCleared(rule=rule):
            standing = {name: raised for name, raised in task.warnings.items() if name != rule}
            owed = {document for raised in standing.values() for document in raised.documents}
            return replace(task, warnings=standing, owed=task.owed & owed)
        case ExecutionSnapshotTaken(figures=figures):
            return replace(task, figures=figures)
        case TaskIssued():
            return task
        case _:
            return replace(task, owed=task.owed - {fact.document})


def decide(project: "Project", command: TaskCommand, context: Context) -> list[MonitoringFact]:
    """Decide about a task as such."""
    match command:
        case IssueTask():
            context.require(_BUREAU, "下达监控任务", "LY-14")
            return _issue(project, command, context)
        case WaiveTask(task=name, reason=reason):
            context.require(_BUREAU, "免于填报")
            task = project.monitoring.task(name)
            if task.status == "WAIVED":
                return []
            if task.status != "ISSUED":
                raise Refused("监控情况已报送，不能免于填报")
            return [TaskWaived(task=name, reason=reason)]
        case MarkOverdue(task=name):
            task = project.monitoring.task(name)
            due = task.issued.submit_by
            if task.overdue or task.status != "ISSUED" or project.standing.terminated_on:
                return []
            if context.at < end_of(due):
                raise Refused(f"任务 {name} 的报送期限为 {due}，尚未逾期")
            return [TaskOverdue(task=name, submit_by=due)]


def task_name(period: str, kind: MonitoringKind) -> str:
    """Name a task after its period and, when it is not the department's own, its kind."""
    return period if kind is MonitoringKind.DEPARTMENT_SELF else f"{period}-{kind.value}"


def _issue(project: "Project", command: IssueTask, context: Context) -> list[MonitoringFact]:
    rules, registration = context.rules, project.registered
    name = task_name(command.period, command.kind)
    if name in project.monitoring.tasks:
        return []
    period = rules.periods.get(command.period)
    if period is None:
        raise Refused(f"没有监控期间 {command.period}；现有：{'、'.join(rules.periods)}")
    if registration.subject_kind not in period.subject_kinds:
        raise Refused(f"{period.name}不监控{registration.subject_kind.zh}", clause=period.clause)
    if not project.targets.version:
        raise Refused("绩效目标尚未批复，不能下达监控任务", clause="LY-02")
    year = command.fiscal_year
    return [
        TaskIssued(
            task=name,
            period=command.period,
            kind=command.kind,
            edition=rules.edition,
            target_version=_pinned(project, period, year),
            from_on=resolve(period.starts, year),
            cutoff_on=resolve(period.cutoff, year),
            submit_by=command.submit_by or resolve(period.submit_by, year),
            review_by=command.review_by or resolve(period.review_by, year),
            chain=tuple(
                Level(
                    level=step.level,
                    role=step.role,
                    order=step.order,
                    scored=step.scored,
                    files_only=step.files_only,
                )
                for step in rules.chain
            ),
            project_name=registration.name,
            subject_kind=registration.subject_kind,
            fund_tags=registration.fund_tags,
            department=registration.department,
            unit=registration.unit,
            min_rounds=needed_rounds(registration.fund_tags, rules),
        )
    ]


def _pinned(project: "Project", period: Period, year: int) -> int:
    """The version a task is judged by: what is adjusted after ``adjust_by`` waits (LY-13)."""
    if period.adjust_by is None:
        return project.targets.version
    return project.targets.version_on(resolve(period.adjust_by, year))
