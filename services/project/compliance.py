"""Spending against the budget, as of a day of the rules: money may arrive before its budget."""

from datetime import date
from typing import TYPE_CHECKING

from events.accountability import ViolationSuspected
from events.terms import Violation
from services.decision import Context
from services.policies.calendar import resolve
from services.policies.rules import SpendingRules
from services.project import recovery
from services.project.accountability import OVERSEERS, suspect
from services.project.command import ProjectCommand
from services.project.measures import yuan
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class ExamineSpending(ProjectCommand, frozen=True, kw_only=True):
    """Compare what was spent with the budget as of a day; by default the last day of the rules."""

    title = "检查预算执行合规性"

    as_of: date | None = None


ComplianceCommand = ExamineSpending


def decide(
    project: "Project", command: ComplianceCommand, context: Context
) -> list[ViolationSuspected]:
    """Open a case where there is none yet (LY-09, HJ-15)."""
    rules = context.rules.spending
    context.require(OVERSEERS, command.title, rules.clause)
    as_of = command.as_of
    if as_of is None:
        days = (resolve(day, context.aggregate.year) for day in rules.check_days)
        as_of = max((day for day in days if day < context.today), default=None)
    if as_of is None or as_of >= context.today:
        raise Refused("检查日尚未结束", clause=rules.clause)
    return overspent(project, as_of, rules)


def overspent(project: "Project", as_of: date, rules: SpendingRules) -> list[ViolationSuspected]:
    """Suspect spending without or over the budget of a day, each once.

    A closed case is followed by another only when more is spent too much than it was about.
    """
    found = recovery.figures(project, as_of, recovery.NO_SCHEDULE)
    budget, executed = found.budget_fen - found.prior_clawback_fen, found.executed_fen
    if executed <= max(0, budget):
        return []
    violation = Violation.OVER_BUDGET if budget > 0 else Violation.NO_BUDGET
    excess = executed - max(0, budget)
    cases = [one for one in project.accountability.cases.values() if one.violation is violation]
    if violation not in rules.detects or any(
        not case.closed or case.amount_fen >= excess for case in cases
    ):
        return []
    evidence = (
        f"{violation.zh}：截至{as_of}执行 {yuan(executed)} 元，预算 {yuan(max(0, budget))} 元"
    )
    return [suspect(project, violation, evidence, excess, ahead=0)]
