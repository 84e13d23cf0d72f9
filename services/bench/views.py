"""Rows: the views of a large year, rebuilt, kept fresh, asked, and what they weigh in memory."""

from typing import Final

from msgspec import Struct

from services.bench import freshness, history, memory, queries, rebuilding
from services.bench.ground import Ground, desk_of
from services.bench.row import Row
from services.bench.store import Store
from services.ledger.connection import connect
from services.projector.follow import ledger_end


class Size(Struct, frozen=True, kw_only=True):
    """How much there is to read; seconds are those of steady publishing."""

    projects: int
    facts: int
    rounds: int
    peer_facts: int
    seconds: int
    questions: int


FULL: Final = Size(
    projects=100_000, facts=1_000_000, rounds=5, peer_facts=4_000, seconds=15, questions=300
)
QUICK: Final = Size(projects=1_000, facts=8_000, rounds=2, peer_facts=300, seconds=2, questions=30)


async def rows(ground: Ground) -> list[Row]:
    """Fill a ledger with a year, then measure whatever reads it."""
    size = QUICK if ground.quick else FULL
    client = await connect(ground.running.nats_url)
    try:
        async with desk_of(ground):
            store = Store(client, await ledger_end(client))
            await store.fill(history.year(size.projects, size.facts))
        weights = memory.Weights(ground.running.children)
        rebuilt = await rebuilding.rows(ground, client, size.rounds, size.peer_facts, weights)
        fresh = await freshness.rows(ground, client, store, size.projects, size.seconds)
        asked = await queries.rows(ground, size.projects, size.questions)
    finally:
        await client.close()
    return [*rebuilt, *fresh, *memory.rows(weights), *asked]
