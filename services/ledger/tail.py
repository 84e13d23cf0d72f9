"""What comes after a stream sequence, live."""

import asyncio
import contextlib
from collections import deque
from functools import partial

import msgspec
from eventsourcing.persistence import OperationalError
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription as Inbox
from nats.errors import Error

from services.ledger.delivery import delivery_of
from services.ledger.errors import NoAnswer
from services.ledger.reading import Record
from services.ledger.wire import Json, Wire, status_of

PAGE = 500
PATIENCE = 5.0  # seconds the server holds a request open before the tail asks again
IDLE = 30.0  # seconds after which the server drops the consumer of a reader that is gone
RETRY = 0.25  # seconds between attempts while the server is away


class Tail:
    """Pages of a stream in order, waiting for the next message.

    A short-lived pull consumer: the server sends only what was asked for, so a slow reader slows
    nobody down. After any gap, silence or cut it begins anew after the last message seen.
    """

    def __init__(self, wire: Wire, stream: str, subject: str, after: int) -> None:
        self._wire = wire
        self._stream = stream
        self._subject = subject
        self._after = after
        self._arrived: deque[Record] = deque()
        self._news = asyncio.Event()
        self._asked = 0
        self._delivered = 0
        self._beginning = 0
        self._consumer: str | None = None
        self._inbox: Inbox | None = None

    async def page(self) -> list[Record]:
        """Next messages, at least one, however long that takes."""
        while not self._arrived:
            self._news.clear()
            try:
                if self._consumer is None:
                    await self.close()
                    await self._begin()
                if self._asked <= 0:
                    await self._ask()
                async with asyncio.timeout(PATIENCE * 2):
                    await self._news.wait()
            except (OperationalError, TimeoutError, Error):
                await self.close()
                await asyncio.sleep(RETRY)
        records = list(self._arrived)
        self._arrived.clear()
        return records

    async def close(self) -> None:
        """Give the consumer back; a later page would begin a new one."""
        consumer, inbox, self._consumer, self._inbox = self._consumer, self._inbox, None, None
        self._wire.on_cut.discard(self._on_cut)
        with contextlib.suppress(Error, OperationalError):
            if inbox is not None:
                await inbox.unsubscribe()
            if consumer is not None:
                await self._wire.send(f"$JS.API.CONSUMER.DELETE.{self._stream}.{consumer}", b"")

    async def _begin(self) -> None:
        config: Json = {
            "deliver_policy": "by_start_sequence",
            "opt_start_seq": self._after + 1,
            "ack_policy": "none",
            "filter_subject": self._subject,
            "mem_storage": True,
            "num_replicas": 1,
            "inactive_threshold": int(IDLE * 1e9),
        }
        request: Json = {"stream_name": self._stream, "config": config}
        made = await self._wire.api(f"CONSUMER.CREATE.{self._stream}", request)
        self._beginning += 1
        self._inbox = await self._wire.client.subscribe(
            self._wire.client.new_inbox(), cb=partial(self._on_message, self._beginning)
        )
        self._asked = self._delivered = 0
        self._consumer = str(made["name"])
        self._wire.on_cut.add(self._on_cut)

    async def _ask(self) -> None:
        if self._inbox is None:
            raise NoAnswer("the tail is closed")
        request = {"batch": PAGE, "expires": int(PATIENCE * 1e9)}
        self._asked = PAGE
        await self._wire.send(
            f"$JS.API.CONSUMER.MSG.NEXT.{self._stream}.{self._consumer}",
            msgspec.json.encode(request),
            reply=self._inbox.subject,
        )

    def _on_cut(self) -> None:
        self._consumer = None
        self._news.set()

    async def _on_message(self, beginning: int, message: Msg) -> None:
        if beginning != self._beginning or self._inbox is None:  # left over from before a cut
            return
        status = status_of(message)
        if status:
            self._asked = 0  # the request has run out, or the consumer is gone
            if status not in (404, 408):
                self._consumer = None
        else:
            self._take(message)
        self._news.set()

    def _take(self, message: Msg) -> None:
        delivery = delivery_of(message.reply)
        self._asked -= 1
        self._delivered += 1
        if delivery.order != self._delivered:
            self._consumer = None
            return
        self._after = delivery.sequence
        self._arrived.append(Record(message.subject, delivery.sequence, message.data))
