"""A ledger at work on a server of its own, its backups, and the servers they are put back on."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

from events.subjects import INTAKE_STREAM, STREAM
from services.backup import manifest as manifests
from services.backup.manifest import Manifest
from services.backup.restore import restore_folder
from services.backup.take import take
from services.clock import clock
from services.desk.desk import Desk
from services.intake import streams
from services.intake.streams import DURABLE
from services.ledger.reading import Reading, Record
from services.ledger.wire import Wire
from services.runtime.folder import hold
from services.runtime.nats import nats_server
from tests.services.desk.bureau import adopt
from tests.services.desk.outage import mortal


def quiet(_what: str, _done: int) -> None:
    """Take no notice of the progress."""


@contextmanager
def house(folder: Path) -> Iterator[tuple[str, Desk]]:
    """Keep a server with a desk, the intake's streams, the timers and the law of one place."""
    folder.mkdir()
    with mortal(folder) as server, closing(Desk(server.url)) as desk:
        desk.prepare(streams.prepare)
        desk.prepare(clock.prepare)
        adopt(desk)
        yield server.url, desk


@asynccontextmanager
async def wired(url: str) -> AsyncIterator[Wire]:
    wire = await Wire.open(url, 30)
    try:
        yield wire
    finally:
        await wire.close()


async def backed_up(url: str, folder: Path) -> Manifest:
    async with wired(url) as wire:
        manifest, digest = await take(wire, folder, quiet)
    assert manifests.read(folder, digest) == manifest
    return manifest


def put_back(backup: Path, target: Path) -> Manifest:
    """Do what the command does."""
    manifest = manifests.read(backup)
    manifests.check(backup, manifest)
    restore_folder(manifest, backup, target, None, quiet)
    return manifest


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the streams of a data folder."""
    with hold(folder) as held, nats_server(held, None) as server:
        yield server.url()


async def recorded(url: str, until: int, stream: str = STREAM) -> list[Record]:
    """Read a stream up to a position."""
    async with wired(url) as wire:
        found = await Reading(wire, stream, 1).after(">", 0)
    return [record for record in found if record.sequence <= until]


async def waiting(url: str) -> int:
    """Count what the intake has not answered yet."""
    async with wired(url) as wire:
        answer = await wire.api(f"CONSUMER.INFO.{INTAKE_STREAM}.{DURABLE}")
    pending, unanswered = answer["num_pending"], answer["num_ack_pending"]
    assert isinstance(pending, int)
    assert isinstance(unanswered, int)
    return pending + unanswered
