"""The stream in order: an ordered push consumer with flow control, in batches."""

import asyncio
import re
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self
from uuid import uuid4

import msgspec
from msgspec import Struct
from nats.aio.subscription import Subscription
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from events.envelope import Recorded, UnknownFactError, decode
from events.subjects import STREAM
from services.ledger.connection import Connection as StreamClient
from services.projector.errors import SourceLostError

FULL: Final = 5_000  # facts that are folded at once
LINGER: Final = 0.02  # seconds a batch waits for company at the end of the stream
BEHIND: Final = 0.25  # seconds it waits to be full while there is more to read
HEARTBEAT: Final = 1.0  # seconds
SILENCE: Final = 3.5  # seconds after which a consumer counts as lost

_ATOMIC: Final = re.compile(rb"\r\nNats-Batch-Id:")
_COMMIT: Final = re.compile(rb"\r\nNats-Batch-Commit:")
_NUL: Final = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


class Delivery(Struct, frozen=True, gc=False):
    """A message as it came, nothing of it read yet."""

    subject: bytes
    reply: bytes
    data: bytes
    headers: bytes | None


class Unreadable(Struct, frozen=True):
    """A message no view can fold: its tag or form is not known to this version of the code."""

    sequence: int
    reason: str


class Batch(Struct, frozen=True):
    """Facts in order, cut where no atomic append is cut; ``last`` is the position after them."""

    facts: Sequence[Recorded]
    last: int
    unreadable: Unreadable | None = None


class Source:
    """Reads the stream from ``start``.

    With ``until``, to that position at least, and to the end of the atomic append it lies in.
    What has arrived is read when a batch is asked for; until then flow control is not answered,
    so the server sends no more than its window.
    """

    def __init__(self, client: StreamClient, start: int, until: int | None = None) -> None:
        self.next = start
        self._client = client
        self._until = until
        self._arrived: deque[Delivery] = deque()
        self._facts: list[Recorded] = []
        self._whole = 0  # how many of them end on the end of an append
        self._whole_last = start - 1
        self._unreadable: Unreadable | None = None
        self._delivered = 0
        self._pending = 0
        self._heard = 0.0
        self._lost = ""
        self._stirred = asyncio.Event()
        self._subscription: Subscription | None = None
        self._consumer = f"projector-{uuid4().hex}"

    async def __aenter__(self) -> Self:
        """Open the consumer. Raises the errors of NATS, also when there is no stream."""
        stream = self._client.jetstream()
        inbox = self._client.new_inbox()
        # The subscription counts as heard from until the first heartbeat is due.
        self._heard = asyncio.get_running_loop().time()
        self._subscription = await self._client.listen(inbox, self._deliver)
        try:
            await stream.add_consumer(
                STREAM,
                ConsumerConfig(
                    name=self._consumer,
                    deliver_subject=inbox,
                    deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
                    opt_start_seq=self.next,
                    ack_policy=AckPolicy.NONE,
                    max_deliver=1,
                    flow_control=True,
                    idle_heartbeat=HEARTBEAT,
                    inactive_threshold=30,
                    mem_storage=True,
                    num_replicas=1,
                ),
            )
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._close()

    async def _close(self) -> None:
        # The server forgets a consumer nobody listens to by itself.
        if self._subscription is not None and not self._client.is_closed:
            await self._subscription.unsubscribe()

    async def batch(self) -> Batch:
        """Wait for facts and return them. Raises SourceLostError on silence or a gap."""
        loop = asyncio.get_running_loop()
        await self._read()
        while not self._ready():
            if self._lost:
                raise SourceLostError(self._lost)
            quiet = loop.time() - self._heard
            if quiet > SILENCE:
                raise SourceLostError(f"{quiet:.1f} 秒没有收到台账的消息")
            await self._stir(SILENCE - quiet + 0.01)
        began = loop.time()
        while not self._complete():
            left = began + (BEHIND if self._pending else LINGER) - loop.time()
            if left <= 0:
                break
            await self._stir(min(left, LINGER))
        facts, self._facts = self._facts[: self._whole], self._facts[self._whole :]
        batch = Batch(facts, self._whole_last, self._unreadable)
        self._whole = 0
        self.next = batch.last + 1
        self._heard = loop.time()  # while the batch is folded nobody listens
        return batch

    def _ready(self) -> bool:
        return self._whole > 0 or self._unreadable is not None

    def _complete(self) -> bool:
        done = self._until is not None and self._whole_last >= self._until
        full = self._whole >= FULL
        return done or full or self._unreadable is not None or bool(self._lost)

    async def _stir(self, seconds: float) -> None:
        self._stirred.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._stirred.wait()
        except TimeoutError:
            return
        await self._read()

    def _deliver(self, subject: bytes, reply: bytes, data: bytes, headers: bytes | None) -> None:
        self._arrived.append(Delivery(subject, reply, data, headers))
        self._stirred.set()

    async def _read(self) -> None:
        """Take in what has arrived, as far as the batch has room."""
        arrived = self._arrived
        if arrived:
            self._heard = asyncio.get_running_loop().time()
        while arrived and not self._complete():
            delivery = arrived.popleft()
            if delivery.reply.startswith(b"$JS.ACK."):
                self._take(delivery)
            else:
                await self._control(delivery)

    def _take(self, delivery: Delivery) -> None:
        tokens = delivery.reply.split(b".")
        at = 5 if len(tokens) == 9 else 7  # noqa: PLR2004 - with a domain there are two more before
        sequence, delivered = int(tokens[at]), int(tokens[at + 1])
        if delivered != self._delivered + 1:
            self._lost = f"台账消息中断：应为第 {self._delivered + 1} 条，收到第 {delivered} 条"
            return
        self._delivered = delivered
        self._pending = int(tokens[at + 3])
        try:
            self._facts.append(
                decode(delivery.subject.decode(), sequence, _storable(delivery.data))
            )
        except (msgspec.MsgspecError, ValueError) as error:
            unknown = isinstance(error, UnknownFactError)
            reason = f"{'未知的事实类型' if unknown else '无法读取的消息'}：{error}"
            self._unreadable = Unreadable(sequence, reason)
            self._whole, self._whole_last = len(self._facts), sequence - 1
            return
        if _ends_an_append(delivery.headers):
            self._whole, self._whole_last = len(self._facts), sequence

    async def _control(self, delivery: Delivery) -> None:
        if delivery.reply:  # flow control: what came before it has been taken in
            await self._client.publish(delivery.reply.decode())
            return
        headers = _lines(delivery.headers)
        if stalled := headers.get("Nats-Consumer-Stalled"):
            await self._client.publish(stalled)
        last = headers.get("Nats-Last-Consumer")
        if last is not None and int(last) > self._delivered:
            self._lost = f"台账消息缺失：服务器已发 {last} 条，收到 {self._delivered} 条"


def _ends_an_append(headers: bytes | None) -> bool:
    # An expression finds its place sooner than `in` does.
    if headers is None or _ATOMIC.search(headers) is None:
        return True
    return _COMMIT.search(headers) is not None


def _lines(headers: bytes | None) -> dict[str, str]:
    pairs = (line.partition(":") for line in (headers or b"").decode().split("\r\n"))
    return {name: value.strip() for name, colon, value in pairs if colon}


def _storable(body: bytes) -> bytes:
    # PostgreSQL keeps no U+0000 in text: U+FFFD stands for it in every view alike.
    # One byte is looked for much faster than six, and few bodies have it.
    return _NUL.sub(rb"\1\\ufffd", body) if b"\\" in body and b"\\u0000" in body else body
