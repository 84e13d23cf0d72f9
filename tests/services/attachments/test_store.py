"""The bytes themselves: kept once, read back whole, noticed when they are gone or changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from uuid import uuid4

import pytest

from services.attachments.store import PIECE, STREAM_NAME, SUBJECT, Attachments, Damaged, prepare
from services.ledger.connection import Connection, connect
from services.ledger.errors import NoAnswer
from services.ledger.wire import Wire
from tests.services.attachments.files import photo


@pytest.fixture(scope="module", autouse=True)
def _made(empty_nats_url: str) -> None:
    async def make() -> None:
        wire = await Wire.open(empty_nats_url, 10)
        await prepare(wire)
        await wire.close()

    asyncio.run(make())


@asynccontextmanager
async def at(url: str) -> AsyncIterator[tuple[Attachments, Connection]]:
    client = await connect(url)
    try:
        yield Attachments(client), client
    finally:
        await client.close()


async def count(client: Connection) -> int:
    return (await client.jetstream().stream_info(STREAM_NAME)).state.messages


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_file_is_read_as_it_was_brought(nats_url: str, size: int) -> None:
    content = (uuid4().bytes * (size // 16 + 1))[:size]

    async def there_and_back() -> bytes | None:
        async with at(nats_url) as (attachments, _):
            digest = await attachments.keep(content)
            assert digest == sha256(content).hexdigest()
            return await attachments.read(digest, size)

    assert asyncio.run(there_and_back()) == content


def test_the_same_bytes_are_kept_once_however_many_bring_them(nats_url: str) -> None:
    content = photo(uuid4().hex, 3 * PIECE)

    async def several() -> None:
        async with at(nats_url) as (attachments, client):
            before = await count(client)
            first, *others = await asyncio.gather(*(attachments.keep(content) for _ in range(8)))
            assert others == [first] * 7
            assert await count(client) == before + 3

    asyncio.run(several())


def test_what_was_begun_is_finished_by_the_next(nats_url: str) -> None:
    """A writer that died left pieces: they are the same pieces for everybody."""
    content = photo(uuid4().hex, 2 * PIECE)
    digest = sha256(content).hexdigest()

    async def begun() -> None:
        async with at(nats_url) as (attachments, client):
            await client.jetstream().publish(f"{SUBJECT}.{digest}.1", content[PIECE:])
            assert await attachments.read(digest, len(content)) is None
            assert await attachments.keep(content) == digest
            assert await attachments.read(digest, len(content)) == content

    asyncio.run(begun())


def test_other_bytes_under_a_digest_are_noticed(nats_url: str) -> None:
    content = photo(uuid4().hex)
    digest = sha256(content).hexdigest()

    async def forged() -> None:
        async with at(nats_url) as (attachments, client):
            await client.jetstream().publish(f"{SUBJECT}.{digest}.0", b"MZ" + content[2:])
            assert await attachments.read(digest, len(content)) is None
            with pytest.raises(Damaged):
                await attachments.keep(content)

    asyncio.run(forged())


def test_another_size_is_another_file(nats_url: str) -> None:
    content = photo(uuid4().hex, PIECE)

    async def sized() -> list[bytes | None]:
        async with at(nats_url) as (attachments, _):
            digest = await attachments.keep(content)
            return [await attachments.read(digest, PIECE + more) for more in (-1, 1)]

    assert asyncio.run(sized()) == [None, None]


def test_a_server_without_the_stream_gives_no_answer(nats_url: str) -> None:
    async def elsewhere() -> None:
        async with at(nats_url) as (_, client):
            closed = Attachments(client)
            await client.close()
            with pytest.raises(NoAnswer):
                await closed.keep(b"x")
            with pytest.raises(NoAnswer):
                await closed.read("0" * 64, 1)

    asyncio.run(elsewhere())
