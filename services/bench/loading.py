"""Rows: one project from the ledger, read whole or only looked at for news."""

import asyncio
from collections.abc import Sequence

from events.subjects import EVENTS, STREAM
from services.bench import payments
from services.bench.ground import Ground, connected, desk_of, pay
from services.bench.peer import Treasury, peer
from services.bench.percentile import percentiles
from services.bench.raw_reading import RawReading
from services.bench.rounds import awaiting, in_thread, interleaved
from services.bench.row import Row, compared
from services.bench.target import Target
from services.desk.desk import BATCH, Desk

SIZES = (10, 100, 1_000, 5_000)
READ = 10_000  # facts in a round of cold loads, whatever the size
WARM_REPEATS = 100
QUICK_READ = 200
QUICK_WARM_REPEATS = 30
COLD = Target(limit_at_most=2.5, peer_at_least=1)
CURRENT = Target(limit_at_most=2, peer_at_least=3)


async def rows(ground: Ground) -> list[Row]:
    """Compare loads with the soonest raw reads of the same messages, and with the peer's get."""
    read = QUICK_READ if ground.quick else READ
    looks = QUICK_WARM_REPEATS if ground.quick else WARM_REPEATS
    sizes = SIZES[:-1] if ground.quick else SIZES
    async with desk_of(ground) as desk, connected(ground) as client:
        raw = RawReading(client, STREAM)
        with peer(ground) as plain, peer(ground, AGGREGATE_CACHE_MAXSIZE="1000") as cached:
            await asyncio.to_thread(_fill, desk, plain, sizes)
            cold = [
                await _cold(desk, raw, plain, place, max(1, read // size))
                for place, size in enumerate(sizes)
            ]
            warm = [await _warm(desk, raw, cached, place, looks) for place in range(len(sizes))]
            return [*cold, *warm]


async def _cold(desk: Desk, raw: RawReading, plain: Treasury, place: int, repeats: int) -> Row:
    project, size = payments.project(place), SIZES[place]
    subject = f"{EVENTS}.{project}"
    measured = await interleaved(
        {
            "ours": in_thread(lambda _: desk.from_ledger([project]), repeats),
            "by direct get": awaiting(lambda _: raw.by_direct_get(subject, size), repeats),
            "by consumer": awaiting(lambda _: raw.by_consumer(subject, size), repeats),
            "peer": in_thread(lambda _: plain.load(place), repeats),
        }
    )
    usual = percentiles(measured, 50)
    usual["limit"] = min(usual["by direct get"], usual["by consumer"])
    return compared(f"读取 {size:,} 个事实的项目", "微秒", COLD, usual)


async def _warm(desk: Desk, raw: RawReading, cached: Treasury, place: int, repeats: int) -> Row:
    project = payments.project(place)
    measured = await interleaved(
        {
            "ours": in_thread(lambda _: desk.history(project), repeats),
            "limit": awaiting(lambda _: raw.last(f"{EVENTS}.{project}"), repeats),
            "peer": in_thread(lambda _: cached.load(place), repeats),
        }
    )
    name = f"内存中 {SIZES[place]:,} 个事实的项目，核对最新"
    return compared(name, "微秒", CURRENT, percentiles(measured, 50))


def _fill(desk: Desk, application: Treasury, sizes: Sequence[int]) -> None:
    application.register(range(len(sizes)))
    for place, size in enumerate(sizes):
        for first in range(0, size, BATCH):
            numbers = range(first, min(first + BATCH, size))
            messages = [payments.payment(number, place) for number in numbers]
            pay(desk, messages)
            application.take(messages)
