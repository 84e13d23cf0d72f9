"""The FastStream side: batches in from JetStream, receipts and parked messages out."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache, partial
from time import monotonic
from typing import Annotated, Final, Self

import msgspec
import nats.errors
import structlog
from faststream import AckPolicy
from faststream.nats import JStream, PullSub
from faststream.nats.message import NatsBatchMessage
from msgspec import Struct
from msgspec.structs import replace
from nats.aio.msg import Msg
from nats.js.errors import APIError

from events.subjects import CODE, INTAKE_STREAM, parked_subject, receipt_subject
from services.desk.desk import Desk
from services.intake.answering import AGAIN, AGAIN_LATER, DONE, answer, in_hand
from services.intake.broker import broker_at, leave
from services.intake.contract import Message
from services.intake.fetching import Fetching
from services.intake.intake import Incoming, Opened, Receipt, opened, take
from services.intake.lanes import Lanes
from services.intake.pace import Pace
from services.intake.streams import BATCH, DURABLE, FILTER
from services.ledger.address import Address
from services.ledger.connection import Connection, Outgoing
from services.ledger.delivery import delivery_of
from services.ledger.errors import WRONG_LAST_SEQUENCE
from services.runtime.told import Told

LINGER: Final = 0.05  # seconds a fetch waits for more; a lone message waits this long
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

    def __init__(self, nats_url: str, desk: Desk | None) -> None:
        """Wire the one subscriber; nothing is connected yet. Without a desk only to describe it."""
        self._desk = desk
        self._connection: Connection | None = None
        self._pace = Pace()
        self._lanes: Lanes | None = None
        address = self._address = Address.parse(nats_url)
        self.broker = broker_at(address)
        self._subscriber = self.broker.subscriber(
            FILTER,
            stream=JStream(INTAKE_STREAM, declare=False),
            durable=DURABLE,
            inbox_prefix=f"{address.inbox}.".encode(),
            pull_sub=PullSub(batch_size=BATCH, timeout=LINGER, batch=True),
            ack_policy=AckPolicy.MANUAL,
            decoder=_as_they_are,
            title="上游执行事实",
        )
        self._subscriber(self._handle)
        self.broker.publisher(
            receipt_subject("{division}", "{source_system}"),
            title="receipt",
            description="每条上游报文的回执：已接收、重复或搁置及其原因",
            schema=Annotated[Receipt, Told(Receipt)],
        )

    async def __aenter__(self) -> Self:
        """Connect and begin; the streams and the consumer must be there."""
        if self._desk is None:
            raise RuntimeError("an intake without a desk takes nothing")
        connection = self._connection = await Connection.of(self._address)
        self._lanes = Lanes(partial(self._take, connection, self._desk))
        fetching = await Fetching.open(connection, INTAKE_STREAM, DURABLE)
        await self.broker.start()
        fetching.mend(self._subscriber)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop taking messages; what was not answered is delivered again next time."""
        connection, lanes = self._opened()
        await leave(self.broker.stop, lanes.close)
        with suppress(OSError):  # of a server that is not there any more
            await connection.close()

    def _opened(self) -> tuple[Connection, Lanes]:
        if self._connection is None or self._lanes is None:
            raise RuntimeError("intake is not open")
        return self._connection, self._lanes

    async def _handle(self, batch: Annotated[list[Msg], Told(Message)]) -> None:
        connection, lanes = self._opened()
        read = await asyncio.to_thread(_read, batch)
        await in_hand(connection, read, lanes.put(read))

    async def _take(self, connection: Connection, desk: Desk, left: Sequence[Opened]) -> None:
        """Record what is left of a lane's part, together what goes together, and answer."""
        while left:
            together, began = left[: self._pace.together], monotonic()
            try:
                await in_hand(connection, left, _record(connection, desk, together))
                await answer(connection, together, DONE)
            except Exception:
                # The one place where whatever went wrong is logged; what is left comes again.
                log.exception("batch failed", size=len(left), again_in=AGAIN)
                with suppress(nats.errors.Error):  # where nobody can be told it comes by itself
                    await answer(connection, left, AGAIN_LATER)
                return
            self._pace.took(monotonic() - began)
            left = left[len(together) :]


async def _record(connection: Connection, desk: Desk, batch: Sequence[Opened]) -> None:
    """Record messages, put aside what cannot be, and send the receipts."""
    now = datetime.now(UTC)
    receipts = await asyncio.to_thread(take, desk, batch, now)
    await _aside(connection, batch, receipts, now)
    await connection.publish_all([_told(receipt) for receipt in receipts])
    await connection.flush()


def _told(receipt: Receipt) -> Outgoing:
    """Write the receipt for whoever sent the message."""
    subject = _told_at(receipt.division, receipt.source_system)
    return Outgoing(subject, msgspec.json.encode(receipt))


@lru_cache(maxsize=1024)
def _told_at(division: str, system: str) -> str:
    known = CODE.fullmatch(system)
    return receipt_subject(division or "unknown", system if known else "unknown")


def _read(batch: Sequence[Msg]) -> list[Opened]:
    return [opened(_incoming(message)) for message in batch]


def _incoming(message: Msg) -> Incoming:
    delivery = delivery_of(message.reply)
    return Incoming(
        sequence=delivery.sequence,
        subject=message.subject,
        body=message.data,
        reply=message.reply,
        redelivered=delivery.deliveries > 1,
    )


async def _aside(
    connection: Connection,
    batch: Sequence[Opened],
    receipts: Sequence[Receipt],
    now: datetime,
) -> None:
    """Put parked messages aside durably, several at once."""
    room = asyncio.Semaphore(PARKED_AT_ONCE)
    async with asyncio.TaskGroup() as group:
        for one, receipt in zip(batch, receipts, strict=True):
            if receipt.outcome == "parked":
                group.create_task(_park(connection, room, one.incoming, receipt, now))


async def _park(
    out: Connection, room: asyncio.Semaphore, incoming: Incoming, receipt: Receipt, now: datetime
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
