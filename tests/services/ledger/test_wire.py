"""Questions and answers on one connection."""

import asyncio

import pytest

from services.ledger.errors import NoAnswer
from services.ledger.wire import Answer, Wire


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


def test_a_server_says_in_place_of_an_answer_that_nobody_listens(nats_url: str) -> None:
    async def scene() -> None:
        wire = await Wire.open(nats_url, 5.0)
        try:
            with pytest.raises(NoAnswer, match="nobody answers somebody"):
                await wire.ask("somebody")
        finally:
            await wire.close()

    asyncio.run(scene())
