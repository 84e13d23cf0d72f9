"""The year that is read: as large as asked, mostly money, in whole chains."""

import asyncio
from collections import Counter, defaultdict

import pytest

from events.execution import UpstreamFact
from events.subjects import EVENTS
from services.bench.history import BUSY, MANY, year
from services.bench.store import Store
from tests.services.ledger.story import first_break
from tests.services.projector.world import world

PROJECTS, FACTS = 100, 4_000


def test_a_year_has_as_many_facts_as_asked_and_most_are_money() -> None:
    facts = list(year(PROJECTS, FACTS))
    assert len(facts) == FACTS
    assert sum(isinstance(fact, UpstreamFact) for _, fact in facts) > FACTS / 2
    assert Counter(aggregate for aggregate, _ in facts)[BUSY] >= MANY
    assert facts == list(year(PROJECTS, FACTS))


def test_a_year_that_is_too_short_for_its_projects_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        next(year(PROJECTS, MANY))


def test_the_stored_year_is_whole_chains_in_guarded_batches(empty_nats_url: str) -> None:
    async def filled() -> dict[str, list[bytes]]:
        histories = defaultdict[str, list[bytes]](list)
        async with world(empty_nats_url, "") as stage:
            store = Store(stage.client, 0)
            await store.fill(year(PROJECTS, FACTS))
            stream = stage.client.jetstream()
            reading = await stream.subscribe(f"{EVENTS}.>", ordered_consumer=True)
            for _ in range(FACTS):
                message = await reading.next_msg(timeout=30)
                histories[message.subject].append(message.data)
            with pytest.raises(RuntimeError, match="not stored"):
                await Store(stage.client, 0).fill(year(PROJECTS, FACTS))
        return histories

    histories = asyncio.run(filled())
    assert sum(map(len, histories.values())) == FACTS
    assert all(first_break(bodies) is None for bodies in histories.values())
