"""The watch: mends what it may, and cries once over what a person has to see."""

import asyncio
from typing import Final

import psycopg
import structlog

from events.subjects import INTAKE_STREAM, STREAM
from services.attachments.store import STREAM_NAME as ATTACHMENTS
from services.clock.timers import PLANNER, TIMERS_STREAM
from services.feed import position as feed
from services.ledger import consumers, streams
from services.ledger.errors import NoAnswer, Refusal
from services.ledger.streams import StreamRefused
from services.ledger.wire import Wire
from services.office import Office
from services.projector.checkpoint import load
from services.projector.lookup import reading
from services.watch.wanted import Seen, begun, look, reader, stream

EVERY: Final = 5.0  # seconds between two looks
# An empty one in the place of any would hide that facts, messages or files are gone.
IRREPLACEABLE: Final = frozenset((STREAM, INTAKE_STREAM, ATTACHMENTS))

PASSING: Final = (NoAnswer, Refusal, psycopg.OperationalError, psycopg.InterfaceError, OSError)

log = structlog.get_logger("watch")


class Watch:
    """Looks again and again until cancelled; an alarm is said once, and once that it is over."""

    def __init__(self, office: Office, every: float = EVERY) -> None:
        """Take the office whose servers and views are looked after."""
        self._office = office
        self._every = every
        self._alarms: dict[str, str] = {}

    async def run(self) -> None:
        """Mend and look for ever; while a server is away there is nothing to see."""
        while True:
            await asyncio.sleep(self._every)
            try:
                await self._look()
            except PASSING as error:
                log.warning("cannot look", error=repr(error), again_in=self._every)

    async def _look(self) -> None:
        found: dict[str, str] = {}

        async def mend(wire: Wire) -> None:
            for seen in begun([one async for one in look(wire, desk.replicas)]):
                if seen.well:
                    continue
                if await _mended(wire, seen, desk.replicas):
                    log.error("mended", what=seen.kind, name=seen.name, why=_told(seen))
                else:
                    found[f"{seen.kind} {seen.name}"] = _told(seen)

        desk = self._office.desk
        await asyncio.to_thread(desk.prepare, mend)
        async with reading(self._office.database_url) as connection:
            for view in (await load(connection)).values():
                if view.blocked_at is not None:
                    found[f"view {view.view}"] = f"blocked at {view.blocked_at}: {view.reason}"
        self._tell(found)

    def _tell(self, found: dict[str, str]) -> None:
        for what, why in found.items():
            if self._alarms.get(what) != why:
                log.error("alarm", what=what, why=why)
        for what in self._alarms.keys() - found.keys():
            log.info("alarm over", what=what)
        self._alarms = found


async def _mended(wire: Wire, seen: Seen, replicas: int) -> bool:
    """Do what is safe without asking anybody: nothing that was kept is let go."""
    try:
        if seen.name == feed.DURABLE:
            await feed.prepare(wire)
            return True
        if seen.kind == "consumer":
            await consumers.reconcile(wire, seen.stream, reader(seen.name))
            return True
        if seen.differences is None and seen.name in IRREPLACEABLE:
            return False
        await streams.reconcile(wire, stream(seen.name, replicas))
        if seen.name == TIMERS_STREAM and seen.differences is None:
            await consumers.skip(wire, STREAM, PLANNER, 0)  # every timer anew
    except (StreamRefused, Refusal):
        return False
    return True


def _told(seen: Seen) -> str:
    return "is not there" if seen.differences is None else "; ".join(map(str, seen.differences))
