"""Facts: a budget asked for, and a budget that came without what it must have."""

from datetime import date

from msgspec import Struct

from events.fact import Fact
from events.terms import Trigger


class Absorbed(Struct, frozen=True, kw_only=True):
    """What a department had to absorb when a request was accepted, in 分 (HL-08).

    ``requested_fen`` is all it asked for then, ``before_fen`` its budget of a year ago, read from
    the views at ledger position ``position``.
    """

    absorb_fen: int
    before_fen: int
    requested_fen: int
    position: int


class BudgetRequested(Fact, frozen=True, kw_only=True):
    """A unit asked for money in 分 with what a request must have (HL-03, HL-04).

    ``evaluation`` names the pre-evaluation that supports it, empty where none is required;
    ``absorbed`` is there where the department has to absorb clawed-back projects.
    """

    tag = "project.budget-requested.v1"
    title = "申请预算"

    request: str
    amount_fen: int
    trigger: Trigger | None
    additional: bool
    evaluation: str = ""
    edition: str
    absorbed: Absorbed | None = None


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
