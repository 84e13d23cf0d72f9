"""The FastStream side: batches in from JetStream, receipts and parked messages out."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, Self

import msgspec
import nats
import nats.errors
import structlog
from faststream import AckPolicy
from faststream.exceptions import NackMessage
from faststream.nats import JStream, NatsBroker, PullSub
from faststream.nats.message import NatsBatchMessage
from msgspec import Struct
from msgspec.structs import replace
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.errors import APIError

from events.subjects import CODE, INTAKE_STREAM, parked_subject, receipt_subject
from services.desk.desk import Desk
from services.intake.fetching import Fetching
from services.intake.intake import Incoming, Receipt, take
from services.intake.streams import BATCH, DURABLE, FILTER
from services.ledger.errors import WRONG_LAST_SEQUENCE
from services.runtime.log import broker_logger

LINGER: Final = 0.05  # seconds a fetch waits for more; a lone message waits this long
AGAIN: Final = 1  # seconds until a batch that failed is delivered again
FAREWELL: Final = 10.0  # seconds to hand back what was taken
PARKED_AT_ONCE: Final = 24  # messages on their way aside, which may be a megabyte each
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
        self._url = nats_url
        self._desk = desk
        self._out: Client | None = None
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
            ack_policy=AckPolicy.NACK_ON_ERROR,
            decoder=_as_they_are,
            title="上游执行事实",
        )
        self._subscriber(self._handle)

    async def __aenter__(self) -> Self:
        """Connect and begin; the streams and the consumer must be there."""
        self._out = await nats.connect(self._url.split(","), max_reconnect_attempts=-1)
        await self.broker.start()
        Fetching.mend(self._subscriber)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop taking messages; what was not answered is delivered again next time."""
        try:
            async with asyncio.timeout(FAREWELL):
                await self.broker.stop()
        except (nats.errors.Error, TimeoutError) as error:  # the server is not there any more
            log.warning("left without a farewell", error=repr(error))
        if self._out is not None:
            await self._out.close()

    async def _handle(self, batch: list[Msg]) -> None:
        incoming = [
            Incoming(
                sequence=message.metadata.sequence.stream,
                subject=message.subject,
                body=message.data,
                redelivered=message.metadata.num_delivered > 1,
            )
            for message in batch
        ]
        now = datetime.now(UTC)
        try:
            receipts = await asyncio.to_thread(take, self._desk, incoming, now)
            await self._tell(incoming, receipts, now)
        except Exception as error:
            # The one place where whatever went wrong is logged; the batch comes again.
            log.exception("batch failed", size=len(batch), again_in=AGAIN)
            raise NackMessage(delay=AGAIN) from error

    async def _tell(
        self, batch: Sequence[Incoming], receipts: Sequence[Receipt], now: datetime
    ) -> None:
        """Put parked messages aside durably, then send the receipts."""
        out = self._out
        if out is None:
            raise RuntimeError("intake is not open")
        room = asyncio.Semaphore(PARKED_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for incoming, receipt in zip(batch, receipts, strict=True):
                if receipt.outcome == "parked":
                    group.create_task(_park(out, room, incoming, receipt, now))
        for receipt in receipts:
            system = receipt.source_system
            await out.publish(
                receipt_subject(
                    receipt.division or "unknown",
                    system if CODE.fullmatch(system) else "unknown",
                ),
                msgspec.json.encode(receipt),
            )
        await out.flush()


async def _park(
    out: Client, room: asyncio.Semaphore, incoming: Incoming, receipt: Receipt, now: datetime
) -> None:
    subject = f"{parked_subject(incoming.division or 'unknown')}.{incoming.sequence}"
    async with room:
        parked = Parked(receipt=receipt, subject=incoming.subject, body=incoming.body, at=now)
        document = parked.document(out.max_payload - HEADERS)
        try:
            await out.jetstream().publish(subject, document, headers={**ONCE})
        except APIError as error:
            if error.err_code != WRONG_LAST_SEQUENCE:
                raise
            log.info("parked before", subject=subject)


async def _as_they_are(message: NatsBatchMessage) -> list[Msg]:
    """Hand the raw messages to the handler: decoding them is its business."""
    return message.raw_message
