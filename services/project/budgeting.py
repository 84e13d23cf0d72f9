"""Asking for money, and what a budget that simply comes should have had (HL-03, HL-04)."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.budget import BudgetFact, BudgetFlagged, BudgetRequested
from events.execution import BudgetAdjusted, BudgetApproved, UpstreamFact
from events.targets import AdjustmentProposed, Indicator, TargetFact
from events.terms import Cause, Stage, TargetGrade, Trigger
from services.decision import Context
from services.policies.rules import Rules
from services.project import adjustment, targets
from services.project.authority import OWN
from services.project.command import Code, ProjectCommand
from services.project.execution import Entry, Key, Totals
from services.project.measures import yuan
from services.project.next_budget import Burdens, Demand, check
from services.project.pre_evaluation import Amount
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class RequestBudget(ProjectCommand, frozen=True, kw_only=True):
    """Ask for money in 分; ``trigger`` is null for a project that simply goes on.

    Additional money brings its targets along: ``indicators`` here (under the name ``adjustment``
    once targets are in force), or targets filed before and still open. The same ``request`` again
    with another amount replaces it.
    """

    title = "申请预算"

    request: Code = "1"
    amount_fen: Amount
    trigger: Trigger | None
    additional: bool = False
    adjustment: Code = "ADDITIONAL"
    overall_objective: str = ""
    indicators: tuple[Indicator, ...] = ()
    reason: str = ""
    basis: str = ""
    burdens: Annotated[Burdens | None, Meta(description="以前年度的约束；由系统填写")] = None


BudgetCommand = RequestBudget


class Budgeting(Struct, frozen=True):
    """The requests by name, and the budgets that came without what they must have."""

    requests: dict[str, BudgetRequested] = {}
    flags: tuple[BudgetFlagged, ...] = ()


def evolve(budgeting: Budgeting, fact: BudgetFact) -> Budgeting:
    """Fold one fact."""
    match fact:
        case BudgetRequested(request=name):
            return replace(budgeting, requests={**budgeting.requests, name: fact})
        case BudgetFlagged():
            return replace(budgeting, flags=(*budgeting.flags, fact))


def decide(
    project: "Project", command: BudgetCommand, context: Context
) -> list[BudgetFact | TargetFact]:
    """Decide about a request: its pre-evaluation, then its targets."""
    rules = context.rules
    context.require(OWN, command.title, "HL-03")
    if project.stage is Stage.SUSPENDED:
        raise Refused("项目已暂停实施，不能申请预算")
    if context.today.year > context.aggregate.year:
        raise Refused("预算年度已结束，不能申请当年预算")
    trigger = command.trigger
    if command.additional and trigger is None:
        trigger = Trigger.CHANGE_OR_INCREASE
    requested = BudgetRequested(
        request=command.request,
        amount_fen=command.amount_fen,
        trigger=trigger,
        additional=command.additional,
        evaluation=_evaluation(project, command, trigger, rules),
        edition=rules.edition,
    )
    known = project.budgeting.requests.get(command.request)
    if known is not None and _asked(known) == _asked(requested):
        return []
    demand = _demand(project, command, context)
    absorbed = check(project, demand, command.burdens or Burdens(), rules)
    return [replace(requested, absorbed=absorbed), *_targets(project, command, context)]


def _asked(request: BudgetRequested) -> BudgetRequested:
    """A request without what it was checked against."""
    return replace(request, evaluation="", edition="", absorbed=None)


def _demand(project: "Project", command: RequestBudget, context: Context) -> Demand:
    """What the project asks for in all, with this request and before it."""
    asked = {
        one.request: (one.amount_fen, one.additional) for one in project.budgeting.requests.values()
    }
    then = asked | {command.request: (command.amount_fen, command.additional)}
    money = project.execution.totals(date.max)
    return Demand(
        context.aggregate.code, _in_all(money, then.values()), _in_all(money, asked.values())
    )


def _in_all(money: Totals, asked: Iterable[tuple[int, bool]]) -> int:
    """What was asked for or given, whichever is more; additional money comes on top, in 分."""
    pairs = [*asked]
    at_first = sum(fen for fen, additional in pairs if not additional)
    added = sum(fen for fen, additional in pairs if additional)
    return max(at_first, money.initial) + (max(added, money.adjusted) if added else money.adjusted)


def _evaluation(
    project: "Project", command: RequestBudget, trigger: Trigger | None, rules: Rules
) -> str:
    """Name the pre-evaluation that supports a request; requests on one occasion add up."""
    asked = command.amount_fen + sum(
        other.amount_fen
        for name, other in project.budgeting.requests.items()
        if name != command.request and other.trigger is trigger
    )
    if not rules.pre_evaluation.required(trigger, asked):
        return ""
    found = project.pre_evaluations.supporting(trigger, asked)
    if found is None and trigger is not None:
        raise Refused(
            f"{trigger.zh}，申请 {yuan(asked)} 元须先有予以支持的事前绩效评估结论，不得申请预算",
            clause=rules.pre_evaluation.clause,
        )
    return found or ""


def _targets(project: "Project", command: RequestBudget, context: Context) -> list[TargetFact]:
    """Return the targets filed with a request; refuse a request that has none."""
    there, rules = project.targets, context.rules.targets
    if command.indicators:
        return _filed(project, command, context)
    asked = rules.with_addition if command.additional else rules.before_budget
    if asked and there.grade is TargetGrade.POOR:
        raise Refused(
            "绩效目标审核结果为“差”，不得进入预算安排，请先重新编报绩效目标", clause=rules.clause
        )
    if command.additional:
        if rules.with_addition and there.draft is None and not _open_addition(project):
            raise Refused("追加项目预算须同时编报绩效目标", clause=rules.clause)
    elif rules.before_budget and not there.version and there.draft is None:
        raise Refused("绩效目标为申请预算的前置条件，请先编报绩效目标", clause=rules.clause)
    return []


def _open_addition(project: "Project") -> list[AdjustmentProposed]:
    return [
        one.proposed
        for one in project.targets.adjustments.values()
        if not (one.closed or one.returned) and one.proposed.cause is Cause.ADDITIONAL_BUDGET
    ]


def _filed(project: "Project", command: RequestBudget, context: Context) -> list[TargetFact]:
    if not project.targets.version:
        filing = targets.SetTarget(
            fiscal_year=command.fiscal_year,
            project_code=command.project_code,
            overall_objective=command.overall_objective,
            indicators=command.indicators,
        )
        if not command.overall_objective.strip():
            raise Refused("随预算编报绩效目标须填年度总体目标（overall_objective）", clause="HJ-F1")
        return targets.decide(project, filing, context)
    if not command.reason.strip() or not command.basis.strip():
        raise Refused("随追加预算调整绩效目标须填原因及依据（reason、basis）", clause="HJ-F3")
    proposal = adjustment.ProposeAdjustment(
        fiscal_year=command.fiscal_year,
        project_code=command.project_code,
        adjustment=command.adjustment,
        cause=Cause.ADDITIONAL_BUDGET,
        reason=command.reason,
        basis=command.basis,
        indicators=command.indicators,
    )
    return adjustment.decide(project, proposal, context)


def flagged(project: "Project", fact: UpstreamFact, context: Context) -> list[BudgetFlagged]:
    """Say what a budget just recorded lacks; ``project`` is as it stands after it."""
    if not isinstance(fact, BudgetApproved | BudgetAdjusted) or project.registration is None:
        return []
    key = Key(fact.source_system, fact.document_no, fact.line_no, fact.tag, fact.revision)
    entry = project.execution.entries[key]
    return _lacking(project, [(key, entry)], context)


def flagged_before(project: "Project", context: Context) -> list[BudgetFlagged]:
    """Say the same of what was recorded before the registration."""
    budgets = [
        (key, entry)
        for key, entry in project.execution.entries.items()
        if key.tag in (BudgetApproved.tag, BudgetAdjusted.tag)
    ]
    return _lacking(
        project, sorted(budgets, key=lambda pair: (pair[1].occurred_on, pair[0])), context
    )


def _lacking(
    project: "Project", budgets: list[tuple[Key, Entry]], context: Context
) -> list[BudgetFlagged]:
    try:
        rules = context.rules
    except Refused:  # a division that has adopted no rules yet
        return []
    flags: list[BudgetFlagged] = []
    for key, entry in budgets:
        without_targets = rules.targets.before_budget and not project.targets.version
        without_evaluation = _unsupported(project, key, entry, rules)
        if entry.amount_fen > 0 and (without_targets or without_evaluation):
            flags.append(
                BudgetFlagged(
                    document_no=key.document_no,
                    line_no=key.line_no,
                    amount_fen=entry.amount_fen,
                    occurred_on=entry.occurred_on,
                    without_targets=without_targets,
                    without_evaluation=without_evaluation,
                    edition=rules.edition,
                )
            )
    return flags


def _unsupported(project: "Project", key: Key, entry: Entry, rules: Rules) -> bool:
    """Whether a budget needed a pre-evaluation and has none.

    An increase is an occasion by itself. The initial budget counts as a whole; where nobody said
    on what occasion it was asked for, only a floor can tell that it needed one.
    """
    law = rules.pre_evaluation
    if key.tag == BudgetAdjusted.tag:
        trigger: Trigger | None = Trigger.CHANGE_OR_INCREASE
        amount = entry.amount_fen
        needed = law.required(trigger, amount)
    else:
        amount = sum(
            one.amount_fen
            for other, one in project.execution.entries.items()
            if other.tag == BudgetApproved.tag
        )
        initial = [one for one in project.budgeting.requests.values() if not one.additional]
        trigger = initial[0].trigger if initial else None
        unknown = not initial and bool(law.triggers) and law.floor_fen is not None
        needed = law.reached(amount) if unknown else law.required(trigger, amount)
    return needed and project.pre_evaluations.supporting(trigger, amount) is None
