"""One NATS connection and the requests on it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Self

import msgspec
from eventsourcing.persistence import DataError
from nats.aio.msg import Msg
from nats.errors import Error, MaxPayloadError

from services.ledger.address import Address
from services.ledger.connection import Connection, Outgoing, read_headers
from services.ledger.errors import ApiFault, NoAnswer, Refusal, Unheard

NO_RESPONDERS = 503
AGAIN = 1.0  # seconds until what only reads is asked again
# What only reads, and where a consumer is to go on, which is the same however often it is said.
REPEATABLE = (
    *("STREAM.INFO.", "STREAM.NAMES", "STREAM.MSG.GET.", "CONSUMER.INFO.", "CONSUMER.LIST."),
    "CONSUMER.RESET.",
)

Json = dict[str, object]


class _Said(msgspec.Struct):
    error: ApiFault | None = None


_said = msgspec.json.Decoder(_Said)
_json = msgspec.json.Decoder(Json)


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What came back; ``status`` is a server's word in place of a message, else 0."""

    data: bytes
    headers: dict[str, str] = {}
    status: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """An open question: where answers go, the awaited last one, and how to know it."""

    reply: str
    future: asyncio.Future[Answer]
    last: Callable[[Answer], bool]


def status_of(message: Msg) -> int:
    """Status a server put in place of a message, 0 for an ordinary one."""
    return int(message.headers.get("Status", 0)) if message.headers else 0


def refuse(payload: bytes) -> None:
    """Raise the Refusal in a JetStream answer, if there is one."""
    fault = _said.decode(payload).error
    if fault is not None:
        raise Refusal(fault)


