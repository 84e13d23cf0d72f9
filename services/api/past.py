"""What is shown of a history that was replayed."""

from msgspec import Struct

from events.envelope import Envelope
from projections.trail.sentence import summarise
from services.audit.replay import Change, Replayed


class Event(Struct, frozen=True, kw_only=True):
    """One fact in its envelope; ``title`` and ``summary`` are for people."""

    title: str
    summary: str
    envelope: Envelope


class Past(Struct, frozen=True, kw_only=True):
    """One page of a history up to a moment; ``version`` is where it stood then."""

    id: str
    version: int
    facts: list[Event]
    next: int | None


class State(Struct, frozen=True, kw_only=True):
    """What the facts up to a moment add up to."""

    id: str
    version: int
    state: object


class Difference(Struct, frozen=True, kw_only=True):
    """What changed from one version to another."""

    id: str
    before: int
    after: int
    changes: list[Change]


def page(replayed: Replayed, after: int, limit: int) -> Past:
    """Show a page of a history."""
    events = [event for event in replayed.events if event.originator_version > after]
    more = len(events) > limit
    return Past(
        id=str(replayed.id),
        version=replayed.history.version,
        facts=[
            Event(title=event.fact.title, summary=summarise(event.fact), envelope=event.envelope)
            for event in events[:limit]
        ],
        next=events[limit - 1].originator_version if more else None,
    )


def state(replayed: Replayed) -> State:
    """Show what a history came to."""
    return State(id=str(replayed.id), version=replayed.history.version, state=replayed.state())
