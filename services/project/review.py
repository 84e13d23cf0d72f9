"""Review of a submission: the chain's order, roles and four eyes; the last level finalises."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from events.accountability import AccountabilityFact
from events.judgement import FocusFinding, Judgement
from events.monitoring import (
    Level,
    MonitoringFact,
    SubmissionFiled,
    SubmissionReturned,
    SubmissionReviewed,
    TaskFinalized,
)
from events.rectification import RectificationFact
from events.terms import Method, MonitoringKind, Role, level_name
from events.warning import WarningFact
from services.decision import Context
from services.policies.numbers import sensible
from services.project import aggregation, inspection, measures, warnings
from services.project.authority import not_own
from services.project.command import Code, ProjectCommand, Text
from services.project.task import Task
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class ReviewAtLevel(ProjectCommand, frozen=True, kw_only=True):
    """Pass a submission at a level; a scoring level gives 0 to 100 points.

    ``submission`` says which one was looked at; an older number than the current is refused.
    """

    title = "审核通过"

    task: Code
    level: Code
    submission: int | None = None
    score: Decimal | None = None
    opinion: str = ""
    focus: tuple[FocusFinding, ...] = ()
    regions: aggregation.Regions = None
    methods: tuple[Method, ...] = ()
    judgements: tuple[Judgement, ...] = ()


class ReturnForCorrection(ProjectCommand, frozen=True, kw_only=True):
    """Send a submission back with a reason (LY-16)."""

    title = "退回修改"

    task: Code
    level: Code
    submission: int | None = None
    reason: Text
    focus: tuple[FocusFinding, ...] = ()
    methods: tuple[Method, ...] = ()
    judgements: tuple[Judgement, ...] = ()


class FileForRecord(ProjectCommand, frozen=True, kw_only=True):
    """Put a submission on record at a level that only files (LY-22)."""

    title = "备案"

    task: Code
    level: Code
    submission: int | None = None
    regions: aggregation.Regions = None


FULL_MARKS = 100

_NOTHING_THERE: dict[str, str] = {
    "FINALIZED": "已办结，",
    "RETURNED": "已退回、待重新上报，",
    "WAIVED": "已免于填报，",
    "CLOSED_INCOMPLETE": "已关闭，",
}

ReviewCommand = ReviewAtLevel | ReturnForCorrection | FileForRecord


def decide(
    project: "Project", command: ReviewCommand, context: Context
) -> list[MonitoringFact | WarningFact | RectificationFact | AccountabilityFact]:
    """Decide about a level; what the last level completes is finalised in the same append."""
    task = project.monitoring.task(command.task)
    if task.status != "SUBMITTED":
        why = _NOTHING_THERE.get(task.status, "")
        raise Refused(f"任务 {command.task} {why}没有待审核的填报")
    if command.submission is not None and command.submission != task.submission:
        raise Refused(f"审核的是第 {command.submission} 次填报，现为第 {task.submission} 次")
    level = _level(task, command.level)
    _entitled(task, level, context)
    if not isinstance(command, ReturnForCorrection):
        aggregation.unchanged(task, command.regions)
    if not isinstance(command, FileForRecord):
        _focused(command, task, level, context)
    match command:
        case ReturnForCorrection(task=name, reason=reason, focus=focus):
            if level.files_only:
                raise Refused("备案环节不能退回", clause="LY-22")
            returned = SubmissionReturned(
                task=name,
                submission=task.submission,
                level=level.level,
                reason=reason,
                focus=focus,
                methods=command.methods,
                judgements=command.judgements,
            )
            return [returned, *inspection.breaches(project, focus)]
        case FileForRecord(task=name):
            if not level.files_only:
                raise Refused(f"{_called(level)}须审核，不能只备案", clause="LY-22")
            filed = SubmissionFiled(task=name, submission=task.submission, level=level.level)
            return [filed, *_finalise(project, task, level, task.score, context)]
        case ReviewAtLevel(task=name, opinion=opinion, focus=focus):
            if level.files_only:
                raise Refused(f"{_called(level)}只备案，请用备案（FileForRecord）", clause="LY-22")
            score = _score(level, command.score)
            reviewed = SubmissionReviewed(
                task=name,
                submission=task.submission,
                level=level.level,
                score=score,
                opinion=opinion,
                focus=focus,
                reviewer=context.actor.id,
                days_late=_late(task, level, context),
                methods=command.methods,
                judgements=command.judgements,
            )
            kept = task.score if score is None else score
            return [
                reviewed,
                *inspection.breaches(project, focus),
                *_finalise(project, task, level, kept, context),
            ]


def _focused(
    command: ReviewAtLevel | ReturnForCorrection, task: Task, level: Level, context: Context
) -> None:
    rules = context.law.edition(task.issued.edition).monitoring
    passing = isinstance(command, ReviewAtLevel)
    faults = [*inspection.focus_faults(command.focus, rules, scored=level.scored and passing)]
    if faults:
        raise Refused(*faults, clause="LY-08")
    if faults := [*inspection.judgement_faults(command.methods, command.judgements)]:
        raise Refused(*faults, clause="LY-07")


def _level(task: Task, name: str) -> Level:
    if name not in {level.level for level in task.issued.chain}:
        chain = " → ".join(f"{_called(one)}（{one.level}）" for one in task.issued.chain)
        raise Refused(f"审核链中没有 {level_name(name)}；审核链：{chain}")
    if name in task.passed:
        raise Refused(f"{level_name(name)}已审核通过本次填报")
    for level in task.next_levels():
        if level.level == name:
            return level
    before = "、".join(_called(level) for level in task.next_levels())
    raise Refused(f"须先经{before}审核，不能越级", clause="LY-16")


def _called(level: Level) -> str:
    return level_name(level.level)


def _entitled(task: Task, level: Level, context: Context) -> None:
    context.require((level.role,), f"{_called(level)}审核")
    if level.org and context.actor.org != level.org:
        raise Refused(
            f"{_called(level)}须由{level.org}审核，不能由{context.actor.org}办理", clause="QM-10"
        )
    filer = task.submitted.submitter if task.submitted else ""
    not_own(context, "填报人不能审核自己的填报", filer)
    not_own(context, "起草人不能审核自己起草的填报", task.drafter)
    not_own(context, "接收纸质情况表的人不能审核自己录入的填报", task.receiver)
    not_own(context, "同一人不能审核一次填报的两个环节", *task.reviewers)
    if level.role == Role.THIRD_PARTY_EXPERT:
        raise Refused("第三方机构只提意见，不能审核通过或退回")


def _late(task: Task, level: Level, context: Context) -> int:
    """How many days after its own day a level passes; 0 for one without a day of its own."""
    if not level.review_days:
        return 0
    return max(0, (context.today - task.review_by(level)).days)


def _score(level: Level, score: Decimal | None) -> Decimal | None:
    if not level.scored:
        if score is not None:
            raise Refused(f"{_called(level)}不评分")
        return None
    if score is None:
        raise Refused(f"{_called(level)}须给出审核得分")
    if not sensible(score) or not 0 <= score <= FULL_MARKS:
        raise Refused("审核得分须在 0 至 100 之间")
    return measures.hundredths(Fraction(score))


def _finalise(
    project: "Project", task: Task, level: Level, score: Decimal | None, context: Context
) -> list[MonitoringFact | WarningFact | RectificationFact]:
    submitted = task.submitted
    if submitted is None or any(
        step.level not in task.passed for step in task.issued.chain if step.level != level.level
    ):
        return []
    if task.round_no < task.issued.min_rounds:
        raise Refused(
            f"须经 {task.issued.min_rounds} 轮上报（三下三上），现为第 {task.round_no} 轮",
            clause="QM-10",
        )
    rules = context.law.edition(task.issued.edition).monitoring
    if (
        task.issued.kind is MonitoringKind.EXTENDED
        and rules.extended_check_required
        and not task.checked
    ):
        raise Refused("延伸监控须先完成六项核查（RecordExtendedCheck）", clause="LY-05")
    finalized = TaskFinalized(
        task=task.issued.task,
        submission=task.submission,
        score=score,
        completion_rate=submitted.completion_rate,
        execution_rate=submitted.execution_rate,
        rate_gap=submitted.rate_gap,
    )
    return [finalized, *warnings.open_case(project, task, score, context)]
