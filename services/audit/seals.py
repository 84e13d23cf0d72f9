"""Digests of every fact kept outside of the ledger: what shows that its end was cut or rewritten.

The file holds 32 bytes a position, in order from 1: the SHA-256 of subject, a zero byte and body.
"""

import hashlib
from pathlib import Path
from typing import Final, Self

from services.ledger.reading import Record

SIZE: Final = 32


def seal(record: Record) -> bytes:
    """Digest a fact with the history it belongs to."""
    return hashlib.sha256(b"%b\0%b" % (record.subject.encode(), record.body)).digest()


class Seals:
    """Reads the digests of an earlier day in order, with little in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.position = path.stat().st_size // SIZE

    def __enter__(self) -> Self:
        self._file = self._path.open("rb")
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def agree(self, record: Record) -> bool:
        """Whether a fact is what it was then; so is every one that is newer."""
        if record.sequence > self.position:
            return True
        self._file.seek((record.sequence - 1) * SIZE)
        return self._file.read(SIZE) == seal(record)