class Wire:
    """Asks questions and waits for their answers, at most `timeout` seconds for each.

    All answers come to one inbox; a cut connection ends every open question at once, since its
    answer can no longer come. NoAnswer carries the last asynchronous error: the server reports
    a missing permission that way only.
    """

    def __init__(self, client: Connection, timeout: float) -> None:
        self.client = client
        self.timeout = timeout
        self.last_error: Exception | None = None
        self._inbox = ""
        self._tokens = count()
        self._open: dict[bytes, Question] = {}
        self.on_cut: set[Callable[[], None]] = set()

    @classmethod
    async def open(cls, url: str, seconds: float) -> Self:
        """Connect within `seconds`, the timeout of every later question too; or NoAnswer."""
        client = Connection()
        wire = cls(client, seconds)
        address = Address.parse(url)
        try:
            async with asyncio.timeout(seconds):
                await client.connect(
                    list(address.servers),
                    name="ledger",
                    **address.options,
                    error_cb=wire._on_error,
                    disconnected_cb=wire._on_cut,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=0.25,  # type: ignore[arg-type]  # declared int, slept as is
                )
                wire._inbox = client.new_inbox()  # below the prefix it has now been told
                await client.listen(f"{wire._inbox}.*", wire._on_answer)
        except (TimeoutError, OSError, Error) as error:
            await client.close()
            places = ", ".join(server.rpartition("@")[2] for server in address.servers)
            raise wire._no_answer(f"no connection to {places}", error) from error
        return wire

    async def close(self) -> None:
        await self.client.close()
        self._fail("the connection was closed")

    async def send(
        self,
        subject: str,
        payload: bytes,
        headers: dict[str, str] | None = None,
        reply: str = "",
    ) -> None:
        """Publish without waiting; NoAnswer when the buffer of a cut connection is full.

        The headers are given away: the client changes them.
        """
        try:
            await self.client.publish(subject, payload, reply, headers)
        except MaxPayloadError as error:
            raise DataError(f"{len(payload)} bytes are more than the server takes") from error
        except Error as error:
            raise self._no_answer(f"{subject} could not be sent", error) from error

    async def send_all(self, messages: Sequence[Outgoing]) -> None:
        """Publish many without waiting, in one write; raises what `send` does."""
        try:
            await self.client.publish_all(messages)
        except MaxPayloadError as error:
            most = max(len(message.body) for message in messages)
            raise DataError(f"{most} bytes are more than the server takes") from error
        except Error as error:
            raise self._no_answer(f"{len(messages)} messages could not be sent", error) from error

    @contextmanager
    def question(self, last: Callable[[Answer], bool]) -> Iterator[Question]:
        """Open an inbox whose answers are passed to `last` until it returns True."""
        token = str(next(self._tokens))
        future = asyncio.get_running_loop().create_future()
        question = Question(f"{self._inbox}.{token}", future, last)
        self._open[token.encode()] = question
        try:
            yield question
        finally:
            del self._open[token.encode()]
            if not future.cancel() and not future.cancelled():
                future.exception()  # a cut nobody waited for any more is no news

    async def answer(
        self, question: Question, what: str, again: Callable[[], Awaitable[None]] | None = None
    ) -> Answer:
        """Wait for the last answer; NoAnswer after `timeout` seconds or if nobody listens.

        What only reads may be asked `again`: a cluster that has no leader at the moment drops a
        question and never answers it.
        """
        try:
            async with asyncio.timeout(self.timeout):
                while again and not (await asyncio.wait([question.future], timeout=AGAIN))[0]:
                    await again()
                message = await question.future
        except TimeoutError as error:
            raise self._no_answer(f"no answer to {what} in {self.timeout} s") from error
        if message.status == NO_RESPONDERS:
            raise Unheard(self.explain(f"nobody answers {what}"))
        return message

    async def ask(
        self,
        subject: str,
        payload: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        reads: bool = False,
    ) -> Answer:
        """Ask for one answer; NoAnswer when none comes or nobody listens.

        What only `reads` is asked again and again meanwhile.
        """
        with self.question(lambda _: True) as question:
            send = partial(self.send, subject, payload, headers, question.reply)
            await send()
            return await self.answer(question, subject, send if reads else None)

    async def api(self, name: str, request: Json | None = None) -> Json:
        """Ask the JetStream API; Refusal when it says no."""
        payload = msgspec.json.encode(request) if request else b""
        message = await self.ask(f"$JS.API.{name}", payload, reads=name.startswith(REPEATABLE))
        refuse(message.data)
        return _json.decode(message.data)

    def explain(self, what: str, cause: Exception | None = None) -> str:
        """Add the cause and the last asynchronous error to a sentence."""
        parts = [what]
        if cause is not None:
            parts.append(_name(cause))
        if self.last_error is not None and self.last_error is not cause:
            parts.append(f"last error: {_name(self.last_error)}")
        return "; ".join(parts)

    def _no_answer(self, what: str, cause: Exception | None = None) -> NoAnswer:
        return NoAnswer(self.explain(what, cause))

    def _fail(self, why: str) -> None:
        for question in self._open.values():
            if not question.future.done():
                question.future.set_exception(self._no_answer(why))

    async def _on_error(self, error: Exception) -> None:
        # A server that says no cuts the connection at once: the cut says less than its no.
        cut = isinstance(error, ConnectionResetError)
        if not (cut and isinstance(self.last_error, Error)):
            self.last_error = error

    async def _on_cut(self) -> None:
        self._fail("the connection was cut")
        for listener in self.on_cut:
            listener()

    def _on_answer(self, subject: bytes, _: bytes, body: bytes, headers: bytes | None) -> None:
        question = self._open.get(subject.rpartition(b".")[2])
        if question is None or question.future.done():
            return
        try:
            status, named = read_headers(headers) if headers else (0, {})
            answer = Answer(body, named, status)
            if question.last(answer):
                question.future.set_result(answer)
        except (KeyError, ValueError) as error:  # whoever asked is to know, not the connection
            question.future.set_exception(self._no_answer("an answer cannot be read", error))


def _name(error: Exception) -> str:
    return str(error) or type(error).__name__
