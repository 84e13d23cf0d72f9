"""View ``reallocation``: where the money of the pools went (统筹使用, HJ-05, HL-12)."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from msgspec import Struct

from events.clawback_round import FundsReallocated
from events.envelope import Recorded
from projections.view import ALL, Lookup, View, Which, listing


class Reallocation(Struct, frozen=True, kw_only=True, gc=False):
    """One sum given to an urgent project, in 分, and the pool of the round as it was then."""

    sequence: int
    division: str
    fiscal_year: int
    round: str
    number: int
    project: str
    purpose: str
    document: str
    amount_fen: int
    pool_fen: int
    on_day: date


def fold(_: Mapping[str, Reallocation], recorded: Recorded) -> tuple[Reallocation, ...]:
    """Write the line of one sum."""
    fact, of = recorded.fact, recorded.aggregate
    if not isinstance(fact, FundsReallocated):
        return ()
    return (
        Reallocation(
            sequence=recorded.sequence,
            division=of.division,
            fiscal_year=of.year,
            round=of.code,
            number=fact.number,
            project=fact.project,
            purpose=fact.purpose,
            document=fact.document,
            amount_fen=fact.amount_fen,
            pool_fen=fact.pool_fen,
            on_day=fact.on,
        ),
    )


VIEW: Final = View(
    name="reallocation",
    version=1,
    row=Reallocation,
    key=("sequence",),
    facts=frozenset((FundsReallocated,)),
    fold=fold,
    append_only=True,
    indexes=("(division, fiscal_year, round)",),
)


def show(which: Which = ALL) -> Lookup[Reallocation]:
    """List the sums by round."""
    return listing(VIEW, which, order="division, fiscal_year, round, number")
