"""The bureau's office: opened whole, commands completed from the views, then decided."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from events.fact import Fact
from events.terms import Role
from projections.view import Lookup
from services.attachments import store
from services.attachments.evidence import lacks
from services.attachments.store import Attachments
from services.completion import completed
from services.decision import Actor
from services.desk.desk import Desk, Handled
from services.desk.orders import Answer, Order
from services.desk.reports import Noted, Report, note
from services.due import DUE
from services.intake import streams
from services.ledger.connection import Connection as StreamClient
from services.ledger.connection import connect
from services.projector.errors import SchemaReplacedError
from services.projector.follow import ledger_end
from services.projector.lookup import ask, reading
from services.projector.projector import Projector
from services.runtime.servers import Servers
from services.runtime.tasks import end

A = TypeVar("A", bound=Struct)

CLOCK: Final = Actor(id="clock", role=Role.CLOCK, org="jixiao")
PATIENCE: Final = 60.0  # seconds the views may take to reach the ledger's end
ATTEMPTS: Final = 3  # how often the ledger is asked where it ends
SWAPS: Final = 3  # how often rebuilt views may take the place of those being asked


class Office:
    """Decides commands and answers from the views; open it with :func:`opened`."""

    def __init__(
        self,
        desk: Desk,
        client: StreamClient,
        projector: Projector,
        projecting: asyncio.Task[None],
        servers: Servers,
    ) -> None:
        """Take what was opened; ``projecting`` is the projector at work."""
        self.desk = desk
        self.client = client
        self.projector = projector
        self.projecting = projecting
        self.servers = servers
        self.database_url = servers.database_url
        self.store = servers.store
        self.attachments = Attachments(client)

    async def submit(self, order: Order) -> Handled:
        """Decide a command, with what it asks of the views filled in."""
        if why := await lacks(self.attachments, order.command):
            return Handled(Answer(id=order.id, outcome="refused", reasons=why), fresh=False)
        whole = replace(order, command=await completed(self, order))
        return await asyncio.to_thread(self.desk.handle, whole)

    async def rehearse(self, order: Order) -> list[Fact]:
        """Say which facts a command would lead to now, writing none. Raises Refused, Conflict."""
        whole = replace(order, command=await completed(self, order))
        return await asyncio.to_thread(self.desk.rehearse, whole)

    async def note(self, reports: Sequence[Report]) -> list[Noted]:
        """Record upstream facts; ``Conflict`` when others kept writing first."""
        return await asyncio.to_thread(note, self.desk, reports)

    async def tick(self, at: datetime) -> list[Handled]:
        """Let everything before ``at`` fall due, each once: duties begin, then deadlines pass."""
        handled: list[Handled] = []
        if not await self.settle():  # nothing was ever recorded
            return handled
        for due in DUE:
            for one in await due(self, at):
                order = Order(
                    id=one.id, at=at, actor=CLOCK, division=one.division, command=one.command
                )
                handled.append(await self.submit(order))
        return handled

    async def ask(self, lookup: Lookup[A]) -> list[A]:
        """Ask the views as of the ledger's end."""
        await self.settle()
        for _ in range(SWAPS):
            with suppress(SchemaReplacedError):
                return await self._ask(lookup)
        return await self._ask(lookup)

    async def _ask(self, lookup: Lookup[A]) -> list[A]:
        async with reading(self.database_url) as connection:
            return await ask(connection, lookup)

    async def settle(self, patience: float = PATIENCE) -> int:
        """Wait until the views hold every fact recorded so far; returns the position.

        ``UnfinishedError`` when that takes longer than ``patience`` seconds.
        """
        position = await self.position()
        there = asyncio.ensure_future(self.projector.wait_for(position, patience))
        done, _ = await asyncio.wait([there, self.projecting], return_when=asyncio.FIRST_COMPLETED)
        if there not in done:  # the projector ended, which it only does by an error
            there.cancel()
            self.projecting.result()
        await there
        return position

    async def position(self) -> int:
        """Where the ledger ends as the server states it, 0 when it is empty."""
        return await ledger_end(self.client, ATTEMPTS)


@asynccontextmanager
async def opened(servers: Servers) -> AsyncIterator[Office]:
    """Open the ledger, its streams and the views, and keep the views at the ledger's end.

    Raises ``StreamRefused`` when a stream is weaker than it must be.
    """
    desk = await asyncio.to_thread(Desk, servers.nats_url, servers.replicas)
    try:
        for make in (streams.prepare, store.prepare):
            await asyncio.to_thread(desk.prepare, partial(make, replicas=servers.replicas))
        client = await connect(servers.nats_url)
        try:
            projector = Projector(client, servers.database_url)
            projecting = asyncio.create_task(projector.run())
            try:
                yield Office(desk, client, projector, projecting, servers)
            finally:
                await end(projecting)
        finally:
            await client.close()
    finally:
        await asyncio.to_thread(desk.close)
