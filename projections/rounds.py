"""View ``rounds``: the clawback rounds of a year and how far each has come (HL-07)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.clawback_round import (
    CandidatesFrozen,
    ClawbackRoundClosed,
    ClawbackRoundFact,
    ClawbackRoundOpened,
    FundsReallocated,
)
from events.envelope import Recorded
from projections.view import ALL, Lookup, View, Which, listing


class Round(Struct, frozen=True, kw_only=True, gc=False):
    """One round; ``given_fen`` 分 of its pool went to urgent projects.

    ``examined`` projects were looked at when the list was frozen, at ledger position ``position``.
    """

    division: str
    fiscal_year: int
    round: str
    cutoff_on: date
    edition: str
    opened_at: datetime
    frozen_at: datetime | None = None
    examined: int | None = None
    position: int | None = None
    given_fen: int = 0
    closed_at: datetime | None = None


def fold(rows: Mapping[str, Round], recorded: Recorded) -> tuple[Round, ...]:
    """Add one fact to the round."""
    of, at = recorded.aggregate, recorded.envelope.time
    row = rows.get("")
    match recorded.fact:
        case ClawbackRoundOpened(cutoff_on=day, edition=edition):
            opened = Round(
                division=of.division,
                fiscal_year=of.year,
                round=of.code,
                cutoff_on=day,
                edition=edition,
                opened_at=at,
            )
            return (opened,)
        case CandidatesFrozen() as fact if row:
            frozen = replace(row, frozen_at=at, examined=len(fact.projects), position=fact.position)
            return (frozen,)
        case FundsReallocated(amount_fen=fen) if row:
            return (replace(row, given_fen=row.given_fen + fen),)
        case ClawbackRoundClosed() if row:
            return (replace(row, closed_at=at),)
        case _:
            return ()


VIEW: Final = View(
    name="rounds",
    version=1,
    row=Round,
    key=("division", "fiscal_year", "round"),
    facts=frozenset(get_args(ClawbackRoundFact)),
    fold=fold,
)


def show(which: Which = ALL) -> Lookup[Round]:
    """List the rounds in the order they were opened."""
    return listing(VIEW, which, order="division, fiscal_year, opened_at, round")
