"""View ``trail``: who did what, when and under which rules; every fact is one line (问责线索)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.accountability import AccountabilityFact
from events.catalogue import FACTS
from events.envelope import Recorded
from events.fact import Fact
from projections.trail.sentence import summarise
from projections.view import ALL, Lookup, View, Which, listing


class Trail(Struct, frozen=True, gc=False):
    """One fact in words; ``sequence`` is its place in the ledger.

    ``fiscal_year`` and ``project`` are None for what has none. ``department`` stands where the fact
    names one. ``case_id`` is a rectification or accountability case, ``is_clue`` marks the latter.
    """

    sequence: int
    division: str
    fiscal_year: int | None
    kind: str
    aggregate: str
    project: str | None
    version: int
    recorded_at: datetime
    occurred_on: date | None
    tag: str
    title: str
    summary: str
    department: str | None
    actor: str
    role: str
    org: str
    command_id: str
    correlation: str
    edition: str
    case_id: str | None
    is_clue: bool


class Marks(Struct, frozen=True):
    """Where a kind of fact keeps what the trail shows; "" where it has none."""

    day: str
    department: str
    case: str
    is_clue: bool


def _first(fact: type[Fact], *names: str) -> str:
    return next((name for name in names if name in fact.__struct_fields__), "")


_CLUES: Final = frozenset(get_args(AccountabilityFact))
_MARKS: Final = {
    fact: Marks(
        day=_first(fact, "occurred_on", "on", "issued_on", "effective_on"),
        department=_first(fact, "department"),
        case=_first(fact, "case"),
        is_clue=fact in _CLUES,
    )
    for fact in FACTS.values()
}


def fold(_: Mapping[str, Trail], recorded: Recorded) -> tuple[Trail]:
    """Write the line of one fact."""
    fact, envelope, aggregate = recorded.fact, recorded.envelope, recorded.aggregate
    marks = _MARKS[type(fact)]
    # By place, not by name: twenty-one names cost more than all the rest of the line.
    return (
        Trail(
            recorded.sequence,
            aggregate.division,
            aggregate.year or None,
            aggregate.kind,
            aggregate.name,
            aggregate.code if aggregate.kind == "project" else None,
            envelope.version,
            envelope.time,
            getattr(fact, marks.day) if marks.day else None,
            fact.tag,
            fact.title,
            summarise(fact),
            getattr(fact, marks.department) if marks.department else None,
            envelope.actor,
            envelope.actorrole,
            envelope.actororg,
            envelope.commandid,
            envelope.correlationid,
            envelope.policy,
            getattr(fact, marks.case) if marks.case else None,
            marks.is_clue,
        ),
    )


VIEW: Final = View(
    name="trail",
    version=3,
    row=Trail,
    key=("sequence",),
    facts=frozenset(FACTS.values()),
    fold=fold,
    append_only=True,
    indexes=(
        "(division, fiscal_year, project, sequence)",
        "(division, fiscal_year, sequence) WHERE is_clue",
        "(department) WHERE department IS NOT NULL",
    ),
)

# Few facts name a department: those of its projects are found by the projects' registration.
_OF_DEPARTMENT: Final = """
(department = %s OR (division, fiscal_year, project) IN (
  SELECT division, fiscal_year, project FROM trail
  WHERE department = %s AND tag = 'project.registered.v1'))
"""


def show(which: Which = ALL, *, clues: bool = False, case: str | None = None) -> Lookup[Trail]:
    """List facts in the order they were recorded; ``clues`` leaves accountability facts only."""
    filters: dict[str, object] = {
        "is_clue": True if clues else None,
        "case_id": case,
        _OF_DEPARTMENT: which.department,
    }
    return listing(VIEW, replace(which, department=None), order="sequence", filters=filters)
