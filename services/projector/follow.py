"""From the stream into an engine, for ever or to a position."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace
from nats.aio.client import Client

from events.envelope import Recorded
from events.subjects import STREAM
from services.ledger.connection import Connection as StreamClient
from services.projector.engine import Engine
from services.projector.errors import LedgerShorterError, ViewsBlockedError
from services.projector.source import Source

Keep: TypeAlias = Callable[[Recorded], bool]
Progress: TypeAlias = Callable[[int], None]


async def ledger_end(client: Client) -> int:
    """Return the position of the last fact in the ledger."""
    return (await client.jetstream().stream_info(STREAM)).state.last_seq


async def follow(
    engine: Engine,
    client: StreamClient,
    until: int | None = None,
    *,
    keep: Keep | None = None,
    progress: Progress | None = None,
) -> None:
    """Fold facts until every view that can go on is at ``until``; without it, for ever.

    Returns early when no view can go on. A view that blocks is left behind, the others go on.
    Raises LedgerShorterError, and what the source and the engine raise.
    """
    settled = False
    while not settled:
        while (reached := engine.reached) is not None:
            end = await ledger_end(client)
            if max(reached, until or 0) > end:
                raise LedgerShorterError(f"台账只到 {end}，视图在 {reached}，应到 {until}")
            if until is not None and reached >= until:
                break
            async with Source(client, reached + 1, until) as source:
                await _read(engine, source, until, keep, progress)
        # What cannot be written makes its view begin again.
        await engine.settle()
        settled = engine.reached == reached


async def _read(
    engine: Engine,
    source: Source,
    until: int | None,
    keep: Keep | None,
    progress: Progress | None,
) -> None:
    # Views that fell behind are read for from there; when they block again, or have
    # caught up, the stream is taken up where the others are.
    while engine.reached == source.next - 1 and (until is None or source.next <= until):
        batch = await source.batch()
        if keep is not None:
            batch = replace(batch, facts=[fact for fact in batch.facts if keep(fact)])
        await engine.apply(batch)
        if progress is not None:
            progress(batch.last)


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
