"""Targets and their versions: set, reviewed, approved, never overwritten."""

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from events.targets import (
    AdjustmentProposed,
    AdjustmentRejected,
    AdjustmentReviewed,
    AdjustmentWithdrawn,
    Indicator,
    TargetAdjusted,
    TargetApproved,
    TargetFact,
    TargetReturned,
    TargetReviewed,
    TargetSet,
)
from events.terms import Cause, Role, TargetGrade
from services.decision import Context
from services.project.command import ProjectCommand, Text
from services.project.indicators import check
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

FINANCE = (Role.FIN_SECTION_REVIEWER, Role.PERF_SECTION_OFFICER, Role.FIN_APPROVER)
_PASSING = (TargetGrade.EXCELLENT, TargetGrade.GOOD)


class SetTarget(ProjectCommand, frozen=True, kw_only=True):
    """Propose the targets of the year."""

    title = "编报绩效目标"

    overall_objective: Text
    indicators: tuple[Indicator, ...]


class ReviewTarget(ProjectCommand, frozen=True, kw_only=True):
    """Grade the proposed targets; 优 and 良 pass."""

    title = "审核绩效目标"

    grade: TargetGrade
    opinion: str = ""


class ReturnTarget(ProjectCommand, frozen=True, kw_only=True):
    """Send the proposed targets back."""

    title = "退回绩效目标"

    reason: Text


class ApproveTarget(ProjectCommand, frozen=True, kw_only=True):
    """Put the reviewed targets in force as version 1."""

    title = "批复绩效目标"


TargetCommand = SetTarget | ReviewTarget | ReturnTarget | ApproveTarget


class Adjustment(Struct, frozen=True):
    """An adjustment on its way."""

    proposed: AdjustmentProposed
    reviewed: bool = False
    closed: str = ""


class Targets(Struct, frozen=True):
    """The draft under review, every version that was ever in force, every adjustment."""

    draft: TargetSet | None = None
    grade: TargetGrade | None = None
    versions: tuple[tuple[Indicator, ...], ...] = ()
    overall_objective: str = ""
    adjustments: dict[str, Adjustment] = {}
    objective_adjustments: frozenset[str] = frozenset()

    @property
    def version(self) -> int:
        """The version in force, 0 before the first approval."""
        return len(self.versions)


def evolve(targets: Targets, fact: TargetFact) -> Targets:
    """Fold one fact about targets."""
    match fact:
        case TargetSet():
            return replace(targets, draft=fact, grade=None)
        case TargetReviewed(grade=grade):
            return replace(targets, grade=grade)
        case TargetReturned():
            return replace(targets, draft=None, grade=None)
        case TargetApproved(indicators=indicators, overall_objective=words):
            return replace(
                targets,
                draft=None,
                grade=None,
                versions=(*targets.versions, indicators),
                overall_objective=words,
            )
        case AdjustmentProposed(adjustment=name):
            return _adjust(targets, name, Adjustment(fact))
        case AdjustmentReviewed(adjustment=name):
            known = targets.adjustments.get(name)
            return (
                targets if known is None else _adjust(targets, name, replace(known, reviewed=True))
            )
        case AdjustmentRejected(adjustment=name) | AdjustmentWithdrawn(adjustment=name):
            return _close(targets, name, fact.title)
        case TargetAdjusted(adjustment=name):
            objective = {fact.correlation} if fact.cause is Cause.OBJECTIVE else set()
            return replace(
                _close(targets, name, fact.title),
                versions=(*targets.versions, fact.indicators),
                objective_adjustments=targets.objective_adjustments | objective,
            )


def _adjust(targets: Targets, name: str, adjustment: Adjustment) -> Targets:
    return replace(targets, adjustments={**targets.adjustments, name: adjustment})


def _close(targets: Targets, name: str, how: str) -> Targets:
    known = targets.adjustments.get(name)
    return targets if known is None else _adjust(targets, name, replace(known, closed=how))


def decide(project: "Project", command: TargetCommand, context: Context) -> list[TargetFact]:
    """Decide about targets; a version in force is only ever replaced by an adjustment."""
    targets = project.targets
    match command:
        case SetTarget():
            if targets.version:
                raise Refused("绩效目标已批复，调整须走目标调整程序", clause="LY-13")
            check(command.indicators, project.registered.fund_tags, context.rules.targets)
            proposed = TargetSet(
                filer=context.actor.id,
                overall_objective=command.overall_objective,
                indicators=command.indicators,
            )
            return [] if proposed == targets.draft else [proposed]
        case ReviewTarget(grade=grade, opinion=opinion):
            context.require(FINANCE, "审核绩效目标")
            _not_own(_draft(targets), context)
            return [TargetReviewed(grade=grade, opinion=opinion)]
        case ReturnTarget(reason=reason):
            context.require(FINANCE, "退回绩效目标")
            _draft(targets)
            return [TargetReturned(reason=reason)]
        case ApproveTarget():
            return _approve(targets, context)


def _approve(targets: Targets, context: Context) -> list[TargetFact]:
    context.require(context.rules.targets.approver_roles, "批复绩效目标", "HL-04")
    if targets.version and targets.draft is None:
        return []
    draft = _draft(targets)
    _not_own(draft, context)
    if targets.grade is None:
        raise Refused("绩效目标尚未审核，不能批复")
    if targets.grade not in _PASSING:
        raise Refused(f"绩效目标审核结果为“{targets.grade.zh}”，须修改后重新审核")
    return [
        TargetApproved(
            version=targets.version + 1,
            overall_objective=draft.overall_objective,
            indicators=draft.indicators,
        )
    ]


def _draft(targets: Targets) -> TargetSet:
    if targets.draft is None:
        raise Refused("没有待审核的绩效目标")
    return targets.draft


def _not_own(draft: TargetSet, context: Context) -> None:
    if draft.filer == context.actor.id:
        raise Refused("编报人不能审核或批复自己编报的绩效目标")
