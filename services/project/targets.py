"""Targets and their versions: set, reviewed, approved, never overwritten."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from events.targets import (
    AdjustmentProposed,
    AdjustmentRejected,
    AdjustmentReturned,
    AdjustmentReviewed,
    AdjustmentWithdrawn,
    Indicator,
    TargetAdjusted,
    TargetApproved,
    TargetConsulted,
    TargetFact,
    TargetPublished,
    TargetReturned,
    TargetReviewed,
    TargetSet,
)
from events.terms import Cause, FundTag, Role, TargetGrade
from services.decision import Context
from services.policies.rules import Rules
from services.project.adjustment_request import Adjustment
from services.project.authority import FINANCE, OWN, not_own, or_above
from services.project.command import ProjectCommand, Text
from services.project.indicators import check
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

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


class ConsultOnTarget(ProjectCommand, frozen=True, kw_only=True):
    """Give a third party's opinion on the targets; it binds nobody (QM-03)."""

    title = "第三方会审绩效目标"

    opinion: Text
    suggestions: tuple[Text, ...] = ()


class PublishTarget(ProjectCommand, frozen=True, kw_only=True):
    """Say where and when the targets in force were published (HL-13, HL-14, QM-15)."""

    title = "公开绩效目标"

    address: Text
    on: date | None = None
    with_draft_budget: bool = False


TargetCommand = (
    SetTarget | ReviewTarget | ReturnTarget | ApproveTarget | ConsultOnTarget | PublishTarget
)


class Targets(Struct, frozen=True):
    """The draft under review, every version that was ever in force, every adjustment."""

    draft: TargetSet | None = None
    grade: TargetGrade | None = None
    reviewer: str = ""
    versions: tuple[tuple[Indicator, ...], ...] = ()
    overall_objective: str = ""
    adjustments: dict[str, Adjustment] = {}
    objective_adjustments: tuple[str, ...] = ()
    days: tuple[date | None, ...] = ()
    returns: int = 0
    consultations: int = 0
    published: frozenset[tuple[int, str]] = frozenset()

    @property
    def version(self) -> int:
        """The version in force, 0 before the first approval."""
        return len(self.versions)

    @property
    def round_no(self) -> int:
        """How often the targets were handed up: once, and once more after every return."""
        return self.returns + 1

    def version_on(self, day: date) -> int:
        """The version in force at the end of a day; the first one when all are younger."""
        known = [at for at, since in enumerate(self.days, 1) if since is None or since <= day]
        return max(known, default=min(1, self.version))


