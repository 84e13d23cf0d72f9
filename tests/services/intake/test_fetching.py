"""Messages come in whole batches, ahead of need, and go back when nobody takes them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from nats.errors import TimeoutError as NothingCame

from events.subjects import INTAKE_STREAM
from services.intake.fetching import Fetching
from services.intake.streams import DURABLE
from services.ledger.connection import Connection
from services.ledger.delivery import delivery_of
from tests.services.intake.upstream import message, perform, upstream

pytestmark = pytest.mark.usefixtures("desk")  # it has the streams


@asynccontextmanager
async def fetching_from(url: str) -> AsyncIterator[Fetching]:
    connection = Connection()
    await connection.connect(url)
    try:
        yield await Fetching.open(connection, INTAKE_STREAM, DURABLE)
    finally:
        await connection.close()


def test_what_came_ahead_of_need_is_given_back_at_once(empty_nats_url: str) -> None:
    async def scene() -> None:
        async with (
            upstream(empty_nats_url) as system,
            fetching_from(empty_nats_url) as first,
            fetching_from(empty_nats_url) as second,
        ):
            sequences = await system.publish(*(message("P1", f"V{i}") for i in range(25)))
            taken = await first.fetch(10, 5)
            taken += await first.fetch(1, 5)  # nine more came ahead with it
            await first.unsubscribe()
            rest = await second.fetch(14, 5)  # long before the acknowledgement wait
            await second.unsubscribe()
            found = [delivery_of(one.reply).sequence for one in (*taken, *rest)]
            for one in (*taken, *rest):
                await one.ack_sync()
            assert found[:11] == sequences[:11]
            assert sorted(found) == sequences

    perform(scene())


def test_a_few_messages_are_had_after_the_wait_and_none_is_an_error(
    empty_nats_url: str,
) -> None:
    async def scene() -> None:
        async with (
            upstream(empty_nats_url) as system,
            fetching_from(empty_nats_url) as fetching,
        ):
            with pytest.raises(NothingCame):
                await fetching.fetch(10, 0.05)
            await system.publish(message("P1", "V1"), message("P1", "V2"))
            taken = await fetching.fetch(10, 0.5)
            await fetching.unsubscribe()
            assert len(taken) == 2
            for one in taken:
                await one.ack_sync()

    perform(scene())
