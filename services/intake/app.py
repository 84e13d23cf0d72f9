"""The FastStream side: batches in from JetStream, receipts and parked messages out."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, Self

import msgspec
import structlog
from faststream import AckPolicy
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.nats.message import NatsBatchMessage
from msgspec import Struct
from msgspec.structs import replace
from nats.aio.msg import Msg
from nats.js.errors import APIError

from events.subjects import CODE, INTAKE_STREAM, parked_subject, receipt_subject
from services.desk.desk import Desk
from services.intake.fetching import Fetching
from services.intake.intake import Incoming, Receipt, take
from services.intake.streams import BATCH, DURABLE, FILTER
from services.ledger.connection import Connection, Outgoing
from services.ledger.delivery import delivery_of
from services.ledger.errors import WRONG_LAST_SEQUENCE
from services.runtime.log import broker_logger

LINGER: Final = 0.05  # seconds a fetch waits for more; a lone message waits this long
AGAIN: Final = 1  # seconds until a batch that failed is delivered again
DONE: Final = b"+ACK"
AGAIN_LATER: Final = b'-NAK {"delay": %d}' % (AGAIN * 10**9)
HEADERS: Final = 256  # bytes of a message's largest size that its headers may take
ONCE: Final = {"Nats-Expected-Last-Subject-Sequence": "0"}  # however late it is delivered again

log = structlog.get_logger("intake")


class Parked(Struct, frozen=True, kw_only=True):
    """A message put aside whole (``body`` in base64), with its receipt.

    ``cut`` says that the server takes no more of the body; all of it is in the intake stream, at
    the receipt's ``received``.
    """

    receipt: Receipt
    subject: str
    body: bytes
    at: datetime
    cut: bool = False

    def document(self, most: int) -> bytes:
        """Encode in at most so many bytes."""
        whole = msgspec.json.encode(self)
        if len(whole) <= most:
            return whole
        rest = len(msgspec.json.encode(replace(self, body=b"", cut=True)))
        kept = self.body[: (most - rest) // 4 * 3]  # base64 makes four bytes of three
        return msgspec.json.encode(replace(self, body=kept, cut=True))


class Intake:
    """Takes upstream messages while it is open; use it with ``async with``."""

    def __init__(self, nats_url: str, desk: Desk) -> None:
        """Wire the one subscriber; nothing is connected yet."""
        self._desk = desk
        self._url = nats_url
        self._connection: Connection | None = None
        self.broker = NatsBroker(
            nats_url.split(","),
            logger=broker_logger(),
            apply_types=False,
            max_reconnect_attempts=-1,
        )
        self._subscriber = self.broker.subscriber(
            FILTER,
            stream=JStream(INTAKE_STREAM, declare=False),
            durable=DURABLE,
            pull_sub=PullSub(batch_size=BATCH, timeout=LINGER, batch=True),
            ack_policy=AckPolicy.MANUAL,
            decoder=_as_they_are,
            title="上游执行事实",
        )
        self._subscriber(self._handle)

    async def __aenter__(self) -> Self:
        """Connect and begin; the streams and the consumer must be there."""
        connection = self._connection = Connection()
        await connection.connect(self._url.split(","), max_reconnect_attempts=-1)
        fetching = await Fetching.open(connection, INTAKE_STREAM, DURABLE)
        await self.broker.start()
        fetching.mend(self._subscriber)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop taking messages; what was not answered is delivered again next time."""
        await self.broker.stop()
        if self._connection is not None:
            await self._connection.close()

    async def _handle(self, batch: list[Msg]) -> None:
        incoming = [_incoming(message) for message in batch]
        now = datetime.now(UTC)
        connection = self._connection
        if connection is None:
            raise RuntimeError("intake is not open")
        try:
            receipts = await asyncio.to_thread(take, self._desk, incoming, now)
            await _park(connection, incoming, receipts, now)
            await connection.publish_all([_told(receipt) for receipt in receipts])
            await connection.flush()
        except Exception:
            # The one place where whatever went wrong is logged; the batch comes again.
            log.exception("batch failed", size=len(batch), again_in=AGAIN)
            answer = AGAIN_LATER
        else:
            answer = DONE
        await connection.publish_all([Outgoing(message.reply, answer) for message in batch])


async def _park(
    connection: Connection,
    batch: Sequence[Incoming],
    receipts: Sequence[Receipt],
    now: datetime,
) -> None:
    """Put parked messages aside durably."""
    stream = connection.jetstream()
    for incoming, receipt in zip(batch, receipts, strict=True):
        if receipt.outcome != "parked":
            continue
        parked = Parked(receipt=receipt, subject=incoming.subject, body=incoming.body, at=now)
        subject = f"{parked_subject(incoming.division or 'unknown')}.{incoming.sequence}"
        document = parked.document(connection.max_payload - HEADERS)
        try:
            await stream.publish(subject, document, headers={**ONCE})
        except APIError as error:
            if error.err_code != WRONG_LAST_SEQUENCE:
                raise
            log.info("parked before", subject=subject)


def _told(receipt: Receipt) -> Outgoing:
    """Write the receipt for whoever sent the message."""
    system = receipt.source_system
    subject = receipt_subject(
        receipt.division or "unknown", system if CODE.fullmatch(system) else "unknown"
    )
    return Outgoing(subject, msgspec.json.encode(receipt))


def _incoming(message: Msg) -> Incoming:
    delivery = delivery_of(message.reply)
    return Incoming(
        sequence=delivery.sequence,
        subject=message.subject,
        body=message.data,
        redelivered=delivery.deliveries > 1,
    )


async def _as_they_are(message: NatsBatchMessage) -> list[Msg]:
    """Hand the raw messages to the handler: decoding them is its business."""
    return message.raw_message
