"""Questions on one connection: what only reads is asked again, what writes is not."""

import asyncio
import socket
import struct
from uuid import uuid4

import pytest
from nats.aio.msg import Msg

from services.ledger.errors import NoAnswer, Unheard
from services.ledger.wire import Answer, Wire


async def asked(url: str, *, reads: bool, listens: bool = True) -> tuple[str, int]:
    """Ask somebody who does not hear the first time; says the answer and how often it was asked."""
    wire, subject, heard = await Wire.open(url, 5), f"test.{uuid4().hex}", list[Msg]()

    async def deaf_at_first(message: Msg) -> None:
        heard.append(message)
        if len(heard) > 1:
            await message.respond(b"answer %d" % len(heard))

    try:
        if listens:
            await wire.client.subscribe(subject, cb=deaf_at_first)
        return (await wire.ask(subject, b"question", reads=reads)).data.decode(), len(heard)
    finally:
        await wire.close()


def test_what_only_reads_is_asked_again(nats_url: str) -> None:
    assert asyncio.run(asked(nats_url, reads=True)) == ("answer 2", 2)


def test_what_may_write_is_asked_once(nats_url: str) -> None:
    with pytest.raises(NoAnswer, match="no answer to"):
        asyncio.run(asked(nats_url, reads=False))


def test_that_nobody_listens_is_known_at_once(nats_url: str) -> None:
    for reads in (True, False):
        with pytest.raises(Unheard, match="nobody answers"):
            asyncio.run(asked(nats_url, reads=reads, listens=False))


def test_an_answer_that_cannot_be_read_fails_its_question_only(nats_url: str) -> None:
    def unreadable(answer: Answer) -> bool:
        return bool(answer.headers["Nats-Sequence"])

    async def scene() -> None:
        wire = await Wire.open(nats_url, 5.0)
        try:
            with wire.question(unreadable) as question:
                await wire.send("$JS.API.INFO", b"", reply=question.reply)
                with pytest.raises(NoAnswer, match="cannot be read"):
                    await wire.answer(question, "what the server says")
            assert "memory" in await wire.api("INFO")
        finally:
            await wire.close()

    asyncio.run(scene())


async def refused(seconds: float) -> str:
    """Be turned away by a server that says why once, and from then on only cuts the connection."""
    said = 0

    async def turn_away(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal said
        said += 1
        writer.write(b'INFO {"max_payload":1048576,"auth_required":true}\r\n')
        await reader.readline()
        if said == 1:
            writer.write(b"-ERR 'Authorization Violation'\r\n")
            await writer.drain()
        else:
            at_once = struct.pack("ii", 1, 0)
            plug = writer.get_extra_info("socket")
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        writer.close()

    async with await asyncio.start_server(turn_away, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(NoAnswer) as failure:
            await Wire.open(f"nats://127.0.0.1:{port}", seconds)
    assert said > 1
    return str(failure.value)


def test_why_a_server_turned_us_away_outlives_the_cuts_that_follow() -> None:
    assert "authorization violation" in asyncio.run(refused(1.5)).lower()