def evolve(targets: Targets, fact: TargetFact) -> Targets:
    """Fold one fact about targets."""
    match fact:
        case TargetSet():
            return replace(targets, draft=fact, grade=None)
        case TargetReviewed(grade=grade, reviewer=reviewer):
            return replace(targets, grade=grade, reviewer=reviewer)
        case TargetReturned():
            return replace(targets, draft=None, grade=None, returns=targets.returns + 1)
        case TargetConsulted(number=number):
            return replace(targets, consultations=max(number, targets.consultations))
        case TargetPublished(version=version, address=address):
            return replace(targets, published=targets.published | {(version, address)})
        case TargetApproved(indicators=indicators, overall_objective=words):
            return replace(
                targets,
                draft=None,
                grade=None,
                versions=(*targets.versions, indicators),
                days=(*targets.days, fact.effective_on),
                overall_objective=words,
            )
        case AdjustmentProposed(adjustment=name):
            return _adjust(targets, name, Adjustment(fact, fact.base_version or targets.version))
        case AdjustmentReviewed(adjustment=name, reviewer=reviewer):
            known = targets.adjustments.get(name)
            if known is None:
                return targets
            passed = (*known.reviewers, reviewer)
            return _adjust(targets, name, replace(known, reviewers=passed))
        case AdjustmentReturned(adjustment=name, reason=reason):
            known = targets.adjustments.get(name)
            if known is None:
                return targets
            return _adjust(targets, name, replace(known, returned=reason, reviewers=()))
        case AdjustmentRejected(adjustment=name) | AdjustmentWithdrawn(adjustment=name):
            return _close(targets, name, fact.title)
        case TargetAdjusted(adjustment=name):
            objective = (fact.correlation,) if fact.cause is Cause.OBJECTIVE else ()
            return replace(
                _close(targets, name, fact.title),
                versions=(*targets.versions, fact.indicators),
                days=(*targets.days, fact.effective_on),
                objective_adjustments=(*targets.objective_adjustments, *objective),
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
            context.require(OWN, command.title, "HL-04")
            if targets.version:
                raise Refused("绩效目标已批复，调整须走目标调整程序", clause="LY-13")
            check(command.indicators, project.registered.fund_tags, context.rules)
            proposed = TargetSet(
                filer=context.actor.id,
                overall_objective=command.overall_objective,
                indicators=command.indicators,
            )
            return [] if proposed == targets.draft else [proposed]
        case ReviewTarget(grade=grade, opinion=opinion):
            or_above(project.registered, FINANCE, context, "审核绩效目标")
            _not_own(_draft(targets), context)
            return [TargetReviewed(grade=grade, opinion=opinion, reviewer=context.actor.id)]
        case ReturnTarget(reason=reason):
            or_above(project.registered, FINANCE, context, "退回绩效目标")
            _not_own(_draft(targets), context)
            return [TargetReturned(reason=reason)]
        case ApproveTarget():
            return _approve(project, context)
        case ConsultOnTarget():
            return _consult(targets, command, context)
        case PublishTarget():
            return _publish(targets, command, context)


def needed_rounds(tags: tuple[FundTag, ...], rules: Rules) -> int:
    """How often a form of tagged funds is handed up before it ends, 0 for others (QM-10)."""
    return max((rules.targets.rounds_by_tag.get(tag, 0) for tag in tags), default=0)


def _consult(targets: Targets, command: ConsultOnTarget, context: Context) -> list[TargetFact]:
    context.require((Role.THIRD_PARTY_EXPERT,), command.title, "QM-03")
    if targets.draft is None and not targets.version:
        raise Refused("尚未编报绩效目标，没有可会审的内容", clause="QM-03")
    return [
        TargetConsulted(
            number=targets.consultations + 1,
            planned=context.rules.targets.consultations,
            institution=context.actor.org,
            opinion=command.opinion,
            suggestions=command.suggestions,
        )
    ]


def _publish(targets: Targets, command: PublishTarget, context: Context) -> list[TargetFact]:
    context.require((*OWN, *FINANCE), command.title, "HL-13")
    if not targets.version:
        raise Refused("绩效目标尚未批复，不能公开", clause="HL-13")
    on = command.on or context.today
    if on > context.today:
        raise Refused(f"公开日期 {on} 晚于今天")
    if (targets.version, command.address) in targets.published:
        return []
    return [
        TargetPublished(
            version=targets.version,
            address=command.address,
            on=on,
            with_draft_budget=command.with_draft_budget,
        )
    ]


def _approve(project: "Project", context: Context) -> list[TargetFact]:
    targets, tags = project.targets, project.registered.fund_tags
    context.require(context.rules.targets.approver_roles, "批复绩效目标", "HL-04")
    if targets.version and targets.draft is None:
        return []
    draft = _draft(targets)
    _not_own(draft, context)
    if targets.grade is None:
        raise Refused("绩效目标尚未审核，不能批复")
    not_own(context, "审核人不能批复自己审核的绩效目标", targets.reviewer)
    if targets.grade not in _PASSING:
        raise Refused(f"绩效目标审核结果为“{targets.grade.zh}”，须修改后重新审核")
    check(draft.indicators, tags, context.rules)
    rounds = needed_rounds(tags, context.rules)
    if targets.round_no < rounds:
        raise Refused(
            f"绩效目标须经 {rounds} 轮上报（三下三上），现为第 {targets.round_no} 轮",
            clause="QM-10",
        )
    return [
        TargetApproved(
            version=targets.version + 1,
            overall_objective=draft.overall_objective,
            indicators=draft.indicators,
            effective_on=context.today,
        )
    ]


def _draft(targets: Targets) -> TargetSet:
    if targets.draft is None:
        raise Refused("没有待审核的绩效目标")
    return targets.draft


def _not_own(draft: TargetSet, context: Context) -> None:
    not_own(context, "编报人不能审核、退回或批复自己编报的绩效目标", draft.filer)
