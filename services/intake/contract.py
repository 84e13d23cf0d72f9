"""What an upstream system may publish, and the fact it becomes."""

from datetime import date
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from events import execution
from events.execution import ExecutionFact
from events.subjects import AggregateId, project_id
from events.terms import BudgetLedger, FundTag
from services.desk.faults import LARGEST, check_once, check_year, read
from services.desk.orders import Division, Instant
from services.project.command import Code, FiscalYear

Kind = Literal[
    "budget-approved",
    "budget-adjusted",
    "appropriated",
    "paid",
    "refunded",
    "corrected",
    "committed",
    "commitment-released",
]
FACTS: Final[dict[str, type[ExecutionFact]]] = {
    "budget-approved": execution.BudgetApproved,
    "budget-adjusted": execution.BudgetAdjusted,
    "appropriated": execution.FundsAppropriated,
    "paid": execution.PaymentExecuted,
    "refunded": execution.PaymentRefunded,
    "corrected": execution.PaymentCorrected,
    "committed": execution.CommitmentRecorded,
    "commitment-released": execution.CommitmentReleased,
}

_Document = Annotated[str, Meta(min_length=1, max_length=128, description="凭证号")]


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of one document: system, document, line, kind and revision are the idempotency key.

    ``amount_fen`` is 分, signed for adjustments and corrections; a refund or a release is
    positive. A revision is a further fact beside the first: to change an amount publish
    ``corrected`` with the difference.
    """

    source_system: Code
    document_no: _Document
    line_no: Annotated[int, Meta(ge=0, le=10**9)]
    revision: Annotated[int, Meta(ge=0, le=10**9)] = 0
    fiscal_year: FiscalYear
    project_code: Code
    budget_ledger: BudgetLedger = BudgetLedger.GENERAL_PUBLIC
    fund_tags: Annotated[tuple[FundTag, ...], Meta(max_length=16)] = ()
    amount_fen: Annotated[int, Meta(ge=-LARGEST, le=LARGEST, description="金额，单位分")]
    occurred_on: date
    reverses: _Document | None = None
    published_at: Instant


class Message(Line, frozen=True, kw_only=True):
    """A line as an upstream system publishes it for one division."""

    kind: Kind


class FactLine(Line, frozen=True, kw_only=True):
    """A line in a file for import: the kind stands in ``fact``, with the division.

    ``at`` is when it was recorded, by default when it was published.
    """

    fact: Kind
    division: Division
    at: Instant | None = None

    @property
    def kind(self) -> Kind:
        """What a message calls its kind."""
        return self.fact


_MESSAGE = msgspec.json.Decoder(Message)
_LINE = msgspec.json.Decoder(FactLine)


def read_message(body: bytes) -> Message:
    """Read what was published; :class:`Refused` says in Chinese what is wrong and where."""
    message = read(_MESSAGE, body)
    check_once(body)
    check_year(occurred_on=message.occurred_on, published_at=message.published_at)
    return message


def read_line(line: bytes) -> FactLine:
    """Read a line of a file; :class:`Refused` says in Chinese what is wrong and where."""
    found = read(_LINE, line)
    check_once(line)
    check_year(occurred_on=found.occurred_on, published_at=found.published_at, at=found.at)
    return found


def fact_of(message: Message | FactLine) -> ExecutionFact:
    """Make the fact that a message reports."""
    return FACTS[message.kind](
        source_system=message.source_system,
        document_no=message.document_no,
        line_no=message.line_no,
        revision=message.revision,
        budget_ledger=message.budget_ledger,
        fund_tags=message.fund_tags,
        amount_fen=message.amount_fen,
        occurred_on=message.occurred_on,
        reverses=message.reverses,
        published_at=message.published_at,
    )


def project_of(division: str, message: Line) -> AggregateId:
    """Name the project a message is about."""
    return project_id(division, message.fiscal_year, message.project_code)


def contradiction(message: Line, differs: str) -> str:
    """Say why a message with a known key is put aside, and what helps."""
    return (
        f"凭证 {message.document_no} 第 {message.line_no} 行已登记过，但{differs}不同；"
        "如为更正，请以 corrected 报送差额（新的 revision 另计一笔，不替代原来的）"
    )
