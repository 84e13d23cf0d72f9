"""Row: all views rebuilt from the whole ledger."""

import asyncio
from time import perf_counter
from typing import Final

from nats.aio.msg import Msg
from psycopg.conninfo import conninfo_to_dict

from events.subjects import EVENTS, STREAM
from services.bench.ground import Ground, connected
from services.bench.memory import Weights
from services.bench.peer import peer
from services.bench.peer_projection import Projected
from services.bench.rounds import medians
from services.bench.row import Row, row
from services.bench.target import Target
from services.ledger.connection import Connection as StreamClient
from services.projector.follow import ledger_end
from services.projector.rebuild import rebuild

TARGET: Final = Target(limit_at_least=0.35, peer_at_least=10)


async def rows(
    ground: Ground, client: StreamClient, rounds: int, peer_facts: int, weights: Weights
) -> list[Row]:
    """Compare a rebuild with counting the same messages, and with the peer's projection."""
    end = await ledger_end(client)

    async def ours(_: int) -> float:
        def weigh(position: int) -> None:
            if position >= end // 2 and not weights.half:
                weights.half = weights.now()
            if position >= end:
                weights.end = weights.now()

        weights.half = {}
        began = perf_counter()
        await rebuild(client, ground.running.database_url, progress=weigh)
        return end / (perf_counter() - began)

    async def limit(_: int) -> float:
        return await _counted(ground, end)

    with peer(ground) as application:
        database = str(conninfo_to_dict(ground.running.database_url)["dbname"])
        projected = Projected(application, peer_facts, database)
        await asyncio.to_thread(projected.prepare)

        async def theirs(_: int) -> float:
            return await asyncio.to_thread(projected.run)

        found = await medians({"ours": ours, "limit": limit, "peer": theirs}, rounds)
    return [row(f"重建全部视图（{end:,} 条事实）", "条/秒", TARGET, **found, is_rate=True)]


async def _counted(ground: Ground, end: int) -> float:
    """Let an ordered consumer count the stream; returns messages a second."""
    counted, all_there = 0, asyncio.Event()

    async def count(_: Msg) -> None:
        nonlocal counted
        counted += 1
        if counted == end:
            all_there.set()

    async with connected(ground) as client:
        began = perf_counter()
        await client.jetstream().subscribe(
            f"{EVENTS}.>",
            stream=STREAM,
            ordered_consumer=True,
            cb=count,
            pending_msgs_limit=-1,
            pending_bytes_limit=-1,
        )
        await all_there.wait()
        return end / (perf_counter() - began)
