"""nats-py's client, quicker where a thousand messages pass at once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Self

import msgspec
from nats.aio.subscription import Subscription
from nats.errors import ConnectionClosedError, MaxPayloadError, OutboundBufferLimitError

from services.ledger.address import Address
from services.ledger.wary_client import WaryClient

HEADERS = "NATS/1.0"  # how they begin; a server's status goes on in the same line
STATUS = 3  # digits


class Outgoing(msgspec.Struct, frozen=True, gc=False):
    """A message to be published; its headers are lines, each with its end."""

    subject: str
    body: bytes
    headers: str = ""
    reply: str = ""

    def command(self) -> bytes:
        """Write the protocol's line with its payload."""
        if not self.headers:
            return b"%b%b\r\n" % (
                f"PUB {self.subject} {self.reply} {len(self.body)}\r\n".encode(),
                self.body,
            )
        headers = f"{HEADERS}\r\n{self.headers}\r\n"
        size = len(headers)  # header lines are ASCII
        head = f"HPUB {self.subject} {self.reply} {size} {size + len(self.body)}\r\n{headers}"
        return b"%b%b\r\n" % (head.encode(), self.body)


WRITE = 1 << 20  # bytes; more waits until the server has taken some

Deliver = Callable[[bytes, bytes, bytes, bytes | None], None]  # subject, reply, body, headers


class Connection(WaryClient):
    """Publishes many messages in one write, and spares what nobody asked of those that come."""

    def __init__(self) -> None:
        """Begin unconnected."""
        super().__init__()
        self._listeners: dict[int, Deliver] = {}

    @classmethod
    async def of(cls, address: Address) -> Self:
        """Connect, and connect again whenever the connection is cut."""
        connection = cls()
        servers = [*address.servers]
        await connection.connect(servers, max_reconnect_attempts=-1, **address.options)
        return connection

    async def listen(self, subject: str, deliver: Deliver) -> Subscription:
        """Subscribe with no queue or task between the wire and ``deliver``, nothing read yet."""
        subscription = await self.subscribe(subject)
        self._listeners[subscription._id] = deliver  # noqa: SLF001  # its number on the wire
        return subscription

    async def publish_all(self, messages: Sequence[Outgoing]) -> None:
        """Publish in order, in as few writes as may be; raises what `publish` does."""
        commands: list[bytes] = []
        size = 0
        for message in messages:
            if len(message.body) > self.max_payload:
                raise MaxPayloadError
            commands.append(message.command())
            size += len(commands[-1])
            if size >= WRITE:
                await self._write(b"".join(commands))
                commands, size = [], 0
        await self._write(b"".join(commands))
        await self._flush_pending()

    async def _write(self, commands: bytes) -> None:
        if self.is_closed:
            raise ConnectionClosedError
        waiting = self._pending_data_size + len(commands)
        if not self.is_connected and waiting > self._max_pending_size:
            raise OutboundBufferLimitError
        await self._send_command(commands)

    async def _process_msg(
        self, sid: int, subject: bytes, reply: bytes, data: bytes, headers: bytes
    ) -> None:
        deliver = self._listeners.get(sid)
        if deliver is None:
            await super()._process_msg(sid, subject, reply, data, headers)
        else:
            deliver(subject, reply, data, headers)

    def _remove_sub(self, sid: int, max_msgs: int = 0) -> None:
        self._listeners.pop(sid, None)
        super()._remove_sub(sid, max_msgs)

    @staticmethod
    def _parse_header_lines(raw: bytes) -> dict[str, str]:
        # Two thirds of the time of a long read went into the client's own version, which looks
        # at every character of every name. Should the client stop calling it, only time is lost.
        return _named(raw.decode("utf-8", "replace").split("\r\n"))


def read_headers(raw: bytes) -> tuple[int, dict[str, str]]:
    """Status that a server put in place of a message, 0 for an ordinary one, and the headers."""
    first, *lines = raw.decode("utf-8", "replace").split("\r\n")
    return int(first[len(HEADERS) + 1 :][:STATUS] or 0), _named(lines)


def _named(lines: Iterable[str]) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines)
    return {name: value.strip() for name, colon, value in pairs if colon}


async def connect(url: str) -> Connection:
    """Connect to the servers of a URL, again whenever the connection is cut."""
    return await Connection.of(Address.parse(url))
