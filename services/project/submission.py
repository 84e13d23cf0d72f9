"""What a unit hands in: checked whole, measured, and frozen with the money of the day (附件1)."""

from fractions import Fraction
from typing import TYPE_CHECKING

from events.accountability import ViolationSuspected
from events.disposition import DispositionFact
from events.monitoring import (
    ExecutionSnapshotTaken,
    Funding,
    Implementation,
    IndicatorReport,
    IndicatorResult,
    MonitoringFact,
    MonitoringSubmitted,
    SubmissionWithdrawn,
    TaskOverdue,
)
from events.warning import WarningFact
from services.decision import Context
from services.policies.rules import Rules
from services.project import (
    authority,
    compliance,
    deviating,
    form_check,
    measures,
    over_fulfilment,
    paper,
    plausible,
    progress,
    warnings,
)
from services.project.command import Code, ProjectCommand
from services.project.disposition import unpaired
from services.project.task import Task
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class Submit(ProjectCommand, frozen=True, kw_only=True):
    """Hand in the monitoring form; the execution column is read by the system (LY-14)."""

    title = "报送监控情况"

    task: Code
    lines: tuple[IndicatorReport, ...]
    funding: Funding | None = None
    implementation: Implementation | None = None


class Resubmit(Submit, frozen=True, kw_only=True):
    """Hand in again what was returned (LY-16)."""

    title = "重新报送监控情况"


class Withdraw(ProjectCommand, frozen=True, kw_only=True):
    """Take a submission back before anybody reviewed it."""

    title = "撤回填报"

    task: Code


SubmissionCommand = Submit | Resubmit | Withdraw
Filed = MonitoringFact | WarningFact | ViolationSuspected | DispositionFact


def decide(project: "Project", command: SubmissionCommand, context: Context) -> list[Filed]:
    """Decide about a submission, which only the unit makes; sums are whoever's made them."""
    task = project.monitoring.tasks.get(command.task)
    if task is not None and task.summed and isinstance(command, Withdraw):
        context.require(authority.OWN, command.title, "LY-11")
    else:
        authority.as_unit(project.registered, context, command.title, "LY-15")
    return hand_in(project, command, context)


def hand_in(project: "Project", command: SubmissionCommand, context: Context) -> list[Filed]:
    """Take a submission in whatever the role of who brings it."""
    task = project.monitoring.task(command.task)
    if isinstance(command, Submit) and task.issued.on_paper:
        raise Refused("该项目不能在平台填报，由财政业务科室接收纸质情况表", clause="LY-22")
    match command:
        case Withdraw(task=name):
            if task.submission and task.submitted is None:
                return []
            if task.status != "SUBMITTED" or task.passed:
                raise Refused("只有尚未审核的填报可以撤回")
            withdrawn = SubmissionWithdrawn(task=name, submission=task.submission)
            late = (context.today - task.issued.submit_by).days
            return [
                withdrawn,
                *_fell_due(task, 0 if task.returned else late),
                *over_fulfilment.revoke(project, task, "填报已撤回"),
            ]
        case Resubmit() if task.status != "RETURNED":
            raise Refused(f"任务 {command.task} 未被退回，不能重新报送", clause="LY-16")
        case Submit() if not isinstance(command, Resubmit) and task.status != "ISSUED":
            raise Refused(_already(task), clause="LY-16")
        case _:
            return submit(project, command, task, context)


def _fell_due(task: Task, days_late: int) -> list[TaskOverdue]:
    """Say that the day passed without a form, when nobody has said it yet."""
    if days_late <= 0 or task.overdue:
        return []
    return [TaskOverdue(task=task.issued.task, submit_by=task.issued.submit_by)]


def _already(task: Task) -> str:
    match task.status:
        case "RETURNED":
            return "填报已被退回，修改后请重新报送（Resubmit）"
        case "WAIVED":
            return "任务已免于填报"
        case "CLOSED_INCOMPLETE":
            return "集中监控已结束，任务已关闭"
        case _:
            return "监控情况已报送，不能重复报送"


