"""View ``ranking``: scores and places of the departments in an assessment (HL-16, QM-14)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.assessment import (
    AppealResolved,
    BudgetDeductionDecided,
    BudgetTiltDecided,
    ClueReferred,
    DepartmentCommended,
    DepartmentInterviewed,
    DepartmentScored,
    ItemScore,
    ItemScored,
    PilotsSelected,
    RankingPublished,
    ScoreAppealed,
    ScoreCorrected,
)
from events.envelope import Recorded
from events.terms import Consequence, Term
from projections.view import ALL, AS_WRITTEN, Lookup, View, Which, listing


class AppealState(Term):
    """What became of a department's last appeal."""

    OPEN = "OPEN", "待处理"
    UPHELD = "UPHELD", "成立"
    REJECTED = "REJECTED", "不成立"


class Consequent(Struct, frozen=True, kw_only=True, gc=False):
    """What followed from a department's place; percentage and 分 as the document says."""

    kind: Consequence
    document: str
    percent: Decimal | None = None
    amount_fen: int | None = None
    tied: bool = False


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """Points a person decided, on which document: entered by hand, or by an upheld appeal."""

    item: str
    points: Decimal
    document: str


class Ranking(Struct, frozen=True, kw_only=True, gc=False):
    """One department; ``score`` out of 100 points, ``rank`` None means 未排名.

    ``position`` is the ledger position the evidence was read at, ``published_at`` None before the
    ranking was published. ``items`` say what each point rests on. ``corrected_score`` was put
    right after publication and moves no place. ``obliged`` None: not scored yet.
    """

    division: str
    fiscal_year: int
    assessment: str
    department: str
    score: Decimal | None = None
    rank: int | None = None
    rescaled: bool = False
    items: Annotated[tuple[ItemScore, ...], AS_WRITTEN] = ()
    position: int | None = None
    published_at: datetime | None = None
    grouped: str = ""
    obliged: bool | None = None
    entered: tuple[Entry, ...] = ()
    appeal: AppealState | None = None
    appeal_reason: str | None = None
    corrected_score: Decimal | None = None
    correction_reason: str | None = None
    pilot: bool = False
    consequences: tuple[Consequent, ...] = ()


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
                    obliged=fact.obliged,
                    rescaled=fact.rescaled,
                    items=fact.items,
                    position=fact.position,
                ),
            )
        case RankingPublished(ranks=ranks):
            at = recorded.envelope.time
            return tuple(
                replace(
                    of(place.department),
                    rank=place.rank,
                    score=place.score,
                    published_at=at,
                    grouped=place.group,
                )
                for place in ranks
            )
        case PilotsSelected(departments=departments):
            chosen = {name: replace(of(name), pilot=True) for name in departments}
            before = (row for row in rows.values() if row.pilot and row.department not in chosen)
            return (*chosen.values(), *(replace(row, pilot=False) for row in before))
        case (
            ItemScored()
            | ScoreAppealed()
            | AppealResolved()
            | ScoreCorrected()
            | BudgetTiltDecided()
            | BudgetDeductionDecided()
            | DepartmentCommended()
            | DepartmentInterviewed()
            | ClueReferred()
        ) as fact:
            return (_after(of(fact.department), fact),)
        case _:
            return ()


Step = (
    ItemScored
    | ScoreAppealed
    | AppealResolved
    | ScoreCorrected
    | BudgetTiltDecided
    | BudgetDeductionDecided
    | DepartmentCommended
    | DepartmentInterviewed
    | ClueReferred
)


def _after(row: Ranking, fact: Step) -> Ranking:
    match fact:
        case ItemScored(item=item):
            return _entered(row, item, fact.points, fact.document)
        case ScoreAppealed(reason=reason):
            return replace(row, appeal=AppealState.OPEN, appeal_reason=reason)
        case AppealResolved(upheld=upheld, points=points):
            row = replace(row, appeal=AppealState.UPHELD if upheld else AppealState.REJECTED)
            if points is None or row.published_at is not None:
                return row
            return _entered(row, fact.item, points, fact.reason)
        case ScoreCorrected():
            return replace(row, corrected_score=fact.after, correction_reason=fact.reason)
        case BudgetTiltDecided() | BudgetDeductionDecided():
            tilt = isinstance(fact, BudgetTiltDecided)
            follows = Consequent(
                kind=Consequence.TILT if tilt else Consequence.DEDUCTION,
                document=fact.document,
                percent=fact.percent,
                amount_fen=fact.amount_fen,
                tied=fact.tied,
            )
        case DepartmentCommended():
            follows = Consequent(kind=Consequence.COMMENDATION, document=fact.document)
        case DepartmentInterviewed():
            follows = Consequent(kind=Consequence.INTERVIEW, document=fact.document)
        case ClueReferred():
            follows = Consequent(kind=Consequence.REFERRAL, document=fact.document)
    return replace(row, consequences=(*row.consequences, follows))


def _entered(row: Ranking, item: str, points: Decimal, document: str) -> Ranking:
    """Show points by hand in the place of those an item had; what was published stands."""
    kept = tuple(one for one in row.entered if one.item != item)
    return replace(row, entered=(*kept, Entry(item=item, points=points, document=document)))


VIEW: Final = View(
    name="ranking",
    version=3,
    row=Ranking,
    key=("division", "fiscal_year", "assessment", "department"),
    part="department",
    facts=frozenset((DepartmentScored, RankingPublished, PilotsSelected, *get_args(Step))),
    fold=fold,
)


def show(which: Which = ALL, *, assessment: str | None = None) -> Lookup[Ranking]:
    """List an assessment by rank, the unranked last; equal ranks by department."""
    filters: dict[str, object] = {"assessment": assessment}
    places = "rank NULLS LAST, score DESC NULLS LAST, department"
    order = f"division, fiscal_year, assessment, grouped, {places}"
    return listing(VIEW, which, order=order, filters=filters)
