"""The projector: keeps the live views at the end of the ledger."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import nats.errors
import psycopg
import structlog
from msgspec import Struct

from projections.catalogue import VIEWS
from projections.view import View
from services.ledger.connection import Connection as StreamClient
from services.projector import checkpoint as checkpoints
from services.projector.connection import LIVE, Connection, connect, hold_schema, identity
from services.projector.engine import Engine, create, index
from services.projector.errors import (
    LedgerShorterError,
    SchemaReplacedError,
    SourceLostError,
    UnfinishedError,
    ViewsBlockedError,
)
from services.projector.follow import follow, ledger_end
from services.projector.rebuild import rebuild
from services.projector.tables import shape
from services.projector.workspace import clear_leftovers

# What passes by itself: a server that restarts, a lost consumer, swapped views.
PASSING: Final = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    nats.errors.Error,
    OSError,
)
PATIENCE: Final = 30.0  # seconds another projector may stand still while it is waited for
_STANDBY: Final = 0.25  # seconds between two looks at what another projector does
_IDLE: Final = 5.0  # seconds between two looks at views none of which can go on
_LONGEST: Final = 2.0  # seconds between two attempts
_ATTEMPTS: Final = 4  # to catch up after a lost consumer or a swap

_log = structlog.get_logger("projector")


class Projector:
    """Folds the ledger into the views of one schema; only one does so at a time.

    The client should reconnect for ever; the projector takes up its work after restarts of NATS and
    PostgreSQL from the checkpoint. Its first start with changed views rebuilds them.
    """

    def __init__(
        self,
        client: StreamClient,
        database_url: str,
        *,
        schema: str = LIVE,
        views: Sequence[View[Struct]] = VIEWS,
    ) -> None:
        self._client = client
        self._database_url = database_url
        self._schema = schema
        self._views = views
        self._engine: Engine | None = None
        self._moved = asyncio.Event()

    async def run(self) -> None:
        """Project until cancelled; a second projector of the schema stands by for the first."""
        pause = 0.05
        while True:
            began = asyncio.get_running_loop().time()
            try:
                async with self._opened() as engine:
                    await follow(engine, self._client, progress=self._announce)
                    await self._wait_for_repair(engine)
            except PASSING as error:
                if self._client.is_closed:
                    raise
                _log.warning("projector interrupted", error=repr(error), again_in=pause)
            if asyncio.get_running_loop().time() - began > _LONGEST:
                pause = 0.05
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST)

    async def catch_up(self, position: int | None = None) -> int:
        """Bring the views to ``position``, by default the ledger's end, and say where they are.

        Where another projector is at work, wait for that one. Raises ViewsBlockedError when no
        view can go on, UnfinishedError when the other one stands still.
        """
        until = await ledger_end(self._client) if position is None else position
        for _ in range(_ATTEMPTS):
            try:
                return await self._catch_up(until)
            except (SourceLostError, SchemaReplacedError) as error:
                _log.warning("catching up again", error=repr(error))
        return await self._catch_up(until)

    async def _catch_up(self, until: int) -> int:
        loop = asyncio.get_running_loop()
        best, since = -1, loop.time()
        async with connect(self._database_url, self._schema) as connection:
            while not await hold_schema(connection, self._schema):
                reached = await _stored(connection)
                if reached >= until:
                    await self._not_beyond(reached)
                    return reached
                if reached > best:
                    best, since = reached, loop.time()
                elif loop.time() - since > PATIENCE:
                    raise UnfinishedError(f"视图停在台账 {best}，应到 {until}")
                await asyncio.sleep(0.01)
            engine = await self._prepared(connection)
            await follow(engine, self._client, until, progress=self._announce)
            return _reached(engine)

    async def _not_beyond(self, reached: int) -> None:
        """Raise LedgerShorterError when views that others keep know more than there is."""
        end = await ledger_end(self._client)
        if end < reached:
            raise LedgerShorterError(f"台账只到 {end}，视图在 {reached}")

    async def wait_for(self, position: int, timeout: float = 5.0) -> None:  # noqa: ASYNC109 - says what was waited for
        """Wait until the views hold the fact at ``position``; ``timeout`` in seconds.

        Raises UnfinishedError, or ViewsBlockedError when no view can go on.
        """
        try:
            async with asyncio.timeout(timeout):
                while await self._known_position() < position:
                    if self._engine is None:
                        await asyncio.sleep(0.01)
                    else:
                        self._moved.clear()
                        await self._moved.wait()
        except TimeoutError as error:
            raise UnfinishedError(f"{timeout} 秒内视图未到台账 {position}") from error

    async def _known_position(self) -> int:
        """Return the position; -1 while the database is away, as before any."""
        try:
            return await self.position()
        except (psycopg.OperationalError, psycopg.InterfaceError):
            return -1

    async def position(self) -> int:
        """Return the ledger position that every view has reached which can go on; -1 before any."""
        if self._engine is not None:
            return _reached(self._engine)
        async with connect(self._database_url, self._schema) as connection:
            return await _stored(connection)

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[Engine]:
        async with connect(self._database_url, self._schema) as connection:
            while not await hold_schema(connection, self._schema):  # noqa: ASYNC110 - another process holds it
                await asyncio.sleep(_STANDBY)
            self._engine = await self._prepared(connection)
            try:
                yield self._engine
            finally:
                self._engine = None
                self._moved.set()

    async def _prepared(self, connection: Connection) -> Engine:
        await clear_leftovers(connection, self._schema)
        known = await checkpoints.load(connection)
        if not known:
            if await identity(connection, self._schema) is not None:
                raise RuntimeError(f"模式 {self._schema} 已存在，但不是绩效视图")
            await create(connection, self._schema, self._views)
            await index(connection, *self._views)
        elif {v.name: shape(v) for v in self._views} != {c.view: c.shape for c in known.values()}:
            _log.info("views changed, rebuilding", schema=self._schema)
            await rebuild(self._client, self._database_url, self._schema, self._views)
        return await Engine.open(connection, self._schema, self._views)

    async def _wait_for_repair(self, engine: Engine) -> None:
        for view in engine.checkpoints:
            _log.error("view blocked", view=view.view, at=view.blocked_at, reason=view.reason)
        self._moved.set()
        while True:
            await asyncio.sleep(_IDLE)
            await engine.check()

    def _announce(self, _: int) -> None:
        self._moved.set()


def _reached(engine: Engine) -> int:
    reached = engine.reached
    if reached is None:
        reasons = {f"{view.blocked_at}：{view.reason}" for view in engine.checkpoints}
        raise ViewsBlockedError(f"视图停在台账 {'；'.join(sorted(reasons))}")
    return reached


async def _stored(connection: Connection) -> int:
    """Say how far the views are; -1, behind every ledger, while there are none."""
    known = await checkpoints.load(connection)
    if not known:
        return -1
    reached = checkpoints.reached(known.values())
    if reached is None:
        raise ViewsBlockedError(f"视图停在台账 {min(c.position for c in known.values()) + 1}")
    return reached
