"""From one server to a cluster of three and back: by a backup, with all that was kept."""

import asyncio
import os
import subprocess
from functools import partial
from pathlib import Path

import nats

from events.subjects import INTAKE_STREAM, STREAM
from services.backup import manifest as manifests
from services.backup.restore import restore
from services.clock import clock
from services.desk.desk import Desk
from services.intake import streams
from services.intake.streams import OUT_STREAM
from services.ledger.streams import drift
from services.watch.wanted import wanted_streams
from tests.services.backup.house import backed_up, house, quiet, recorded, wired
from tests.services.desk.bureau import code, done, register
from tests.services.desk.outage import mortal
from tests.services.intake.upstream import message
from tests.torture.nodes import cluster, urls
from tests.walks.jixiao import PATIENCE, SCRIPT

KEPT = (STREAM, INTAKE_STREAM, OUT_STREAM)


async def put_on(url: str, folder: Path, kept_by: int) -> None:
    manifest = manifests.read(folder)
    manifests.check(folder, manifest)
    await restore(url, manifest, folder, kept_by=kept_by, told=quiet)


async def told(url: str) -> None:
    """Leave messages and receipts."""
    client = await nats.connect(url.split(","))
    for number in range(5):
        await client.jetstream().publish("jx.in.231083.execution", message(f"P{number}"))
        await client.jetstream().publish("jx.out.231083.receipt.treasury", b"%d" % number)
    await client.close()


async def everything(url: str) -> list[list[tuple[str, int, bytes]]]:
    return [
        [(one.subject, one.sequence, one.body) for one in await recorded(url, 10**9, name)]
        for name in KEPT
    ]


def owned(url: str, data: Path) -> None:
    """Have the owner make what is missing, as ``jixiao streams`` does."""
    environ = {**os.environ, "JIXIAO_NATS_URL": url, "JIXIAO_REPLICAS": "3"}
    command = [SCRIPT, "streams", "--data", str(data)]
    subprocess.run(command, env=environ, check=True, capture_output=True, timeout=PATIENCE)


async def drifts(url: str) -> list[str]:
    """Say what is not kept by three servers."""
    async with wired(url) as wire:
        return [line for one in wanted_streams(3) for line in await drift(wire, one)]


async def mode(url: str) -> tuple[object, object]:
    async with wired(url) as wire:
        config = (await wire.api(f"STREAM.INFO.{OUT_STREAM}"))["config"]
    assert isinstance(config, dict)
    return config["num_replicas"], config.get("persist_mode")


def worked(url: str, replicas: int) -> None:
    """Prepare everything as ``up`` does, which refuses a weaker stream, and write a fact."""
    desk = Desk(url, replicas)
    try:
        desk.prepare(partial(streams.prepare, replicas=replicas))
        desk.prepare(partial(clock.prepare, replicas=replicas))
        done(desk, register(code()))
    finally:
        desk.close()


def test_a_backup_of_one_server_grows_on_three_and_shrinks_again(tmp_path: Path) -> None:
    with house(tmp_path / "house") as (url, desk):
        done(desk, register(code()))
        asyncio.run(told(url))
        assert asyncio.run(mode(url)) == (1, "async")
        asyncio.run(backed_up(url, tmp_path / "small"))
        before = asyncio.run(everything(url))
    with cluster(tmp_path / "cluster") as nodes:
        url = urls(nodes)
        asyncio.run(put_on(url, tmp_path / "small", 3))
        assert asyncio.run(everything(url)) == before
        assert asyncio.run(mode(url)) == (3, None)  # several keep nothing that is written behind
        owned(url, tmp_path)
        assert asyncio.run(drifts(url)) == []
        worked(url, 3)
        asyncio.run(told(url))
        asyncio.run(backed_up(url, tmp_path / "large"))
        after = asyncio.run(everything(url))
    (tmp_path / "other").mkdir()
    with mortal(tmp_path / "other") as server:
        asyncio.run(put_on(server.url, tmp_path / "large", 1))
        assert asyncio.run(everything(server.url)) == after
        assert len(after[0]) == len(before[0]) + 1
        assert asyncio.run(mode(server.url)) == (1, None)
        worked(server.url, 1)
