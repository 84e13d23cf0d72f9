"""Facts from the treasury: budget, appropriation, payment; recorded whatever the rules say."""

from datetime import date, datetime

from events.fact import Fact
from events.terms import BudgetLedger, FundTag


class UpstreamFact(Fact, frozen=True, kw_only=True):
    """What an upstream system published: one line of one document.

    ``source_system, document_no, line_no, kind, revision`` is the idempotency key, the kind being
    the fact's tag. ``amount_fen`` is signed 64-bit 分, ``occurred_on`` the business day.
    """

    source_system: str
    document_no: str
    line_no: int
    revision: int = 0
    budget_ledger: BudgetLedger = BudgetLedger.GENERAL_PUBLIC
    fund_tags: tuple[FundTag, ...] = ()
    amount_fen: int
    occurred_on: date
    reverses: str | None = None
    published_at: datetime


class BudgetApproved(UpstreamFact, frozen=True, kw_only=True):
    """Initial budget of the year (年初预算数)."""

    tag = "project.budget-approved.v1"
    title = "批复预算"


class BudgetAdjusted(UpstreamFact, frozen=True, kw_only=True):
    """Signed change of the budget during the year (LY-21)."""

    tag = "project.budget-adjusted.v1"
    title = "调整预算"


class FundsAppropriated(UpstreamFact, frozen=True, kw_only=True):
    """Funds released to the unit (LY-04, HJ-11)."""

    tag = "project.funds-appropriated.v1"
    title = "资金拨付"


class PaymentExecuted(UpstreamFact, frozen=True, kw_only=True):
    """Money spent by the unit (LY-04, HJ-11)."""

    tag = "project.payment-executed.v1"
    title = "支付"


class PaymentRefunded(UpstreamFact, frozen=True, kw_only=True):
    """Money that came back; a positive amount lowers what was executed."""

    tag = "project.payment-refunded.v1"
    title = "退款"


class PaymentCorrected(UpstreamFact, frozen=True, kw_only=True):
    """Signed correction of what was executed."""

    tag = "project.payment-corrected.v1"
    title = "支付更正"


class CommitmentRecorded(UpstreamFact, frozen=True, kw_only=True):
    """Procurement under way: money that a clawback must leave alone (HJ-27)."""

    tag = "project.commitment-recorded.v1"
    title = "采购占用"


class CommitmentReleased(UpstreamFact, frozen=True, kw_only=True):
    """A commitment ended; a positive amount lowers what is committed."""

    tag = "project.commitment-released.v1"
    title = "采购占用解除"


ExecutionFact = (
    BudgetApproved
    | BudgetAdjusted
    | FundsAppropriated
    | PaymentExecuted
    | PaymentRefunded
    | PaymentCorrected
    | CommitmentRecorded
    | CommitmentReleased
)