def submit(
    project: "Project",
    command: Submit,
    task: Task,
    context: Context,
    received: paper.Received | None = None,
) -> list[Filed]:
    """Check, measure and freeze a form; what came on paper has its own filer and day."""
    if open_pairs := unpaired(project):
        names = "、".join(sorted(name or "（无事项号）" for name in open_pairs))
        raise Refused(f"调减预算与调整目标未配对：{names}，配对后方可报送", clause="LY-19")
    issued = task.issued
    rules = context.law.edition(issued.edition)
    dispute = project.monitoring.open_dispute_of(command.task)
    if dispute and rules.monitoring.dispute == "BLOCK":
        raise Refused(f"执行率异议 {dispute} 尚未办结，办结后方可报送", clause="LY-14")
    indicators = project.targets.versions[issued.target_version - 1]
    handed_in = received.on if received else context.today
    faults = [*form_check.faults(indicators, command, task, rules)]
    lines = {line.indicator: line for line in command.lines}
    faults += [
        f"指标“{one.name}”{fault}"
        for one in indicators
        if one.name in lines
        for fault in plausible.faults(one, lines[one.name], issued, handed_in)
    ]
    if faults:
        raise Refused(*faults, clause="LY-18")

    number = task.submission + 1
    money = project.execution.figures(issued.cutoff_on, rules.figures.rate_base)
    executed = measures.execution_rate(money.executed_fen, money.base_fen)
    raws = [
        measures.completion(one, lines[one.name], issued.cutoff_on, rules.figures)
        for one in indicators
    ]
    elapsed = _elapsed(project, task, rules)
    completed = measures.overall(
        (one.share, measures.counted(raw)) for one, raw in zip(indicators, raws, strict=True)
    )
    gap = measures.rate_gap(completed, executed, rules.figures)
    implemented = progress.compare(command.implementation, executed, completed, rules.figures)
    submitted = MonitoringSubmitted(
        task=command.task,
        submission=number,
        submitter=received.filer if received else context.actor.id,
        days_late=max(0, (handed_in - task.hand_in_by).days),
        lines=command.lines,
        funding=command.funding,
        results=tuple(
            IndicatorResult(
                indicator=one.name,
                raw=measures.published(raw),
                counted=measures.published(measures.counted(raw)),
                deviation=measures.published(
                    deviating.deviation(one, lines[one.name], issued, rules)
                ),
            )
            for one, raw in zip(indicators, raws, strict=True)
        ),
        completion_rate=measures.published(completed),
        execution_rate=money.execution_rate,
        rate_gap=None if gap is None else measures.hundredths(gap),
        schedule_rate=measures.percent(elapsed),
        implementation=command.implementation,
        implementation_gap_execution=progress.shown(implemented.to_execution),
        implementation_gap_completion=progress.shown(implemented.to_completion),
        expected_carryover_fen=progress.carryover(command.funding, money),
        dispute=dispute,
        on=handed_in,
    )
    values = {
        "RATE_GAP": gap,
        "EXECUTION_RATE": measures.comparable(executed, rules.figures),
        "COMPLETION_RATE": measures.comparable(completed, rules.figures),
        "RELATIVE_PROGRESS": None
        if executed is None or not elapsed
        else measures.comparable(executed / elapsed, rules.figures),
        "IMPLEMENTATION_GAP_EXECUTION": implemented.to_execution,
        "IMPLEMENTATION_GAP_COMPLETION": implemented.to_completion,
    }
    return [
        *_fell_due(task, 0 if task.returned else submitted.days_late),
        ExecutionSnapshotTaken(task=command.task, submission=number, figures=money),
        submitted,
        *warnings.judge(task, number, values, rules),
        *compliance.overspent(project, issued.cutoff_on, rules.spending),
        *over_fulfilment.propose(
            project,
            task,
            zip((lines[one.name] for one in indicators), raws, strict=True),
            submitted.submitter,
            rules,
        ),
    ]


def _elapsed(project: "Project", task: Task, rules: Rules) -> Fraction:
    registration = project.registered
    return measures.schedule_rate(
        rules.figures.schedule_basis,
        task.issued.cutoff_on,
        registration.starts_on,
        registration.ends_on,
        project.plans.holding(task.issued.cutoff_on),
    )
