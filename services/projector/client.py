"""A NATS client that hands the deliveries of a consumer over as they come off the wire."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct
from nats.aio.client import Client
from nats.aio.subscription import Subscription


class Delivery(Struct, frozen=True, gc=False):
    """A message as it came, nothing of it read yet; ``headers`` is None where there are none."""

    subject: bytes
    reply: bytes
    data: bytes
    headers: bytes | None


Deliver: TypeAlias = Callable[[Delivery], None]


class StreamClient(Client):
    """Reads like its parent, but for what is listened to.

    Half of the time of a long read went into headers nobody asked for, and into a queue and a
    task between the wire and the reader.
    """

    def __init__(self) -> None:
        """Begin unconnected."""
        super().__init__()
        self._listeners: dict[int, Deliver] = {}

    async def listen(self, subject: str, deliver: Deliver) -> Subscription:
        """Subscribe; ``deliver`` is called in the read loop and must not take long."""
        subscription = await self.subscribe(subject)
        self._listeners[subscription._id] = deliver  # noqa: SLF001 - its number on the wire
        return subscription

    async def _process_msg(
        self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes
    ) -> None:
        deliver = self._listeners.get(sid)
        if deliver is None:
            await super()._process_msg(sid, subject, reply, data, headers)
        else:
            deliver(Delivery(subject, reply, data, headers))

    def _remove_sub(self, sid: int, max_msgs: int = 0) -> None:
        self._listeners.pop(sid, None)
        super()._remove_sub(sid, max_msgs)


async def connected(url: str) -> StreamClient:
    """Connect, again and again for ever."""
    client = StreamClient()
    await client.connect(url, max_reconnect_attempts=-1)
    return client
