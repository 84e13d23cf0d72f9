"""Attachments on JetStream by their digest: the same bytes are kept once, and for ever.

A file lies in pieces of a fixed size, each on a subject of its own; whoever writes first has
written what everybody else would write.
"""

from hashlib import sha256
from itertools import count
from typing import Final

import nats.errors
from eventsourcing.persistence import OperationalError
from nats.aio.client import Client
from nats.js.api import Header
from nats.js.errors import APIError, NotFoundError

from services.ledger import streams
from services.ledger.errors import WRONG_LAST_SEQUENCE, NoAnswer
from services.ledger.wire import Json, Wire

STREAM_NAME: Final = "JX_ATTACHMENTS"
SUBJECT: Final = "jx.attachments"
PIECE: Final = 256 << 10  # bytes; never another size, or old files would not be found
STREAM: Final[Json] = streams.ledger(STREAM_NAME, [f"{SUBJECT}.>"])


class Damaged(OperationalError):
    """What is kept under a digest has another one."""


async def prepare(wire: Wire, replicas: int = 1) -> None:
    """Create or strengthen the stream; ``StreamRefused`` if it is weaker than wanted."""
    await streams.reconcile(wire, streams.replicated(STREAM, replicas))


class Attachments:
    """Keeps and reads files; ``OperationalError`` when the server does not do its part."""

    def __init__(self, client: Client) -> None:
        self._stream = client.jetstream()

    async def keep(self, content: bytes) -> str:
        """Have the server keep a file, and read it back; returns its digest."""
        digest = sha256(content).hexdigest()
        for number, start in enumerate(range(0, len(content), PIECE)):
            await self._keep(_subject(digest, number), content[start : start + PIECE])
        if await self.read(digest, len(content)) is None:
            raise Damaged(f"attachment {digest}: what is kept is not what was brought")
        return digest

    async def read(self, digest: str, size: int) -> bytes | None:
        """Read a file of so many bytes; None when it is not there, or not what it was."""
        pieces: list[bytes] = []
        left = size
        for number in count():
            if left <= 0:
                break
            piece = await self._piece(_subject(digest, number))
            if piece is None:
                return None
            pieces.append(piece)
            left -= len(piece) or size
        content = b"".join(pieces)
        whole = len(content) == size and sha256(content).hexdigest() == digest
        return content if whole else None

    async def _keep(self, subject: str, piece: bytes) -> None:
        headers = {
            Header.EXPECTED_STREAM.value: STREAM_NAME,
            Header.EXPECTED_LAST_SUBJECT_SEQUENCE.value: "0",
        }
        try:
            await self._stream.publish(subject, piece, headers=headers)
        except APIError as error:
            if error.err_code != WRONG_LAST_SEQUENCE:  # it is there already
                raise NoAnswer(f"{subject} was not kept: {error}") from error
        except nats.errors.Error as error:
            raise NoAnswer(f"{subject}: whether it was kept is unknown: {error!r}") from error

    async def _piece(self, subject: str) -> bytes | None:
        try:
            return (await self._stream.get_last_msg(STREAM_NAME, subject)).data or b""
        except NotFoundError:
            return None
        except nats.errors.Error as error:
            raise NoAnswer(f"{subject} could not be read: {error!r}") from error


def _subject(digest: str, number: int) -> str:
    return f"{SUBJECT}.{digest}.{number}"
