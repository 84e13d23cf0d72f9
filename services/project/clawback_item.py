"""Where a project stands in the clawback rounds that listed it (HL-07)."""

from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from events.clawback import (
    ClawbackCandidateIdentified,
    ClawbackConfirmed,
    ClawbackCorrected,
    ClawbackCorrectionProposed,
    ClawbackExecuted,
    ClawbackFact,
    ClawbackNotified,
    ClawbackObjected,
    ClawbackObjectionResolved,
    ClawbackSettled,
    ClawbackWaived,
    NextYearReallocationRequired,
)

Status = Literal[
    "IDENTIFIED", "NOTIFIED", "OBJECTED", "RESOLVED", "WAIVED", "CONFIRMED", "EXECUTED"
]


class Item(Struct, frozen=True):
    """A project's place in a round; amounts in 分.

    ``taken_before_fen`` is what all rounds had taken when this one listed the project.
    ``proposed_fen`` is what somebody must still decide to give back. ``answer`` is what an
    objection was told, ``waived`` the reason for letting the money be.
    """

    identified: ClawbackCandidateIdentified
    status: Status = "IDENTIFIED"
    notified_on: date | None = None
    limit_fen: int = 0
    confirmed_fen: int = 0
    taken_fen: int = 0
    taken_before_fen: int = 0
    executed_on: date | None = None
    proposed_fen: int = 0
    document_no: str = ""
    must_continue: bool = False
    settled: bool = False
    answer: ClawbackObjectionResolved | None = None
    waived: str = ""


class Clawback(Struct, frozen=True):
    """The project's item in every round it was listed in."""

    items: dict[str, Item] = {}

    @property
    def taken_fen(self) -> int:
        """What was taken back so far, corrections included, in 分."""
        return sum(item.taken_fen for item in self.items.values())

    @property
    def documents(self) -> frozenset[str]:
        """The documents on which money was taken."""
        return frozenset(item.document_no for item in self.items.values() if item.document_no)


def evolve(clawback: Clawback, fact: ClawbackFact) -> Clawback:
    """Fold one fact about an item."""
    if isinstance(fact, ClawbackCandidateIdentified):
        listed = Item(fact, limit_fen=fact.amount_fen, taken_before_fen=clawback.taken_fen)
        return Clawback({**clawback.items, fact.round: listed})
    item = clawback.items.get(fact.round)
    if item is None:
        return clawback
    match fact:
        case ClawbackNotified(on=on):
            item = replace(item, status="NOTIFIED", notified_on=on)
        case ClawbackObjected():
            item = replace(item, status="OBJECTED")
        case ClawbackObjectionResolved(amount_fen=amount):
            item = replace(item, status="RESOLVED", limit_fen=amount, answer=fact)
        case ClawbackWaived(reason=reason):
            item = replace(item, status="WAIVED", waived=reason)
        case ClawbackConfirmed(amount_fen=amount):
            item = replace(item, status="CONFIRMED", confirmed_fen=amount)
        case ClawbackExecuted(amount_fen=amount, on=on, document_no=document):
            item = replace(
                item,
                status="EXECUTED",
                taken_fen=amount,
                executed_on=on,
                document_no=document,
                must_continue=fact.must_continue,
            )
        case ClawbackSettled():
            item = replace(item, settled=True)
        case ClawbackCorrected(delta_fen=delta):
            left = max(0, item.proposed_fen + delta)
            item = replace(item, taken_fen=item.taken_fen + delta, proposed_fen=left)
        case ClawbackCorrectionProposed(delta_fen=delta):
            item = replace(item, proposed_fen=-delta)
        case NextYearReallocationRequired():
            pass
    return Clawback({**clawback.items, fact.round: item})
