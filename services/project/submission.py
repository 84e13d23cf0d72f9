"""What a unit hands in: checked whole, measured, and frozen with the money of the day (附件1)."""

from collections.abc import Iterator
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
)
from events.targets import Indicator
from events.terms import Attainability, Direction
from events.warning import WarningFact
from services.decision import Context
from services.policies.numbers import sensible
from services.policies.rules import Rules
from services.project import (
    authority,
    compliance,
    deviating,
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
    """Decide about a submission, which only the unit makes."""
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
            return [withdrawn, *over_fulfilment.revoke(project, task, "填报已撤回")]
        case Resubmit() if task.status != "RETURNED":
            raise Refused(f"任务 {command.task} 未被退回，不能重新报送", clause="LY-16")
        case Submit() if not isinstance(command, Resubmit) and task.status != "ISSUED":
            raise Refused(_already(task), clause="LY-16")
        case _:
            return submit(project, command, task, context)


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
    faults = [*_faults(indicators, command, task, rules)]
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


def _faults(
    indicators: tuple[Indicator, ...], command: Submit, task: Task, rules: Rules
) -> Iterator[str]:
    names = [line.indicator for line in command.lines]
    known = {indicator.name: indicator for indicator in indicators}
    for name in known:
        if names.count(name) != 1:
            yield f"指标“{name}”{'未填报' if name not in names else '重复填报'}"
    for line in command.lines:
        if line.indicator not in known:
            yield f"绩效目标（第 {task.issued.target_version} 版）没有指标“{line.indicator}”"
        else:
            one = known[line.indicator]
            for fault in _line_faults(one, line, task, rules):
                yield f"指标“{one.name}”{fault}"
    if command.funding is not None:
        yield from _funding_faults(command.funding)
    yield from progress.faults(command.implementation)


def _line_faults(
    indicator: Indicator, line: IndicatorReport, task: Task, rules: Rules
) -> Iterator[str]:
    if line.attainability is Attainability.IMPOSSIBLE and not line.remark.strip():
        yield "完全不可能完成，须在备注说明原因和拟采取的措施"
    if not sensible(line.actual, line.points):
        yield "的数值须为有限小数，小于 10^15，小数不超过九位"
        return
    if line.not_due:
        return
    match indicator.direction:
        case Direction.QUALITATIVE:
            if line.tier is None or line.points is None:
                yield "为定性指标，须填达成等次（tier）和得分（points）"
            elif not measures.in_band(line.tier, line.points, indicator.share):
                yield f"得分 {line.points} 不在“{line.tier.zh}”的分值区间内"
        case Direction.BY_DATE:
            pass
        case _:
            if line.actual is None:
                yield "须填实际完成值（actual），或注明尚未到期（not_due）"
    raw = measures.completion(indicator, line, task.issued.cutoff_on, rules.figures)
    if raw is not None and over_fulfilment.unexplained(line, raw, rules.figures):
        yield f"超额完成（{measures.percent(raw)}%），须说明原因（HJ-25）"
    deviates = deviating.adverse(indicator, line, task.issued, rules)
    missed = measures.overstepped(indicator, line, raw) or plausible.missed(indicator, line)
    impossible = line.attainability is Attainability.IMPOSSIBLE
    if (deviates or missed or impossible) and not (
        line.causes and line.improvement_measure.strip()
    ):
        yield "存在偏差，须填偏差原因和改进措施"


def _funding_faults(funding: Funding) -> Iterator[str]:
    for column, title in (
        ("initial_budget_fen", "年初预算数"),
        ("forecast_full_year_fen", "全年预计执行数"),
    ):
        total = getattr(funding.total, column)
        parts = getattr(funding.general_public, column) + getattr(funding.other, column)
        if total != parts:
            yield (
                f"{title}：年度资金总额 {measures.yuan(total)} 元不等于"
                f"分项之和 {measures.yuan(parts)} 元"
            )
