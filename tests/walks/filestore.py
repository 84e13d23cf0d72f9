"""Block files of a NATS stream on disk: found, changed, and sealed again as the server would.

A record is length (top bit: it has headers), sequence, time, length of the subject, subject, with
headers their length, headers, body, and HighwayHash-64 over everything from the sequence to the
time, subject, headers and body, keyed by the SHA-256 of ``<stream>-<number of the block>``.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.walks.highway import highway64

HEADERS = 1 << 31
HASH = 8


@dataclass(frozen=True)
class Record:
    """One message in a block file; offsets are of the file."""

    sequence: int
    start: int
    body_start: int
    end: int  # behind the checksum

    def body(self, content: bytes | bytearray) -> bytes:
        return bytes(content[self.body_start : self.end - HASH])


def blocks(data: Path, stream: str = "JX_EVENTS") -> list[Path]:
    """Return the block files of a stream of a stopped server, oldest first."""
    folder = data / "nats" / "jetstream" / "$G" / "streams" / stream / "msgs"
    return sorted(folder.glob("*.blk"), key=lambda path: int(path.stem))


def records(content: bytes | bytearray) -> Iterator[Record]:
    start = 0
    while start < len(content):
        length, sequence, _, subject = struct.unpack_from("<IQqH", content, start)
        body = start + 22 + subject
        if length & HEADERS:
            body += 4 + int(struct.unpack_from("<I", content, body)[0])
        end = start + (length & ~HEADERS)
        yield Record(sequence, start, body, end)
        start = end


def checksum(content: bytes | bytearray, record: Record, block: str) -> bytes:
    """Compute what the server writes behind a record of the block named ``<stream>-<number>``."""
    length, _, _, subject = struct.unpack_from("<IQqH", content, record.start)
    text = record.start + 22
    rest = text + subject + (4 if length & HEADERS else 0)
    sealed = (
        content[record.start + 4 : record.start + 20]
        + content[text : text + subject]
        + content[rest : record.end - HASH]
    )
    return highway64(hashlib.sha256(block.encode()).digest(), bytes(sealed))


def change(  # noqa: PLR0913 - where, what and in which stream
    data: Path,
    sequence: int,
    old: bytes,
    new: bytes,
    *,
    sealed: bool,
    stream: str = "JX_EVENTS",
) -> None:
    """Put ``new`` in the place of ``old`` in a body; with ``sealed`` the server cannot tell."""
    assert len(old) == len(new)
    for path in blocks(data, stream):
        content = bytearray(path.read_bytes())
        for record in records(content):
            if record.sequence == sequence:
                at = content.index(old, record.body_start, record.end - HASH)
                content[at : at + len(old)] = new
                if sealed:
                    block = f"{stream}-{path.stem}"
                    content[record.end - HASH : record.end] = checksum(content, record, block)
                path.write_bytes(content)
                return
    raise LookupError(sequence)


def drop(data: Path, sequence: int) -> None:
    """Take a record out of its block, and what the server remembers of the block with it."""
    for path in blocks(data):
        content = path.read_bytes()
        for record in records(content):
            if record.sequence == sequence:
                path.write_bytes(content[: record.start] + content[record.end :])
                (path.parent / "index.db").unlink(missing_ok=True)
                return
    raise LookupError(sequence)


def body(data: Path, sequence: int) -> bytes:
    """Read the body of a record."""
    for path in blocks(data):
        content = path.read_bytes()
        for record in records(content):
            if record.sequence == sequence:
                return record.body(content)
    raise LookupError(sequence)
