"""View ``ranking``: scores and places of the departments in an assessment (HL-16, QM-14)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from events.assessment import DepartmentScored, ItemScore, RankingPublished
from events.envelope import Recorded
from projections.view import ALL, Lookup, View, Which, listing


class Ranking(Struct, frozen=True, kw_only=True, gc=False):
    """One department; ``score`` out of 100 points, ``rank`` None means 未排名.

    ``position`` is the ledger position the evidence was read at, ``published_at`` None before the
    ranking was published.
    """

    division: str
    fiscal_year: int
    assessment: str
    department: str
    score: Decimal | None = None
    rank: int | None = None
    rescaled: bool = False
    items: tuple[ItemScore, ...] = ()
    position: int | None = None
    published_at: datetime | None = None


def fold(rows: Mapping[str, Ranking], recorded: Recorded) -> tuple[Ranking, ...]:
    """Add a score, or the published places of all departments."""

    def of(department: str) -> Ranking:
        assessment = recorded.aggregate
        return rows.get(department) or Ranking(
            division=assessment.division,
            fiscal_year=assessment.year,
            assessment=assessment.code,
            department=department,
        )

    match recorded.fact:
        case DepartmentScored() as fact:
            return (
                replace(
                    of(fact.department),
                    score=fact.score,
                    rescaled=fact.rescaled,
                    items=fact.items,
                    position=fact.position,
                ),
            )
        case RankingPublished(ranks=ranks):
            at = recorded.envelope.time
            return tuple(
                replace(of(place.department), rank=place.rank, score=place.score, published_at=at)
                for place in ranks
            )
        case _:
            return ()


VIEW: Final = View(
    name="ranking",
    version=1,
    row=Ranking,
    key=("division", "fiscal_year", "assessment", "department"),
    part="department",
    facts=frozenset((DepartmentScored, RankingPublished)),
    fold=fold,
)


def show(which: Which = ALL, *, assessment: str | None = None) -> Lookup[Ranking]:
    """List an assessment by rank, the unranked last; equal ranks by department."""
    filters: dict[str, object] = {"assessment": assessment}
    order = "division, fiscal_year, assessment, rank NULLS LAST, score DESC NULLS LAST, department"
    return listing(VIEW, which, order=order, filters=filters)
