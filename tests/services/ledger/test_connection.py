"""A thousand messages in one write arrive as if each had been published by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from nats.aio.msg import Msg
from nats.errors import ConnectionClosedError, MaxPayloadError

from services.ledger.connection import Connection, Outgoing


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Connection]:
    connection = Connection()
    await connection.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


def test_many_messages_arrive_in_order_with_their_headers_and_replies(nats_url: str) -> None:
    subject = f"test.{uuid4().hex}"
    bodies = [b"%d" % number * 400 for number in range(2000)]  # more than one write takes
    arrived: list[Msg] = []

    async def scene() -> None:
        async with connected(nats_url) as connection:

            async def take(message: Msg) -> None:
                arrived.append(message)

            await connection.subscribe(subject, cb=take)
            outgoing = [
                Outgoing(subject, body, f"Number: {n}\r\n") for n, body in enumerate(bodies)
            ]
            await connection.publish_all([*outgoing, Outgoing(subject, b"", reply="back")])
            await connection.drain()

    asyncio.run(scene())
    assert [one.data for one in arrived] == [*bodies, b""]
    assert [one.headers for one in arrived[:-1]] == [{"Number": str(n)} for n in range(2000)]
    assert (arrived[-1].headers, arrived[-1].reply) == (None, "back")


def test_a_listener_gets_what_came_off_the_wire(nats_url: str) -> None:
    subject = f"test.{uuid4().hex}"
    arrived: list[tuple[bytes, bytes, bytes, bytes | None]] = []

    async def scene() -> None:
        both = asyncio.Event()

        def take(name: bytes, reply: bytes, body: bytes, headers: bytes | None) -> None:
            arrived.append((name, reply, body, headers))
            if len(arrived) == 2:
                both.set()

        async with connected(nats_url) as connection:
            await connection.listen(subject, take)
            second = Outgoing(subject, b"2", "A: b\r\n")
            await connection.publish_all([Outgoing(subject, b"1"), second])
            await asyncio.wait_for(both.wait(), 30)

    asyncio.run(scene())
    assert arrived == [
        (subject.encode(), b"", b"1", None),
        (subject.encode(), b"", b"2", b"NATS/1.0\r\nA: b\r\n\r\n"),
    ]


def test_what_cannot_be_sent_is_said(nats_url: str) -> None:
    async def scene() -> None:
        async with connected(nats_url) as connection:
            with pytest.raises(MaxPayloadError):
                await connection.publish_all(
                    [Outgoing("test", b"x" * (connection.max_payload + 1))]
                )
        with pytest.raises(ConnectionClosedError):
            await connection.publish_all([Outgoing("test", b"")])

    asyncio.run(scene())
