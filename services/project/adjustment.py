"""Adjustment of targets (附件3): who may ask, who reviews, who alone may write (LY-13, HJ-25)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from events.targets import (
    AdjustmentProposed,
    AdjustmentRejected,
    AdjustmentReturned,
    AdjustmentReviewed,
    AdjustmentWithdrawn,
    Indicator,
    MoneyLine,
    TargetAdjusted,
    TargetFact,
)
from events.terms import Cause, Role
from services.decision import Context
from services.project import warnings
from services.project.adjustment_request import Adjustment, steps
from services.project.authority import FINANCE, OWN, not_own
from services.project.command import Code, ProjectCommand, Text
from services.project.indicators import check
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


# A section sends adjusted targets on to the performance section by itself too (LY-13).
_PROPOSERS: Final = (*OWN, Role.FIN_SECTION_REVIEWER)


class ProposeAdjustment(ProjectCommand, frozen=True, kw_only=True):
    """Hand in 附件3; ``task`` names the warned task it answers.

    ``base_version`` is the version it was written against, the one in force when left out.
    """

    title = "申请调整绩效目标"

    adjustment: Code
    cause: Cause
    reason: Text
    basis: Text
    indicators: tuple[Indicator, ...]
    money: tuple[MoneyLine, ...] = ()
    task: str = ""
    expected_output: str = ""
    expected_outcome: str = ""
    next_year: str = ""
    base_version: int | None = None


class ReviewAdjustment(ProjectCommand, frozen=True, kw_only=True):
    """Pass an adjustment on: to the next step of the review, the last to who writes targets."""

    title = "审核目标调整"

    adjustment: Code
    opinion: str = ""


class ReturnAdjustment(ProjectCommand, frozen=True, kw_only=True):
    """Send an adjustment back with a reason; it may be asked for anew under the same name."""

    title = "退回目标调整"

    adjustment: Code
    reason: Text


class RejectAdjustment(ProjectCommand, frozen=True, kw_only=True):
    """Refuse an adjustment."""

    title = "否决目标调整"

    adjustment: Code
    reason: Text


class WithdrawAdjustment(ProjectCommand, frozen=True, kw_only=True):
    """Take an adjustment back before it is decided."""

    title = "撤回目标调整"

    adjustment: Code


class ApproveAdjustment(ProjectCommand, frozen=True, kw_only=True):
    """Write the new version (only the performance section may, LY-13)."""

    title = "批准目标调整"

    adjustment: Code


AdjustmentCommand = (
    ProposeAdjustment
    | ReviewAdjustment
    | ReturnAdjustment
    | RejectAdjustment
    | WithdrawAdjustment
    | ApproveAdjustment
)


def decide(project: "Project", command: AdjustmentCommand, context: Context) -> list[TargetFact]:
    """Decide about an adjustment: proposed, reviewed step by step, written (domain 4.5)."""
    targets = project.targets
    if isinstance(command, ProposeAdjustment):
        return _propose(project, command, context)
    adjustment = targets.adjustments.get(command.adjustment)
    if adjustment is None:
        raise Refused(f"没有目标调整申请 {command.adjustment}")
    name, proposed = command.adjustment, adjustment.proposed
    match command:
        case ApproveAdjustment() if adjustment.closed == TargetAdjusted.title:
            return []
        case _ if adjustment.closed:
            raise Refused(f"目标调整申请 {name} 已办结（{adjustment.closed}）")
        case ReviewAdjustment(opinion=opinion):
            return _review(adjustment, opinion, targets.version, context)
        case ReturnAdjustment(reason=reason):
            if adjustment.returned:
                return []
            role = _decides(adjustment, context, command.title)
            not_own(context, "申请人不能退回自己提出的目标调整，可以撤回", proposed.proposer)
            return [AdjustmentReturned(adjustment=name, reason=reason, role=role)]
        case RejectAdjustment(reason=reason):
            _decides(adjustment, context, command.title)
            not_own(context, "申请人不能否决自己提出的目标调整，可以撤回", proposed.proposer)
            return [AdjustmentRejected(adjustment=name, reason=reason)]
        case WithdrawAdjustment():
            context.require(_PROPOSERS, command.title)
            if context.actor.role not in OWN and context.actor.id != proposed.proposer:
                raise Refused("业务科室只能撤回自己提出的目标调整，可以退回或否决", clause="LY-13")
            return [AdjustmentWithdrawn(adjustment=name)]
        case ApproveAdjustment():
            _may_approve(adjustment, context)
            _current(adjustment.base, targets.version)
            _adjustable(project, context)
            check(proposed.indicators, project.registered.fund_tags, context.rules)
            _not_under_review(project, context)
            return [
                TargetAdjusted(
                    adjustment=name,
                    cause=proposed.cause,
                    version=targets.version + 1,
                    replaced_version=targets.version,
                    indicators=proposed.indicators,
                    correlation=proposed.correlation,
                    edition=context.rules.edition,
                    effective_on=context.today,
                )
            ]


def _review(
    adjustment: Adjustment, opinion: str, version: int, context: Context
) -> list[TargetFact]:
    """Pass the step it waits for; nobody passes two steps, nor what he asked for himself."""
    what, actor, chain = ReviewAdjustment.title, context.actor, adjustment.proposed.chain
    passed = chain[: len(adjustment.reviewers)]
    context.require(chain or FINANCE, what, "LY-13")
    not_own(context, "申请人不能审核自己提出的目标调整", adjustment.proposed.proposer)
    if adjustment.returned:
        raise Refused("目标调整已退回，待申请人修改后重新申请")
    if adjustment.reviewed if not chain else actor.role in passed:
        return []
    _in_turn(adjustment, context)
    not_own(context, "同一人不能审核一项目标调整的两个环节", *adjustment.reviewers)
    _current(adjustment.base, version)
    return [
        AdjustmentReviewed(
            adjustment=adjustment.proposed.adjustment,
            opinion=opinion,
            reviewer=actor.id,
            role=actor.role if chain else None,
        )
    ]


def _decides(adjustment: Adjustment, context: Context, what: str) -> Role:
    """Refuse who is neither the step it waits for nor, after the last one, of finance."""
    if adjustment.reviews:
        context.require((*FINANCE, *adjustment.reviews), what)
        _in_turn(adjustment, context)
    else:
        context.require(FINANCE, what)
    return context.actor.role


def _in_turn(adjustment: Adjustment, context: Context) -> None:
    """Refuse a step before the one it waits for."""
    if context.actor.role not in adjustment.reviews:
        step = "、".join(role.zh for role in adjustment.reviews)
        raise Refused(f"目标调整须先经{step}审核，不能越级", clause="HJ-06")


def _propose(project: "Project", command: ProposeAdjustment, context: Context) -> list[TargetFact]:
    rules, version = context.rules.targets, project.targets.version
    context.require(_PROPOSERS, command.title, "HJ-F3")
    known = project.targets.adjustments.get(command.adjustment)
    if known is not None and (known.closed or not known.returned):
        raise Refused(f"目标调整申请 {command.adjustment} 已存在")
    if command.cause not in rules.adjustment_causes:
        raise Refused(
            f"“{command.cause.zh}”不是调整绩效目标的理由，应走分类处置程序", clause="HJ-26"
        )
    _adjustable(project, context, command.task)
    if command.base_version is not None:
        _current(command.base_version, version)
    check(command.indicators, project.registered.fund_tags, context.rules)
    if faults := [*dict.fromkeys(_money_faults(command.money))]:
        raise Refused(*faults, clause="HJ-F3")
    return [
        AdjustmentProposed(
            adjustment=command.adjustment,
            cause=command.cause,
            reason=command.reason,
            basis=command.basis,
            indicators=command.indicators,
            money=command.money,
            correlation=context.correlation,
            task=command.task,
            expected_output=command.expected_output,
            expected_outcome=command.expected_outcome,
            next_year=command.next_year,
            proposer=context.actor.id,
            base_version=version,
            chain=steps(rules.adjustment_chain, context.actor.role),
        )
    ]


def _money_faults(money: tuple[MoneyLine, ...]) -> Iterator[str]:
    for line in money:
        if not line.work.strip():
            yield "资金调整计划须填具体工作任务"
        if min(line.before_fen, line.after_fen) < 0:
            yield f"资金调整计划“{line.work}”的金额不能为负"
        if line.ends_on < line.starts_on:
            yield "资金调整计划的终止日期早于起始日期"


def _current(base: int, version: int) -> None:
    """Refuse what was written against an older version: it would undo the one after it."""
    if base != version:
        raise Refused(
            f"目标调整按第 {base} 版编写，现行为第 {version} 版，请按现行版本重新申请",
            clause="HJ-F3",
        )


def _may_approve(adjustment: Adjustment, context: Context) -> None:
    """Whoever the rules name for the cause approves what two others asked for and reviewed."""
    rules, cause = context.rules.targets, adjustment.proposed.cause
    by_cause = rules.approver_by_cause.get(cause)
    if by_cause is None:
        context.require(rules.writer_roles, "调整绩效目标", "LY-13")
    else:
        context.require(by_cause, f"因{cause.zh}调整绩效目标", rules.clause)
    if adjustment.returned:
        raise Refused("目标调整已退回，待申请人修改后重新申请")
    if adjustment.reviews:
        step = "业务科室" if not adjustment.proposed.chain else adjustment.reviews[0].zh
        raise Refused(f"目标调整尚未经{step}审核", clause="LY-13")
    not_own(
        context,
        "申请人和审核人不能批准自己经办的目标调整",
        adjustment.proposed.proposer,
        *adjustment.reviewers,
    )


def _not_under_review(project: "Project", context: Context) -> None:
    """Where the rules say so, a submission under review keeps the targets as they are."""
    if context.rules.targets.under_review == "PIN":
        return
    waiting = [
        name
        for name, task in project.monitoring.tasks.items()
        if task.status in ("SUBMITTED", "RETURNED")
    ]
    if waiting:
        raise Refused(f"监控任务 {'、'.join(waiting)} 的填报尚在审核，办结后方可调整绩效目标")


def _adjustable(project: "Project", context: Context, task: str = "") -> None:
    """A suspended project still hands in the 附件3 its case waits for; it applies after that."""
    if not project.targets.version:
        raise Refused("绩效目标尚未批复，请直接修改编报内容")
    if project.disposition.suspended and not warnings.owes_adjustment(project, task):
        raise Refused("项目已暂停实施，不能调整绩效目标")
    if context.today.year > context.aggregate.year:
        raise Refused("预算年度已结束，不能调整当年绩效目标")
