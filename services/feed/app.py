"""The FastStream side: facts in from the ledger, a change for each out, in order."""

import asyncio
from typing import Annotated, Final, Self

import msgspec
import nats.errors
import structlog
from faststream import AckPolicy
from faststream.nats import JStream, PullSub
from faststream.nats.message import NatsBatchMessage
from nats.aio.msg import Msg

from events.subjects import STREAM, changes_subject
from services.feed.change import Change, change
from services.feed.position import BATCH, DURABLE, FILTER, prepare
from services.intake.broker import broker_at, leave
from services.intake.fetching import Fetching
from services.intake.streams import OUT_STREAM
from services.ledger.address import Address
from services.ledger.connection import Connection
from services.ledger.wire import Wire
from services.runtime.told import Told

LINGER: Final = 0.1  # seconds a fetch waits for more
AGAIN: Final = 1.0  # seconds until a change that could not be published is tried again
PASSING: Final = (nats.errors.Error, TimeoutError, OSError)

log = structlog.get_logger("feed")


class Feed:
    """Publishes changes while it is open; use it with ``async with``."""

    def __init__(self, nats_url: str) -> None:
        """Wire the subscriber and the publisher; nothing is connected yet."""
        self._url = nats_url
        self._address = Address.parse(nats_url)
        self._connection: Connection | None = None
        self.broker = broker_at(self._address)
        self._subscriber = self.broker.subscriber(
            FILTER,
            stream=JStream(STREAM, declare=False),
            durable=DURABLE,
            inbox_prefix=f"{self._address.inbox}.".encode(),
            pull_sub=PullSub(batch_size=BATCH, timeout=LINGER, batch=True),
            ack_policy=AckPolicy.NACK_ON_ERROR,
            decoder=_as_they_are,
            include_in_schema=False,
        )
        self._subscriber(self._handle)
        self._publisher = self.broker.publisher(
            changes_subject("{division}"),
            stream=JStream(OUT_STREAM, declare=False),
            title="changes",
            description="每登记一条事实发布一条变化：按项目有序，至少一次，以 position 识别重复",
            schema=Annotated[Change, Told(Change)],
        )

    async def __aenter__(self) -> Self:
        """Find out where to go on, connect and begin; the streams must be there."""
        wire = await Wire.open(self._url, 5.0)
        try:
            await prepare(wire)
        finally:
            await wire.close()
        connection = self._connection = await Connection.of(self._address)
        fetching = await Fetching.open(connection, STREAM, DURABLE)
        await self.broker.start()
        fetching.mend(self._subscriber)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop; what was not acknowledged is published again next time."""
        await leave(self.broker.stop)
        if self._connection is not None:
            await self._connection.close()

    async def _handle(self, batch: list[Msg]) -> None:
        for message in batch:
            told = change(message.subject, message.metadata.sequence.stream, message.data)
            await self._publish(told)

    async def _publish(self, told: Change) -> None:
        """Publish until it is kept: to go on with the next one would put them out of order."""
        while True:
            try:
                await self._publisher.publish(
                    msgspec.json.encode(told),
                    changes_subject(told.division),
                    headers={"Nats-Msg-Id": f"change-{told.id}"},
                    stream=OUT_STREAM,
                )
            except PASSING as error:
                log.warning("change not published", position=told.position, error=repr(error))
                await asyncio.sleep(AGAIN)
            else:
                return


async def _as_they_are(message: NatsBatchMessage) -> list[Msg]:
    """Hand the raw messages to the handler: decoding them is its business."""
    return message.raw_message
