"""Which views moved and for whom: one watcher of the projector for all who listen."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import structlog
from msgspec import Struct

from events.subjects import AggregateId
from projections.catalogue import VIEWS
from services.feed.change import concerned
from services.office import Office
from services.projector.errors import UnfinishedError, ViewsBlockedError
from services.projector.projector import PASSING
from services.runtime.tasks import end

KEPT: Final = 1000  # movements somebody who comes back can still be told one by one
MOST: Final = 500  # facts looked at to say which views moved; beyond, all are said to
LOOK: Final = 15.0  # seconds a look at the projector lasts
PAUSE: Final = 0.1  # seconds between two movements
ALL: Final = frozenset(view.name for view in VIEWS)

log = structlog.get_logger("api")


class Moved(Struct, frozen=True, kw_only=True):
    """The views came to a position; ``views`` by division, None for all of every division."""

    position: int
    views: dict[str, frozenset[str]] | None


class Hub:
    """Watches while it is open; made by :func:`hub`."""

    def __init__(self, office: Office, position: int) -> None:
        """Begin at a position."""
        self._office = office
        self.position = position
        self._kept: deque[Moved] = deque(maxlen=KEPT)
        self._first = position
        self._listeners: set[asyncio.Event] = set()
        self.closed = False

    def since(self, position: int, divisions: tuple[str, ...]) -> frozenset[str]:
        """Name the views of these divisions that moved after a position."""
        oldest = self._kept[0].position if len(self._kept) == KEPT else self._first
        if position < oldest:
            return ALL
        found: set[str] = set()
        for one in reversed(self._kept):
            if one.position <= position:
                break
            if one.views is None:
                return ALL
            for division in divisions:
                found |= one.views.get(division, frozenset())
        return frozenset(found)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[asyncio.Event]:
        """Have an event set whenever something moved."""
        event = asyncio.Event()
        self._listeners.add(event)
        try:
            yield event
        finally:
            self._listeners.discard(event)

    @property
    def listeners(self) -> int:
        """How many listen."""
        return len(self._listeners)

    def close(self) -> None:
        """Let everybody who listens go."""
        self.closed = True
        self._tell()

    async def run(self) -> None:
        """Watch until cancelled."""
        projector = self._office.projector
        while True:
            try:
                with suppress(UnfinishedError):
                    await projector.wait_for(self.position + 1, LOOK)
                    await self._move(await projector.position())
            except (ViewsBlockedError, *PASSING) as error:
                log.warning("views cannot be watched", error=repr(error))
                await asyncio.sleep(LOOK)
            await asyncio.sleep(PAUSE)

    async def _move(self, position: int) -> None:
        views = None
        if position - self.position <= MOST:
            views = await asyncio.to_thread(self._moved, self.position + 1, position)
        self._kept.append(Moved(position=position, views=views))
        self.position = position
        self._tell()

    def _moved(self, first: int, last: int) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for one in self._office.desk.ledger.select_notifications(first, MOST, stop=last):
            division = AggregateId.parse(str(one.originator_id)).division
            found[division] = found.get(division, frozenset()) | {*concerned(one.topic)}
        return found

    def _tell(self) -> None:
        for listener in self._listeners:
            listener.set()


@asynccontextmanager
async def hub(office: Office) -> AsyncIterator[Hub]:
    """Watch an office's views while the block runs, also when none of them can go on."""
    try:
        position = await office.settle()
    except ViewsBlockedError:
        position = 0  # when they are repaired, all of them have moved
    opened = Hub(office, position)
    watching = asyncio.create_task(opened.run())
    try:
        yield opened
    finally:
        await end(watching)
