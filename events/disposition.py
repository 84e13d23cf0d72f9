"""Facts: what was done about a project (分类处置)."""

from datetime import date

from events.fact import Fact
from events.terms import Cause


class ProjectSuspended(Fact, frozen=True, kw_only=True):
    """The project stands still (LY-20, HJ-27, HL-06); recording of money goes on."""

    tag = "project.suspended.v1"
    title = "暂停项目实施"

    cause: Cause
    reason: str
    effective_on: date


class ProjectResumed(Fact, frozen=True, kw_only=True):
    """A suspended project goes on."""

    tag = "project.resumed.v1"
    title = "恢复项目实施"

    reason: str
    effective_on: date


class AppropriationStopped(Fact, frozen=True, kw_only=True):
    """No more money is released (LY-20, HJ-05, HJ-27)."""

    tag = "project.appropriation-stopped.v1"
    title = "停止拨付资金"

    cause: Cause
    reason: str
    effective_on: date


class BudgetReduced(Fact, frozen=True, kw_only=True):
    """A reduction of the budget was decided (LY-19, HJ-24, HL-06).

    ``amount_fen`` is positive 分. An OBJECTIVE cause must be paired with a target adjustment of
    the same ``correlation``.
    """

    tag = "project.budget-reduced.v1"
    title = "调减预算"

    cause: Cause
    reason: str
    amount_fen: int
    correlation: str = ""


DispositionFact = ProjectSuspended | ProjectResumed | AppropriationStopped | BudgetReduced
