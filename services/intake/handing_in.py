"""Messages handed in otherwise: into the same stream, answered by the same intake."""

import asyncio
from collections.abc import Sequence

import msgspec
from msgspec import Struct
from nats.aio.client import Client
from nats.aio.msg import Msg

from events.subjects import INTAKE_STREAM, intake_subject
from services.intake.intake import Receipt


class HandedIn(Struct, frozen=True, kw_only=True):
    """What became of messages that were handed in; ``waiting`` are kept and not yet answered."""

    received: int
    receipts: list[Receipt]
    waiting: list[int]


class Receipts:
    """Collects the receipts of a division while some are waited for."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._found: dict[int, Receipt] = {}
        self._news = asyncio.Event()

    async def read(self, message: Msg) -> None:
        """Take a receipt in."""
        receipt = msgspec.json.decode(message.data, type=Receipt)
        self._found[receipt.received] = receipt
        self._news.set()

    async def of(self, wanted: Sequence[int], seconds: float) -> dict[int, Receipt]:
        """Wait for these receipts, as many as come in time."""
        missing = set(wanted)
        try:
            async with asyncio.timeout(seconds):
                while missing := missing - self._found.keys():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            pass
        return {number: self._found[number] for number in wanted if number in self._found}


async def hand_in(
    client: Client, division: str, bodies: Sequence[bytes], seconds: float
) -> HandedIn:
    """Publish messages in their order and wait for their receipts."""
    receipts, stream = Receipts(), client.jetstream(timeout=30)
    subscription = await client.subscribe(f"jx.out.{division}.receipt.*", cb=receipts.read)
    try:
        await client.flush()
        subject = intake_subject(division)
        kept = [await stream.publish(subject, body, stream=INTAKE_STREAM) for body in bodies]
        numbers = [one.seq for one in kept]
        found = await receipts.of(numbers, seconds)
    finally:
        await subscription.unsubscribe()
    return HandedIn(
        received=len(numbers),
        receipts=[found[number] for number in numbers if number in found],
        waiting=[number for number in numbers if number not in found],
    )
