"""Messages come in whole batches, ahead of need, and go back when nobody takes them."""

import pytest
from nats.errors import TimeoutError as NothingCame

from events.subjects import INTAKE_STREAM
from services.intake.fetching import Fetching
from services.intake.streams import DURABLE
from tests.services.intake.upstream import Upstream, message, perform, upstream

pytestmark = pytest.mark.usefixtures("desk")  # it has the streams


async def opened(system: Upstream) -> Fetching:
    return await Fetching.open(system.client, INTAKE_STREAM, DURABLE)


def test_what_came_ahead_of_need_is_given_back_at_once(empty_nats_url: str) -> None:
    async def scene() -> None:
        async with upstream(empty_nats_url) as system:
            sequences = await system.publish(*(message("P1", f"V{i}") for i in range(25)))
            first = await opened(system)
            taken = await first.fetch(10, 5)
            taken += await first.fetch(1, 5)  # nine more came ahead with it
            await first.unsubscribe()
            second = await opened(system)
            rest = await second.fetch(14, 5)  # long before the acknowledgement wait
            await second.unsubscribe()
            for one in (*taken, *rest):
                await one.ack_sync()
            found = sorted(one.metadata.sequence.stream for one in (*taken, *rest))
            assert found == sequences
            assert [one.metadata.sequence.stream for one in taken] == sequences[:11]

    perform(scene())


def test_a_few_messages_are_had_after_the_wait_and_none_is_an_error(
    empty_nats_url: str,
) -> None:
    async def scene() -> None:
        async with upstream(empty_nats_url) as system:
            fetching = await opened(system)
            with pytest.raises(NothingCame):
                await fetching.fetch(10, 0.05)
            await system.publish(message("P1", "V1"), message("P1", "V2"))
            taken = await fetching.fetch(10, 0.5)
            await fetching.unsubscribe()
            assert len(taken) == 2
            for one in taken:
                await one.ack_sync()

    perform(scene())
