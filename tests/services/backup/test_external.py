"""Onto a server that runs by itself, and whatever streams of ours there are."""

import asyncio
from pathlib import Path

import nats
import pytest
from nats.js.api import StreamConfig

from services.backup import manifest as manifests
from services.backup.restore import restore
from services.ledger.errors import Refusal
from services.refusal import Refused
from tests.services.backup.house import backed_up, house, quiet, recorded
from tests.services.desk.bureau import code, done, register
from tests.services.desk.outage import mortal


async def put_on(url: str, folder: Path) -> None:
    manifest = manifests.read(folder)
    manifests.check(folder, manifest)
    await restore(url, manifest, folder, kept_by=1, told=quiet)


async def names(url: str) -> set[str]:
    client = await nats.connect(url)
    found = {str(one.config.name) for one in await client.jetstream().streams_info()}
    await client.close()
    return found


async def buckets(url: str) -> tuple[list[tuple[str, int]], list[int]]:
    """Read a bucket's entries and the places of a stream with gaps."""
    client = await nats.connect(url)
    stream = client.jetstream()
    bucket = await stream.key_value("JX_SESSIONS")
    entries = [(key, (await bucket.get(key)).revision or 0) for key in await bucket.keys()]
    await client.close()
    return entries, [record.sequence for record in await recorded(url, 10**9, "JX_MORE")]


async def fill(url: str) -> None:
    client = await nats.connect(url)
    stream = client.jetstream()
    bucket = await stream.create_key_value(bucket="JX_SESSIONS", history=1)
    for value in (b"1", b"2", b"3"):
        await bucket.put("one", value)
        await bucket.put("two", value)
    await stream.add_stream(
        StreamConfig(name="JX_MORE", subjects=["more"], allow_direct=True, max_msgs=5)
    )
    await stream.add_stream(StreamConfig(name="OTHERS", subjects=["others"]))
    for _ in range(8):
        await stream.publish("more", b"x")
    await stream.delete_msg("JX_MORE", 6)
    await client.close()


def test_every_stream_of_ours_keeps_its_places(tmp_path: Path) -> None:
    with house(tmp_path / "house") as (url, desk):
        done(desk, register(code()))
        asyncio.run(fill(url))
        asyncio.run(backed_up(url, tmp_path / "backup"))
        before = asyncio.run(names(url))
        kept = asyncio.run(buckets(url))
        facts = asyncio.run(recorded(url, 10**9))
    (tmp_path / "other").mkdir()
    with mortal(tmp_path / "other") as server:
        asyncio.run(put_on(server.url, tmp_path / "backup"))
        assert before - asyncio.run(names(server.url)) == {"OTHERS"}
        assert asyncio.run(buckets(server.url)) == kept
        assert kept[1] == [4, 5, 7, 8]
        assert asyncio.run(recorded(server.url, 10**9)) == facts


def test_a_server_with_facts_is_not_written_over(tmp_path: Path) -> None:
    with house(tmp_path / "house") as (url, desk):
        asyncio.run(backed_up(url, tmp_path / "backup"))
        done(desk, register(name := code()))
        with pytest.raises(Refused, match="服务器上已有 JX_EVENTS"):
            asyncio.run(put_on(url, tmp_path / "backup"))
        assert asyncio.run(recorded(url, 10**9))[-1].subject.endswith(name)


def test_what_cannot_be_put_back_whole_is_taken_away_again(tmp_path: Path) -> None:
    with house(tmp_path / "house") as (url, _):
        asyncio.run(backed_up(url, tmp_path / "backup"))
    folder = tmp_path / "backup"
    manifest = manifests.read(folder)
    last = folder / manifest.streams[-1].file.name
    last.write_bytes(last.read_bytes()[:-20])
    (tmp_path / "other").mkdir()
    with mortal(tmp_path / "other") as server:
        with pytest.raises((Refused, Refusal)):
            asyncio.run(restore(server.url, manifest, folder, kept_by=1, told=quiet))
        assert asyncio.run(names(server.url)) == set()
