"""What is looked at besides the form: the six items, the focus of a review, third parties."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from events.accountability import ViolationSuspected
from events.inspection import (
    Checked,
    ExtendedCheckRecorded,
    InspectionFact,
    ThirdPartyOpinionGiven,
)
from events.judgement import FocusFinding, Judgement
from events.terms import (
    CheckItem,
    Focus,
    FocusPoint,
    Method,
    MonitoringKind,
    Role,
    Term,
    Violation,
)
from services.decision import Context
from services.policies.numbers import sensible
from services.policies.rules import MonitoringRules
from services.project import accountability
from services.project.authority import REVIEWERS
from services.project.command import Code, ProjectCommand, Text
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

FULL_MARKS: Final = 100
FOCUS: Final[dict[Focus, tuple[FocusPoint, ...]]] = {
    Focus.TIMELINESS: (
        FocusPoint.CARRYOVER_LARGE,
        FocusPoint.NEW_AND_UNPREPARED,
        FocusPoint.SETTING_CHANGED,
    ),
    Focus.COMPLIANCE: (
        FocusPoint.RULES_NOT_KEPT,
        FocusPoint.NO_BUDGET,
        FocusPoint.OVER_BUDGET,
        FocusPoint.DIVERSION,
        FocusPoint.OVER_STANDARD,
    ),
    Focus.EFFECTIVENESS: (FocusPoint.NOT_AS_TARGETED, FocusPoint.EFFECT_MISSED),
}
_BREACHES: Final = {
    FocusPoint.NO_BUDGET: Violation.NO_BUDGET,
    FocusPoint.OVER_BUDGET: Violation.OVER_BUDGET,
    FocusPoint.DIVERSION: Violation.DIVERSION,
    FocusPoint.OVER_STANDARD: Violation.OVER_STANDARD,
}


class RecordExtendedCheck(ProjectCommand, frozen=True, kw_only=True):
    """Record all six items of an extended check with their findings (LY-05, HJ-13)."""

    title = "登记延伸监控核查"

    task: Code
    items: tuple[Checked, ...]
    progress: Text
    trend: str = ""
    plan_changes: str = ""


class GiveOpinion(ProjectCommand, frozen=True, kw_only=True):
    """Give an expert's opinion on a submission; it passes nothing."""

    title = "提出第三方意见"

    task: Code
    institution: Text
    opinion: Text
    suggested_score: Decimal | None = None


InspectionCommand = RecordExtendedCheck | GiveOpinion


def decide(
    project: "Project", command: InspectionCommand, context: Context
) -> list[InspectionFact]:
    """Decide about a check or an opinion."""
    task = project.monitoring.task(command.task)
    match command:
        case RecordExtendedCheck(task=name, items=items):
            context.require(REVIEWERS, command.title, "LY-05")
            if task.issued.kind is not MonitoringKind.EXTENDED:
                raise Refused(f"任务 {name} 不是绩效延伸监控", clause="LY-05")
            if task.status in ("WAIVED", "CLOSED_INCOMPLETE"):
                raise Refused(f"任务 {name} 已免于填报或已关闭，不能登记核查", clause="LY-05")
            if faults := [*_faults(items)]:
                raise Refused(*faults, clause="LY-05")
            return [
                ExtendedCheckRecorded(
                    task=name,
                    on=context.today,
                    items=items,
                    progress=command.progress,
                    trend=command.trend,
                    plan_changes=command.plan_changes,
                )
            ]
        case GiveOpinion(task=name, suggested_score=score):
            context.require((Role.THIRD_PARTY_EXPERT,), command.title)
            if not task.submission or task.submitted is None:
                raise Refused(f"任务 {name} 尚未报送监控情况")
            if score is not None and (not sensible(score) or not 0 <= score <= FULL_MARKS):
                raise Refused("建议得分须在 0 至 100 之间")
            return [
                ThirdPartyOpinionGiven(
                    task=name,
                    submission=task.submission,
                    institution=command.institution,
                    opinion=command.opinion,
                    suggested_score=score,
                )
            ]


def _faults(items: tuple[Checked, ...]) -> Iterator[str]:
    times = Counter(one.item for one in items)
    for item in CheckItem:
        if times[item] != 1:
            yield f"{item.zh}{'未核查' if not times[item] else '重复核查'}"
    for one in items:
        if not one.finding.strip():
            yield f"{one.item.zh}须填核查情况"


def focus_faults(
    focus: tuple[FocusFinding, ...], rules: MonitoringRules, *, scored: bool
) -> Iterator[str]:
    """Say what is wrong with the focus of a review (LY-08 to LY-10)."""
    times = Counter(one.point for one in focus)
    for point in FocusPoint:
        if times[point] > 1:
            yield f"{point.zh}重复填写"
    for one in focus:
        if one.found and not one.finding.strip():
            yield f"发现{one.point.zh}，须说明情况"
    if rules.focus_required and scored:
        for side, points in FOCUS.items():
            if missing := [point.zh for point in points if not times[point]]:
                yield f"{side.zh}监控未填：{'、'.join(missing)}"


def judgement_faults(
    methods: tuple[Method, ...], judgements: tuple[Judgement, ...]
) -> Iterator[str]:
    """Say what is wrong with the methods and the four aspects a review names (LY-07, HJ-14)."""
    named = (*methods, *(one.aspect for one in judgements))
    for term, times in Counter[Term](named).items():
        if times > 1:
            yield f"{term.zh}重复填写"
    for one in judgements:
        if not one.finding.strip():
            yield f"{one.aspect.zh}须填评判意见"


def breaches(project: "Project", focus: tuple[FocusFinding, ...]) -> list[ViolationSuspected]:
    """Suspect each breach a review found: a case is opened, the review goes on (LY-09, LY-24)."""
    found = [(_BREACHES[one.point], one) for one in focus if one.found and one.point in _BREACHES]
    return [
        accountability.found_in_review(project, violation, one.finding, ahead)
        for ahead, (violation, one) in enumerate(found)
    ]
