"""The feed on the real ledger of a house of its own."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from nats.aio.client import Client

from events.subjects import STREAM
from services.feed.app import Feed
from services.feed.change import Change
from services.feed.description import describe
from services.feed.position import DURABLE
from services.importing import play
from services.office import opened
from services.runtime.servers import Servers, servers
from services.runtime.settings import Settings

STORY = Path(__file__).parents[3] / "deploy" / "demo" / "hailin-2021.jsonl"
WITHIN = 60


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Servers]:
    with servers(Settings(data=tmp_path)) as found:
        yield found


class Reader:
    """Somebody downstream who reads changes from a position of the stream."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def read(self, until: int) -> list[Change]:
        """Read from the beginning until a change of this position comes."""
        stream = self._client.jetstream()
        subscription = await stream.subscribe("jx.out.*.changes", ordered_consumer=True)
        found: list[Change] = []
        async with asyncio.timeout(WITHIN):
            while not found or found[-1].position < until:
                message = await subscription.next_msg(timeout=WITHIN)
                found.append(msgspec.json.decode(message.data, type=Change))
        await subscription.unsubscribe()
        return found


def test_every_fact_has_its_change_in_order_also_after_a_stop(running: Servers) -> None:
    async def scene() -> None:
        lines = STORY.read_bytes().splitlines()
        async with opened(running) as office:
            reader = Reader(office.client)
            assert [one async for one in play(office, lines[:60], "story") if one.is_finding] == []
            async with Feed(running.nats_url):
                middle = await office.position()
                first = await reader.read(middle)
            assert [one async for one in play(office, lines[60:], "story") if one.is_finding] == []
            async with Feed(running.nats_url):
                end = await office.position()
                changes = await reader.read(end)
        assert [one.position for one in first] == [*range(1, middle + 1)]
        assert [one.position for one in changes] == [*range(1, end + 1)]
        versions: dict[str, list[int]] = defaultdict(list)
        for one in changes:
            versions[one.aggregate].append(one.version)
        assert all(seen == [*range(1, len(seen) + 1)] for seen in versions.values())
        assert {one.division for one in changes} == {"231083"}
        registered = next(one for one in changes if one.type == "project.registered.v1")
        assert registered.title == "项目登记"
        assert {"subjects", "trail", "execution"} <= {*registered.views}

    asyncio.run(scene())


def test_changes_that_a_power_cut_took_are_published_again(running: Servers) -> None:
    """Facts are acknowledged whose changes are not in the stream: as if it had lost them."""

    async def scene() -> None:
        lines = STORY.read_bytes().splitlines()
        async with opened(running) as office:
            reader, stream = Reader(office.client), office.client.jetstream()
            assert [one async for one in play(office, lines[:40], "story") if one.is_finding] == []
            middle = await office.position()
            async with Feed(running.nats_url):
                await reader.read(middle)
            assert [one async for one in play(office, lines[40:], "story") if one.is_finding] == []
            end = await office.position()
            lost = await stream.pull_subscribe_bind(DURABLE, STREAM)
            acknowledged = 0
            while acknowledged < middle + 20:
                for message in await lost.fetch(20, timeout=10):
                    await message.ack_sync()
                    acknowledged = message.metadata.sequence.stream
            async with Feed(running.nats_url):
                changes = await reader.read(end)
        assert [one.position for one in changes] == [*range(1, end + 1)]

    asyncio.run(scene())


def test_the_description_is_of_what_is_really_published() -> None:
    found = describe()
    assert found["asyncapi"] == "3.0.0"
    text = json.dumps(found, ensure_ascii=False)
    for address in ("jx.in.*.execution", "jx.out.{division}.changes", "amount_fen", "recorded_at"):
        assert address in text
    assert {"changes", "receipt"} <= found["channels"].keys()  # type: ignore[attr-defined]
