"""Which fact of a history is wrong: versions in order, every body as its successor remembers it."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from events.envelope import Envelope, UnknownFactError, decode_envelope, decode_fact
from events.subjects import EVENTS
from services.audit.finding import Finding
from services.desk.faults import UNREADABLE
from services.ledger.chain import continues
from services.ledger.reading import Record

_CHANGED: Final = "内容与后一事实所记的哈希链不符"


class Gap(Struct, frozen=True):
    """Versions of a history that are not there, between two positions of the stream."""

    aggregate: str
    first: int
    last: int
    after: int
    before: int


class _Place(Struct, frozen=True):
    sequence: int
    version: int


class _Newest(Struct, frozen=True, kw_only=True):
    at: _Place
    body: bytes
    suspect: _Place | None = None  # the one before, when the link between the two is broken
    blamed: bool = False


class Chains:
    """Takes the messages of the stream in order and blames the fact that was altered.

    A broken link alone says that the older body changed; two in a row, that the one between did.
    """

    def __init__(self) -> None:
        self.gaps: list[Gap] = []
        self._newest: dict[str, _Newest] = {}

    def take(self, record: Record) -> Iterator[Finding]:
        """Look at the next message."""
        name = record.subject.removeprefix(f"{EVENTS}.")
        last = self._newest.get(name)
        expected = last.at.version + 1 if last else 1
        try:
            envelope = decode_envelope(record.body)
        except UNREADABLE as error:
            at = _Place(record.sequence, expected)
            self._newest[name] = _Newest(at=at, body=record.body, blamed=True)
            yield _finding(name, at, f"内容无法读取：{error}")
            return
        at = _Place(record.sequence, envelope.version)
        if envelope.version == expected:
            yield from self._linked(name, last, _Newest(at=at, body=record.body))
        elif envelope.version < expected or continues(record.body, last.body if last else None):
            at = _Place(record.sequence, expected)
            self._newest[name] = _Newest(at=at, body=record.body, blamed=True)
            yield _finding(name, at, f"版本 {envelope.version} 不接在版本 {expected - 1} 之后")
        else:
            after = last.at.sequence if last else 0
            self.gaps.append(Gap(name, expected, at.version - 1, after, at.sequence))
            self._newest[name] = _Newest(at=at, body=record.body)
        yield from _unread(name, at, envelope)

    def end(self) -> Iterator[Finding]:
        """Say what only a further fact could have decided."""
        for name, newest in self._newest.items():
            if newest.suspect:
                what = f"{_CHANGED}：本条或其后的第 {newest.at.sequence} 条被改动"
                yield _finding(name, newest.suspect, what)

    def _linked(self, name: str, last: _Newest | None, this: _Newest) -> Iterator[Finding]:
        broken = not continues(this.body, last.body if last else None)
        suspect, blamed = None, False
        if last is None and broken:
            blamed = True
            yield _finding(name, this.at, "首条事实的哈希链不从零开始")
        elif last is not None and last.suspect is not None:
            yield _finding(name, last.at if broken else last.suspect, _CHANGED)
        elif last is not None and broken and not last.blamed:
            suspect = last.at
        self._newest[name] = _Newest(at=this.at, body=this.body, suspect=suspect, blamed=blamed)


def _unread(name: str, at: _Place, envelope: Envelope) -> Iterator[Finding]:
    try:
        decode_fact(envelope)
    except UnknownFactError as error:
        yield _finding(name, at, f"不认识的事实类型 {error}：可能由更新版本写入")
    except UNREADABLE as error:
        yield _finding(name, at, f"内容无法读取：{error}")


def _finding(name: str, at: _Place, what: str) -> Finding:
    return Finding(sequence=at.sequence, aggregate=name, version=at.version, what=what)
