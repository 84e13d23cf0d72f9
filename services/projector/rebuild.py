"""Views built anew from the first fact beside the live ones, and swapped in one transaction."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

import psycopg
from msgspec import Struct

from projections.catalogue import VIEWS
from projections.view import View
from services.ledger.connection import Connection as StreamClient
from services.projector import checkpoint as checkpoints
from services.projector.checkpoint import Checkpoint
from services.projector.connection import LIVE, connect, gate, identity
from services.projector.engine import index
from services.projector.errors import ViewsBlockedError
from services.projector.follow import Progress, follow, ledger_end
from services.projector.workspace import OLD, beside, drop, workspace


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
        await follow(built.engine, client, await ledger_end(client), progress=progress)
        await index(built.connection, views)
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


def _refuse_to_fall_behind(live: dict[str, Checkpoint], built: Iterable[Checkpoint]) -> None:
    for view in built:
        if view.view in live and view.position < live[view.view].position:
            raise ViewsBlockedError(f"视图 {view.view} 停在台账 {view.blocked_at}：{view.reason}")
