"""Facts: a budget asked for, and a budget that came without what it must have."""

from datetime import date

from events.fact import Fact
from events.terms import Trigger


class BudgetRequested(Fact, frozen=True, kw_only=True):
    """A unit asked for money in 分 with what a request must have (HL-03, HL-04).

    ``evaluation`` names the pre-evaluation that supports it, empty where none is required.
    """

    tag = "project.budget-requested.v1"
    title = "申请预算"

    request: str
    amount_fen: int
    trigger: Trigger | None
    additional: bool
    evaluation: str = ""
    edition: str


class BudgetFlagged(Fact, frozen=True, kw_only=True):
    """A budget was recorded that has no approved targets or no pre-evaluation behind it.

    The budget itself stands: somebody has to look (HL-03, HL-04).
    """

    tag = "project.budget-flagged.v1"
    title = "预算缺少前置条件"

    document_no: str
    line_no: int
    amount_fen: int
    occurred_on: date
    without_targets: bool
    without_evaluation: bool
    edition: str


BudgetFact = BudgetRequested | BudgetFlagged
