"""A stream of messages, good and malformed, and what the intake said to each."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import nats
from msgspec import Struct
from msgspec import json as wire
from nats.aio.client import Client
from nats.aio.msg import Msg

from tests.torture.load.messages import SUBJECT
from tests.torture.scenario import Hung

AT_ONCE = 400
STALLED = 90.0  # seconds without any new receipt


class Told(Struct):
    """As much of a receipt as is looked at."""

    outcome: str
    received: int
    reason: str = ""


@dataclass(frozen=True)
class Sent:
    """A body on a subject, and whether it is to be taken."""

    body: bytes
    good: bool
    subject: str = SUBJECT


@dataclass(frozen=True)
class Outcome:
    """What became of everything that was sent, in the order sent, and how long it took."""

    told: list[Told]
    seconds: float

    @property
    def rate(self) -> float:
        """How many messages a second were answered."""
        return len(self.told) / self.seconds


def play(url: str, sent: Sequence[Sent]) -> Outcome:
    """Publish and wait for every receipt. Raises Hung when none comes any more."""
    return asyncio.run(_play(url, sent))


async def _play(url: str, sent: Sequence[Sent]) -> Outcome:
    client = await nats.connect(url)
    receipts: dict[int, Told] = {}

    async def hear(message: Msg) -> None:
        told = wire.decode(message.data, type=Told)
        receipts[told.received] = told

    try:
        await client.subscribe(
            "jx.out.*.receipt.>", cb=hear, pending_msgs_limit=-1, pending_bytes_limit=-1
        )
        began = time.monotonic()
        sequences = await _publish(client, sent)
        await _all(client, receipts, len(sequences))
        told = [receipts[sequence] for sequence in sequences]
        return Outcome(told, time.monotonic() - began)
    finally:
        await client.close()


async def _publish(client: Client, sent: Sequence[Sent]) -> list[int]:
    stream = client.jetstream(timeout=30)
    sequences: list[int] = []
    for start in range(0, len(sent), AT_ONCE):
        some = sent[start : start + AT_ONCE]
        futures = [await stream.publish_async(one.subject, one.body) for one in some]
        sequences += [(await future).seq for future in futures]
    return sequences


async def _all(client: Client, receipts: dict[int, Told], count: int) -> None:
    seen, since = -1, time.monotonic()
    while len(receipts) < count:
        if len(receipts) > seen:
            seen, since = len(receipts), time.monotonic()
        elif time.monotonic() - since > STALLED:
            at = await client.jetstream(timeout=10).consumer_info("JX_INTAKE", "intake")
            raise Hung(
                f"{count - seen} messages got no receipt: {at.num_pending} wait,"
                f" {at.num_ack_pending} under way, {at.num_redelivered} again"
            )
        await asyncio.sleep(0.02)
