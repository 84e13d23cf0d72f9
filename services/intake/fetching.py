"""A pull subscription that takes a fifth of the time of the client's own, and has one error.

The client's fetch waits for every message in a task of its own, and ends some fetches with a bare
``TimeoutError`` that FastStream takes for a crash. Here messages come straight off the wire, the
next ones while a batch is being handled, and none is lost to a time-out. While the consumer is gone
the server says so at once: it is asked again after a pause.
"""

import asyncio
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Final, Self

import msgspec
import nats.errors
import structlog
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from services.ledger.connection import Connection

if TYPE_CHECKING:
    from faststream.nats.subscriber.usecases import BatchPullStreamSubscriber

PATIENCE: Final = 1.0  # seconds the server holds a request open before it is asked again
PAUSE: Final = 1.0  # seconds until a server or a consumer that is away is asked again
STATUS: Final = b"NATS/1.0 "  # a line of headers that goes on is no message but an answer
RAN_OUT: Final = ("404", "408")  # what a request that ended says: there was nothing more

log = structlog.get_logger("intake")


class Fetching:
    """Asks a consumer for messages and keeps those that came until they are fetched."""

    def __init__(self, connection: Connection, stream: str, consumer: str) -> None:
        """Ask nothing yet; :meth:`open` listens too."""
        self._connection = connection
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._inbox: Subscription | None = None
        self._arrived: list[Msg] = []
        self._wanted = 1
        self._asked = 0
        self._asked_until = 0.0
        self._trouble = ""
        self._news = asyncio.Event()

    @classmethod
    async def open(cls, connection: Connection, stream: str, consumer: str) -> Self:
        """Listen on an inbox of its own."""
        fetching = cls(connection, stream, consumer)
        fetching._inbox = await connection.listen(connection.new_inbox(), fetching._deliver)
        return fetching

    def mend(self, subscriber: "BatchPullStreamSubscriber") -> None:
        """Take the place of a started subscriber's subscription."""
        if subscriber.subscription is None:
            raise RuntimeError("the subscriber is not started")
        subscriber.subscription = self  # type: ignore[assignment]  # same fetch, same unsubscribe

    async def fetch(self, batch: int, timeout: float | None) -> list[Msg]:  # noqa: ASYNC109 the library's signature
        """Fetch; ``nats.errors.TimeoutError`` when nothing came, whatever the reason."""
        deadline = monotonic() + (timeout or PATIENCE)
        self._wanted = batch
        while len(self._arrived) < batch and not self._trouble and monotonic() < deadline:
            self._news.clear()
            await self._ask(batch - len(self._arrived))
            try:
                async with asyncio.timeout(deadline - monotonic()):
                    await self._news.wait()
            except TimeoutError:
                break
        if self._trouble:
            log.warning("nothing can be fetched", error=self._trouble, again_in=PAUSE)
            self._trouble = ""
            await asyncio.sleep(PAUSE)
        taken, self._arrived = self._arrived[:batch], self._arrived[batch:]
        if not taken:
            raise nats.errors.TimeoutError
        if len(taken) == batch:  # there may be more: let it come while these are handled
            await self._ask(batch)
        return taken

    async def unsubscribe(self) -> None:
        """Stop listening and give back what came and nobody fetched.

        While the server is away nothing can be given back: it delivers again by itself, later.
        """
        with suppress(nats.errors.Error, TimeoutError):
            if self._inbox is not None:
                await self._inbox.drain()  # type: ignore[no-untyped-call]  # it declares no types
            for message in self._arrived:
                await message.nak()
        self._arrived = []

    async def _ask(self, size: int) -> None:
        if self._inbox is None or (self._asked > 0 and monotonic() < self._asked_until):
            return
        self._asked = size
        self._asked_until = monotonic() + PATIENCE * 2  # an answer lost in a cut never comes
        request = {"batch": size, "expires": int(PATIENCE * 1e9)}
        try:
            await self._connection.publish(
                self._next, msgspec.json.encode(request), self._inbox.subject
            )
        except nats.errors.Error as error:
            self._stop(repr(error))

    def _stop(self, trouble: str) -> None:
        self._asked = 0
        self._trouble = trouble
        self._news.set()

    def _deliver(self, subject: bytes, reply: bytes, body: bytes, headers: bytes | None) -> None:
        if headers is not None and headers.startswith(STATUS):
            said = headers[len(STATUS) :].partition(b"\r\n")[0].decode()
            self._stop("" if said.startswith(RAN_OUT) else said)
            return
        self._asked -= 1
        message = Msg(self._connection, subject.decode(), reply.decode(), body)
        self._arrived.append(message)
        if len(self._arrived) >= self._wanted or self._asked <= 0:
            self._news.set()
