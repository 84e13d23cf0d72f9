"""While work goes on the messages in hand are spoken for, however long it takes."""

import asyncio
from uuid import uuid4

import pytest
from nats.aio.msg import Msg

from services.intake.answering import IN_HAND, in_hand
from services.intake.intake import Incoming, opened
from services.ledger.address import Address
from services.ledger.connection import Connection


class Broken(Exception):
    """What goes wrong with the work."""


async def spoken_for(url: str, *, breaks: bool) -> list[bytes]:
    """Have work last until each of two messages was spoken for twice; says what was said."""
    connection = await Connection.of(Address.parse(url))
    subject, said, enough = f"test.{uuid4().hex}", list[bytes](), asyncio.Event()

    async def hear(message: Msg) -> None:
        said.append(message.data)
        if len(said) >= 4:
            enough.set()

    async def work() -> None:
        await enough.wait()
        if breaks:
            raise Broken

    try:
        await connection.subscribe(subject, cb=hear)
        told = Incoming(sequence=1, subject="jx.in.231083.execution", body=b"", reply=subject)
        await in_hand(connection, [opened(told)] * 2, work(), every=0.01)
        return said[:4]
    finally:
        await connection.close()


def test_messages_are_spoken_for_as_long_as_the_work_lasts(nats_url: str) -> None:
    assert asyncio.run(spoken_for(nats_url, breaks=False)) == [IN_HAND] * 4


def test_what_goes_wrong_with_the_work_is_told(nats_url: str) -> None:
    with pytest.raises(Broken):
        asyncio.run(spoken_for(nats_url, breaks=True))
