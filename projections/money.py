"""The five sums of a row of money, in 分, and the rates made of them."""

from decimal import Decimal
from typing import Protocol

from events.execution import (
    BudgetAdjusted,
    BudgetApproved,
    CommitmentRecorded,
    CommitmentReleased,
    FundsAppropriated,
    PaymentCorrected,
    PaymentExecuted,
    PaymentRefunded,
    UpstreamFact,
)
from projections.figures import percent


class Money(Protocol):
    """A row that has them; a refund lowers what was executed, a correction is signed."""

    @property
    def initial_fen(self) -> int: ...
    @property
    def current_fen(self) -> int: ...
    @property
    def appropriated_fen(self) -> int: ...
    @property
    def executed_fen(self) -> int: ...
    @property
    def committed_fen(self) -> int: ...


def moved(row: Money, fact: UpstreamFact) -> tuple[int, int, int, int, int]:
    """Return the sums after a fact: initial, current, appropriated, executed, committed."""
    initial, current, executed = row.initial_fen, row.current_fen, row.executed_fen
    appropriated, committed = row.appropriated_fen, row.committed_fen
    match fact:
        case PaymentExecuted() | PaymentCorrected():
            executed += fact.amount_fen
        case PaymentRefunded():
            executed -= fact.amount_fen
        case BudgetApproved():
            initial += fact.amount_fen
            current += fact.amount_fen
        case BudgetAdjusted():
            current += fact.amount_fen
        case FundsAppropriated():
            appropriated += fact.amount_fen
        case CommitmentRecorded():
            committed += fact.amount_fen
        case CommitmentReleased():
            committed -= fact.amount_fen
        case _:  # a kind of upstream fact that moves none of them
            pass
    return initial, current, appropriated, executed, committed


def rates(row: Money) -> tuple[Decimal | None, Decimal | None]:
    """Work out the rates on the initial and on the current budget; None on no base."""
    executed = row.executed_fen
    return percent(executed, row.initial_fen), percent(executed, row.current_fen)
