"""Where the next page begins: opaque to clients, good for one question only."""

import base64
import binascii
import hashlib
from typing import Final

import msgspec
from msgspec import Struct

LONGEST: Final = 160


class Cursor(Struct, frozen=True, array_like=True):
    """How many rows were given, of which question's answer, seen at which ledger position."""

    offset: int
    position: int
    question: str

    def __str__(self) -> str:
        """Write it as it goes to clients."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def parse(text: str) -> Cursor | None:
    """Read a cursor that was given to a client; None when it is none of ours."""
    try:
        found = msgspec.json.decode(base64.urlsafe_b64decode(f"{text}==="), type=Cursor)
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError, ValueError):
        return None
    return found if 0 <= found.offset <= 10**9 and 0 <= found.position < 2**63 else None


def question(*parts: object) -> str:
    """Name a question by what it asks and for whom."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
