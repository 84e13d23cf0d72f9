"""View ``targets``: every version of every subject's targets, side by side, none overwritten."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from events.targets import Indicator, TargetAdjusted, TargetApproved, TargetPublished
from events.terms import Cause
from projections.view import ALL, Lookup, View, Which, listing


class TargetVersion(Struct, frozen=True, kw_only=True, gc=False):
    """One version; ``until`` is the day the next one replaced it, None while it is in force."""

    division: str
    fiscal_year: int
    project: str
    version: str
    effective_on: date | None
    until: date | None = None
    in_force: bool = True
    recorded_at: datetime
    actor: str
    cause: Cause | None = None
    adjustment: str = ""
    overall_objective: str = ""
    indicators: tuple[Indicator, ...]
    published_on: date | None = None
    published_at: str = ""
    with_draft_budget: bool = False


def fold(rows: Mapping[str, TargetVersion], recorded: Recorded) -> tuple[TargetVersion, ...]:
    """Add a version beside the others, or what happened to one."""
    match recorded.fact:
        case TargetApproved() as fact:
            return (*_replaced(rows, fact.effective_on), _version(recorded, fact))
        case TargetAdjusted() as fact:
            row = replace(_version(recorded, fact), cause=fact.cause, adjustment=fact.adjustment)
            before = rows.get(str(fact.replaced_version))
            if before is not None:
                row = replace(row, overall_objective=before.overall_objective)
            return (*_replaced(rows, fact.effective_on), row)
        case TargetPublished() as fact:
            published = rows.get(str(fact.version))
            if published is None:
                return ()
            return (
                replace(
                    published,
                    published_on=fact.on,
                    published_at=fact.address,
                    with_draft_budget=fact.with_draft_budget or published.with_draft_budget,
                ),
            )
        case _:
            return ()


def _replaced(rows: Mapping[str, TargetVersion], on: date | None) -> tuple[TargetVersion, ...]:
    return tuple(replace(row, in_force=False, until=on) for row in rows.values() if row.in_force)


def _version(recorded: Recorded, fact: TargetApproved | TargetAdjusted) -> TargetVersion:
    project = recorded.aggregate
    return TargetVersion(
        division=project.division,
        fiscal_year=project.year,
        project=project.code,
        version=str(fact.version),
        effective_on=fact.effective_on,
        recorded_at=recorded.envelope.time,
        actor=recorded.envelope.actor,
        overall_objective=fact.overall_objective if isinstance(fact, TargetApproved) else "",
        indicators=fact.indicators,
    )


VIEW: Final = View(
    name="targets",
    version=1,
    row=TargetVersion,
    key=("division", "fiscal_year", "project", "version"),
    facts=frozenset((TargetApproved, TargetAdjusted, TargetPublished)),
    fold=fold,
    part="version",
)


def show(which: Which = ALL) -> Lookup[TargetVersion]:
    """List versions, the oldest first."""
    return listing(VIEW, which, order="division, fiscal_year, project, version::int")
