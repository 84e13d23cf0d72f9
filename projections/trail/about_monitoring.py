"""Sentences about monitoring tasks, warnings and the documents they ask for (HJ-22)."""

from events.monitoring import (
    ExecutionSnapshotTaken,
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
from events.terms import level_name
from events.warning import (
    CorrectionFormSubmitted,
    MonitoringReportSubmitted,
    WarningCleared,
    WarningFact,
    WarningRaised,
)
from projections.figures import yuan
from projections.trail.words import days_late, named, opinion, rate


def of_monitoring(fact: MonitoringFact) -> str:
    """Say the step of a task with its rates, score or reason."""
    match fact:
        case TaskIssued():
            return (
                f"下达{fact.kind.zh}任务{fact.task}，数据截至{fact.cutoff_on}，"
                f"{fact.submit_by}前报送，按第{fact.target_version}版目标考核"
            )
        case TaskOverdue():
            return f"任务{fact.task}应于{fact.submit_by}前报送，逾期未报"
        case TaskWaived():
            return f"任务{fact.task}免于填报：{fact.reason}"
        case ExecutionSnapshotTaken(figures=money):
            return (
                f"截至{money.as_of}年初预算{yuan(money.initial_fen)}，"
                f"调整后预算{yuan(money.current_fen)}，拨付{yuan(money.appropriated_fen)}，"
                f"执行{yuan(money.executed_fen)}，执行率{rate(money.execution_rate)}"
            )
        case MonitoringSubmitted():
            return (
                f"{fact.submitter}报送任务{fact.task}第{fact.submission}次填报，"
                f"总体完成率{rate(fact.completion_rate)}，执行率{rate(fact.execution_rate)}，"
                f"偏差{rate(fact.rate_gap)}{days_late(fact.days_late)}"
            )
        case SubmissionWithdrawn():
            return f"撤回任务{fact.task}第{fact.submission}次填报"
        case SubmissionReviewed():
            score = "" if fact.score is None else f"，得分{fact.score}"
            late = f"，迟 {fact.days_late} 日" if fact.days_late else ""
            return (
                f"{level_name(fact.level)}审核通过任务{fact.task}第{fact.submission}次填报"
                f"{score}{late}{opinion(fact.opinion)}{_judged(fact)}"
            )
        case SubmissionReturned():
            return (
                f"{level_name(fact.level)}退回任务{fact.task}第{fact.submission}次填报："
                f"{fact.reason}{_judged(fact)}"
            )
        case SubmissionFiled():
            return f"{level_name(fact.level)}对任务{fact.task}第{fact.submission}次填报备案"
        case TaskFinalized():
            score = "" if fact.score is None else f"，审核得分{fact.score}"
            return (
                f"任务{fact.task}办结，总体完成率{rate(fact.completion_rate)}，"
                f"执行率{rate(fact.execution_rate)}，偏差{rate(fact.rate_gap)}{score}"
            )


def _judged(fact: SubmissionReviewed | SubmissionReturned) -> str:
    """Say how a review came to its finding and what it says of each aspect."""
    methods = "、".join(method.zh for method in fact.methods)
    judged = "".join(f"；{one.aspect.zh}：{one.finding}" for one in fact.judgements)
    return f"{f'；方法：{methods}' if methods else ''}{judged}"


def of_warning(fact: WarningFact) -> str:
    """Say which rule fired with its value, or what was handed in."""
    match fact:
        case WarningRaised():
            documents = "、".join(document.zh for document in fact.documents)
            said = f"{named(fact.rule)}为{fact.value}，界限为{fact.threshold}"
            owed = f"，应报送{documents}" if documents else ""
            return f"任务{fact.task}触发预警：{said}{owed}"
        case WarningCleared():
            return f"任务{fact.task}预警解除：{named(fact.rule)}"
        case CorrectionFormSubmitted():
            return _handed_in("目标纠偏表", fact.task, fact.problems, fact.measures)
        case MonitoringReportSubmitted():
            return _handed_in("监控报告", fact.task, fact.problems, fact.measures)


def _handed_in(
    document: str, task: str, problems: tuple[str, ...], measures: tuple[str, ...]
) -> str:
    return f"报送任务{task}{document}，列明问题{len(problems)}项、改进措施{len(measures)}项"
