"""What must be there on the server, and what is not as it must be."""

from collections.abc import AsyncIterator
from typing import Final, Literal

from msgspec import Struct

from events.subjects import EVENTS, INTAKE_STREAM, STREAM
from services.clock.clock import CONSUMERS as CLOCK_CONSUMERS
from services.clock.timers import PLANNER, TIMERS_STREAM
from services.clock.timers import STREAM as TIMERS
from services.intake.streams import CONSUMER, STREAMS
from services.ledger import consumers, streams
from services.ledger.streams import Difference
from services.ledger.wire import Json, Wire

CONSUMERS: Final[tuple[tuple[str, Json], ...]] = (
    (INTAKE_STREAM, CONSUMER),
    *CLOCK_CONSUMERS.values(),
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
    once = (streams.ledger(STREAM, [f"{EVENTS}.>"]), *STREAMS, TIMERS)
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
    """Leave out the clock's where it has never run: it makes its own when it does."""
    clocks = [one for one in seen if one.stream == TIMERS_STREAM or one.name == PLANNER]
    if any(one.differences is not None for one in clocks):
        return seen
    return [one for one in seen if one not in clocks]
