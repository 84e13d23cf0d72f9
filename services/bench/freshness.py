"""Rows: how long after its publication a fact is seen in the views, at a steady pace."""

import asyncio
from time import perf_counter
from typing import Final

from services.bench import payments
from services.bench.ground import Ground
from services.bench.percentile import percentile
from services.bench.row import Row, row
from services.bench.store import Store
from services.bench.target import Target
from services.intake.contract import fact_of
from services.ledger.connection import Connection as StreamClient
from services.projector.connection import connect
from services.projector.projector import Projector
from services.runtime.tasks import end

PACE: Final = 2_000  # facts a second
AT_ONCE: Final = 100  # in one durable append
LOOK: Final = 0.001  # seconds between two looks at the views
FIRST: Final = 100_000_000  # number of a payment nobody has published
TARGET: Final = Target(ours_at_most=250)


async def rows(
    ground: Ground, client: StreamClient, store: Store, projects: int, seconds: int
) -> list[Row]:
    """Publish steadily while the live projector is at work; nothing to compare with."""
    projector = Projector(client, ground.running.database_url)
    projecting = asyncio.create_task(projector.run())
    try:
        await projector.wait_for(store.end, 60)
        published: dict[int, float] = {}
        seen = asyncio.create_task(_seen(ground, store.end + PACE * (seconds + 1)))
        await _publish(store, projects, seconds + 1, published)
        found = await seen
    finally:
        await end(projecting)
    late = _lateness(published, found)[PACE:]  # the first second warms up
    return [
        row(f"新鲜度 p50（{PACE:,} 条/秒）", "毫秒", Target(), ours=percentile(late, 50)),
        row(f"新鲜度 p99（{PACE:,} 条/秒）", "毫秒", TARGET, ours=percentile(late, 99)),
    ]


async def _publish(store: Store, projects: int, seconds: int, published: dict[int, float]) -> None:
    """Append at a steady pace, noting when each fact was handed over."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for start in range(0, PACE * seconds, AT_ONCE):
        await asyncio.sleep(began + start / PACE - loop.time())
        numbers = range(FIRST + start, FIRST + start + AT_ONCE)
        at, first = perf_counter(), store.end + 1
        await store.append(
            [
                (payments.project(n * 7 % projects), fact_of(payments.payment(n, n * 7 % projects)))
                for n in numbers
            ]
        )
        published.update(dict.fromkeys(range(first, store.end + 1), at))


async def _seen(ground: Ground, end: int) -> list[tuple[float, int]]:
    """Look at a view again and again; returns when it was found to have come how far."""
    found: list[tuple[float, int]] = []
    async with connect(ground.running.database_url) as connection:
        while not found or found[-1][1] < end:
            cursor = await connection.execute("SELECT max(sequence) FROM trail")
            [position] = await cursor.fetchone() or [0]
            if not found or position > found[-1][1]:
                found.append((perf_counter(), position))
            await asyncio.sleep(LOOK)
    return found


def _lateness(published: dict[int, float], found: list[tuple[float, int]]) -> list[float]:
    """Return for each fact in order the milliseconds until a look had found it."""
    looks, late = iter(found), list[float]()
    at, position = next(looks)
    for sequence, handed_over in published.items():
        while position < sequence:
            at, position = next(looks)
        late.append((at - handed_over) * 1e3)
    return late
