"""Views built anew from the first fact beside the live ones, and swapped in one transaction."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress

import psycopg
from msgspec import Struct

from projections.catalogue import VIEWS
from projections.view import View
from services.ledger.connection import Connection as StreamClient
from services.projector import checkpoint as checkpoints
from services.projector.checkpoint import Checkpoint
from services.projector.connection import LIVE, connect, gate, identity
from services.projector.engine import Settled, index
from services.projector.errors import ViewsBlockedError
from services.projector.follow import Progress, follow, ledger_end
from services.projector.workspace import OLD, beside, drop, workspace
from services.runtime.tasks import end


async def rebuild(
    client: StreamClient,
    database_url: str,
    schema: str = LIVE,
    views: Sequence[View[Struct]] = VIEWS,
    *,
    progress: Progress | None = None,
) -> list[Checkpoint]:
    """Fold the whole ledger into new tables and give them the name of the live ones.

    A live projector commits nothing while the last facts are folded and the names change, then
    finds its schema replaced and goes on from the new checkpoints; readers see the old rows or the
    new ones. Raises ViewsBlockedError, and leaves everything as it is, when a new view would be
    behind its live one.
    """
    async with workspace(database_url, schema, "build", views, logged=True) as built:
        end = await ledger_end(client)
        async with _indexing(database_url, built.schema, views) as settled:
            await follow(built.engine, client, end, progress=progress, settled=settled)
        retired = beside(schema, OLD)
        async with connect(database_url, schema) as swap:
            async with swap.transaction():
                await gate(swap, schema)
                live = await checkpoints.load(swap)
                ahead = max((view.position for view in live.values()), default=0)
                await follow(built.engine, client, ahead)
                _refuse_to_fall_behind(live, built.engine.checkpoints)
                if await identity(swap, schema) is not None:
                    await swap.execute(f"ALTER SCHEMA {schema} RENAME TO {retired}".encode())
                await swap.execute(f"ALTER SCHEMA {built.schema} RENAME TO {schema}".encode())
            # A reader that keeps the old tables longer leaves them to the next start.
            with suppress(psycopg.errors.LockNotAvailable):
                await drop(swap, retired)
        return built.engine.checkpoints


@asynccontextmanager
async def _indexing(
    database_url: str, schema: str, views: Sequence[View[Struct]]
) -> AsyncIterator[Settled]:
    """Index each view that is settled while others are still written; at the end all are indexed.

    A second connection does so: the lines of ``trail`` alone take as long as all other rows.
    """
    begun: dict[str, asyncio.Task[None]] = {}
    async with connect(database_url, schema) as connection:

        def begin(view: View[Struct]) -> None:
            if view.name not in begun:
                begun[view.name] = asyncio.create_task(index(connection, view))

        try:
            yield begin
            for view in views:
                begin(view)
            await asyncio.gather(*begun.values())
        finally:
            for task in begun.values():
                await end(task)


def _refuse_to_fall_behind(live: dict[str, Checkpoint], built: Iterable[Checkpoint]) -> None:
    for view in built:
        if view.view in live and view.position < live[view.view].position:
            raise ViewsBlockedError(f"视图 {view.view} 停在台账 {view.blocked_at}：{view.reason}")
