"""View ``engagements``: third-party institutions, their work and its quality (HL-11)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.engagement import EngagementFact, InstitutionEngaged, QualityRated, WorkSubmitted
from events.envelope import Recorded
from events.terms import TargetGrade
from projections.view import ALL, Lookup, View, Which, listing


class Engagement(Struct, frozen=True, kw_only=True, gc=False):
    """One piece of work; score and grade are those of its newest rating."""

    division: str
    fiscal_year: int
    institution: str
    engagement: str
    name: str
    purpose: str
    projects: tuple[str, ...]
    engaged_on: date
    reason: str | None = None
    work: str | None = None
    document: str | None = None
    submissions: int = 0
    submitted_on: date | None = None
    score: Decimal | None = None
    grade: TargetGrade | None = None
    opinion: str | None = None
    barred: bool = False


def fold(rows: Mapping[str, Engagement], recorded: Recorded) -> tuple[Engagement, ...]:
    """Add one fact to the piece of work it names."""
    match recorded.fact:
        case InstitutionEngaged() as fact:
            aggregate = recorded.aggregate
            return (
                Engagement(
                    division=aggregate.division,
                    fiscal_year=aggregate.year,
                    institution=aggregate.code,
                    engagement=fact.engagement,
                    name=fact.institution,
                    purpose=fact.purpose,
                    projects=fact.projects,
                    engaged_on=fact.on,
                    reason=fact.reason or None,
                ),
            )
        case WorkSubmitted() | QualityRated() as fact:
            row = rows.get(fact.engagement)
            return () if row is None else (_after(row, fact),)
        case _:
            return ()


def _after(row: Engagement, fact: WorkSubmitted | QualityRated) -> Engagement:
    match fact:
        case WorkSubmitted():
            return replace(
                row,
                work=fact.work,
                document=fact.document,
                submissions=fact.submission,
                submitted_on=fact.on,
            )
        case QualityRated():
            return replace(
                row,
                score=fact.score,
                grade=fact.grade,
                opinion=fact.opinion or None,
                barred=fact.barred,
            )


VIEW: Final = View(
    name="engagements",
    version=1,
    row=Engagement,
    key=("division", "fiscal_year", "institution", "engagement"),
    part="engagement",
    facts=frozenset(get_args(EngagementFact)),
    fold=fold,
)


def show(
    which: Which = ALL, *, institution: str | None = None, barred: bool | None = None
) -> Lookup[Engagement]:
    """List the work given to institutions, or to one; or what bars from more."""
    filters: dict[str, object] = {"institution": institution, "barred": barred}
    order = "division, fiscal_year, institution, engagement"
    return listing(VIEW, which, order=order, filters=filters)
