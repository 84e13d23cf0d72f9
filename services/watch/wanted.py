"""What must be there on the server, and what is not as it must be."""

from collections.abc import AsyncIterator
from typing import Final, Literal

from msgspec import Struct

from events.subjects import EVENTS, INTAKE_STREAM, STREAM
from services.access import streams as access
from services.attachments import store as attachments
from services.clock.clock import CONSUMERS as CLOCK_CONSUMERS
from services.clock.timers import CLOCK, PLANNER, TIMERS_STREAM
from services.clock.timers import STREAM as TIMERS
from services.feed import position as feed
from services.intake.streams import CONSUMER, STREAMS
from services.ledger import consumers, streams
from services.ledger.streams import Difference
from services.ledger.wire import Json, Wire

CONSUMERS: Final[tuple[tuple[str, Json], ...]] = (
    (INTAKE_STREAM, CONSUMER),
    *CLOCK_CONSUMERS.values(),
    (STREAM, feed.CONSUMER),
)
# What only ``up`` makes: where it has never run, nothing of it is missing.
_OF_UP: Final = frozenset(
    {TIMERS_STREAM, PLANNER, CLOCK, feed.DURABLE, *(str(one["name"]) for one in access.STREAMS)}
)


class Seen(Struct, frozen=True, kw_only=True):
    """A stream or a durable consumer; ``differences`` is None when it is not there at all."""

    kind: Literal["stream", "consumer"]
    name: str
    stream: str
    differences: tuple[Difference, ...] | None

    @property
    def well(self) -> bool:
        """Whether it is as it must be."""
        return self.differences == ()


def wanted_streams(replicas: int) -> list[Json]:
    """Return the config of every stream, the ledger first."""
    once = (
        streams.ledger(STREAM, [f"{EVENTS}.>"]),
        *STREAMS,
        attachments.STREAM,
        TIMERS,
        *access.STREAMS,
    )
    return [streams.replicated(one, replicas) for one in once]


def stream(name: str, replicas: int) -> Json:
    """Return the config of one stream."""
    return next(one for one in wanted_streams(replicas) if one["name"] == name)


def reader(name: str) -> Json:
    """Return the config of one durable consumer."""
    return next(one for _, one in CONSUMERS if one["durable_name"] == name)


async def look(wire: Wire, replicas: int) -> AsyncIterator[Seen]:
    """Look at everything and change nothing."""
    there = set()
    for wanted in wanted_streams(replicas):
        name = str(wanted["name"])
        found = await streams.differences(wire, wanted)
        if found is not None:
            there.add(name)
        yield Seen(
            kind="stream",
            name=name,
            stream=name,
            differences=None if found is None else tuple(found),
        )
    for stream, wanted in CONSUMERS:
        lacks = await consumers.differences(wire, stream, wanted) if stream in there else None
        yield Seen(
            kind="consumer",
            name=str(wanted["durable_name"]),
            stream=stream,
            differences=None if lacks is None else tuple(lacks),
        )


def begun(seen: list[Seen]) -> list[Seen]:
    """Leave out what ``up`` makes where it has never run."""
    of_up = [one for one in seen if one.name in _OF_UP]
    if any(one.differences is not None for one in of_up):
        return seen
    return [one for one in seen if one not in of_up]
