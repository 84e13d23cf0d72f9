"""From the stream into an engine, for ever or to a position."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from msgspec.structs import replace
from nats.aio.client import Client

from events.envelope import Recorded
from events.subjects import STREAM
from services.ledger.again import again
from services.ledger.connection import Connection as StreamClient
from services.projector.engine import Engine, Settled
from services.projector.errors import LedgerShorterError, ViewsBlockedError
from services.projector.source import Batch, Source
from services.runtime.tasks import end

Keep: TypeAlias = Callable[[Recorded], bool]
Progress: TypeAlias = Callable[[int], None]


async def ledger_end(client: Client, attempts: int = 1) -> int:
    """Return the position of the last fact in the ledger."""
    info = await again(partial(client.jetstream().stream_info, STREAM), attempts)
    return info.state.last_seq


async def follow(  # noqa: PLR0913 - two ends, a position, and three that are rarely given
    engine: Engine,
    client: StreamClient,
    until: int | None = None,
    *,
    keep: Keep | None = None,
    progress: Progress | None = None,
    settled: Settled | None = None,
) -> None:
    """Fold facts until every view that can go on is at ``until``; without it, for ever.

    ``settled`` hears of each view that has all its rows in its table. Returns early when no view
    can go on. A view that blocks is left behind, the others go on. Raises LedgerShorterError, and
    what the source and the engine raise.
    """
    ended = False
    while not ended:
        while (reached := engine.reached) is not None:
            end = await ledger_end(client)
            if max(reached, until or 0) > end:
                raise LedgerShorterError(f"台账只到 {end}，视图在 {reached}，应到 {until}")
            if until is not None and reached >= until:
                break
            async with Source(client, reached + 1, until) as source:
                await _read(engine, source, until, keep, progress)
        # What cannot be written makes its view begin again.
        await engine.settle(settled)
        ended = engine.reached == reached


async def _read(
    engine: Engine,
    source: Source,
    until: int | None,
    keep: Keep | None,
    progress: Progress | None,
) -> None:
    # Views that fell behind are read for from there; when they block again, or have
    # caught up, the stream is taken up where the others are.
    batch = await source.batch()
    while True:
        # PostgreSQL is waited for in between: the next facts are read meanwhile.
        ahead = asyncio.ensure_future(source.batch())
        try:
            facts = batch.facts if keep is None else [fact for fact in batch.facts if keep(fact)]
            await engine.apply(replace(batch, facts=facts))
            if progress is not None:
                progress(batch.last)
            if engine.reached != batch.last or (until is not None and batch.last >= until):
                return
            batch = await ahead
        finally:
            await _leave(ahead)


async def _leave(ahead: asyncio.Future[Batch]) -> None:
    """Have nobody wait any more for what is not asked for, whatever became of it."""
    await end(ahead)
    if not ahead.cancelled():
        ahead.exception()  # it is met again by who reads on


async def follow_whole(
    engine: Engine,
    client: StreamClient,
    until: int,
    *,
    keep: Keep | None = None,
    progress: Progress | None = None,
) -> None:
    """Fold to ``until`` with no view left behind. Raises ViewsBlockedError."""
    await follow(engine, client, until, keep=keep, progress=progress)
    for view in engine.checkpoints:
        if view.blocked_at is not None:
            raise ViewsBlockedError(f"视图 {view.view} 停在台账 {view.blocked_at}：{view.reason}")
