"""What a cut took is asked again, and not for ever."""

import asyncio

import pytest
from nats import errors
from nats.js.errors import NotFoundError

from services.ledger.again import again


class Server:
    """Answers after so many questions that lead to nothing."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = [*faults]
        self.asked = 0

    async def answer(self) -> int:
        self.asked += 1
        if self.faults:
            raise self.faults.pop(0)
        return self.asked


def test_a_question_without_an_answer_is_asked_again() -> None:
    server = Server(errors.TimeoutError(), errors.NoRespondersError())
    assert asyncio.run(again(server.answer)) == 3


def test_the_last_attempt_says_what_is_wrong() -> None:
    server = Server(errors.TimeoutError(), errors.TimeoutError(), errors.TimeoutError())
    with pytest.raises(errors.TimeoutError):
        asyncio.run(again(server.answer, attempts=2))
    assert server.asked == 2


def test_an_answer_that_says_no_is_an_answer() -> None:
    server = Server(NotFoundError())
    with pytest.raises(NotFoundError):
        asyncio.run(again(server.answer))
    assert server.asked == 1
