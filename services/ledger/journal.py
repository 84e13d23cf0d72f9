"""The ledger for asynchronous callers: append with expected versions, read, remember heads."""

import asyncio
from collections.abc import Collection, Sequence

import msgspec
from eventsourcing.persistence import IntegrityError, ProgrammingError

from services.ledger import chain
from services.ledger.chain import Algorithm
from services.ledger.envelope import attributes_of
from services.ledger.errors import Ahead, Behind, Outrun
from services.ledger.heads import Head, Heads
from services.ledger.publication import MOST, Publication, Sealed
from services.ledger.reading import Reading, Record
from services.ledger.wire import Wire

ATTEMPTS = 4
FIRST_VERSIONS = (0, 1)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A body without `prevhash`, on its way to a subject as a version.

    A gapless subject takes 0 or 1 and then every next version, any other one takes any higher.
    """

    subject: str
    version: int
    body: bytes
    gapless: bool = True


class Journal:
    """One stream, written and read by subject; safe to use from one event loop only."""

    def __init__(
        self, wire: Wire, stream: str, *, replicas: int = 1, algorithm: Algorithm = "sha256"
    ) -> None:
        self.wire = wire
        self.stream = stream
        self.reading = Reading(wire, stream, replicas)
        self.heads = Heads()
        self._publication = Publication(wire, self.reading)
        self._algorithm = algorithm
        self._empty = Head(None, 0, chain.origin(algorithm))

    async def append(self, entries: Sequence[Entry]) -> list[int]:
        """Store all entries or none and return their stream sequences.

        IntegrityError: a version is taken or leaves a gap. OperationalError: the outcome could
        not be had. ProgrammingError: more than 1000 entries.
        """
        if len(entries) > MOST:
            raise ProgrammingError(f"{len(entries)} entries at once: the most is {MOST}")
        if not entries:
            return []
        heads = await self._known(entries)
        fresh = False
        for _ in range(ATTEMPTS):
            try:
                messages, grown = self._seal(entries, heads)
                sequences = await self._publication.commit(messages)
            except (Ahead, Outrun) as error:
                # What was known may be old news: look again, and let the versions decide.
                if fresh and isinstance(error, Ahead):
                    raise
                heads = await self._read({entry.subject for entry in entries})
                fresh = True
            else:
                for subject, (head, index) in grown.items():
                    self.heads.learn(subject, Head(head.version, sequences[index], head.digest))
                return sequences
        raise IntegrityError(f"others wrote first {ATTEMPTS} times in a row")

    async def after(
        self, subject: str, version: int | None = None, most: int | None = None
    ) -> list[Record]:
        """Messages of a subject, oldest first; those up to `version` may be left out."""
        head = self.heads.get(subject)
        start = 0
        if version is not None and head is not None and head.version == version:
            start = head.sequence
        records = await self.reading.after(subject, start, most)
        if records and (most is None or len(records) < most):
            self._learn(records[-1])
        return records

    async def last(self, subject: str) -> Record | None:
        """Newest message of a subject."""
        record = await self.reading.last(subject)
        if record is not None:
            self._learn(record)
        return record

    async def newest(self, subjects: Collection[str]) -> dict[str, int | None]:
        """Newest version of each subject, None where there is none."""
        heads = await self._read(subjects) if subjects else {}
        return {subject: head.version for subject, head in heads.items()}

    async def histories(self, subjects: Sequence[str]) -> list[list[Record]]:
        """Messages of each subject, in the order asked."""
        return await asyncio.gather(*map(self.after, subjects))

    def _seal(
        self, entries: Sequence[Entry], heads: dict[str, Head]
    ) -> tuple[list[Sealed], dict[str, tuple[Head, int]]]:
        """Chain the entries to their heads; the new heads still lack their sequences."""
        messages: list[Sealed] = []
        grown: dict[str, tuple[Head, int]] = {}
        for index, entry in enumerate(entries):
            seen = grown.get(entry.subject)
            head = heads[entry.subject] if seen is None else seen[0]
            _expect(entry, head)
            body = chain.seal(entry.body, head.digest)
            messages.append(Sealed(entry.subject, body, head.sequence if seen is None else None))
            digest = chain.digest(body, self._algorithm)
            grown[entry.subject] = (Head(entry.version, head.sequence, digest), index)
        return messages, grown

    async def _known(self, entries: Sequence[Entry]) -> dict[str, Head]:
        heads: dict[str, Head] = {}
        cold: set[str] = set()
        for entry in entries:
            if entry.subject in heads or entry.subject in cold:
                continue
            head = self.heads.get(entry.subject)
            if head is not None:
                heads[entry.subject] = head
            elif entry.gapless and entry.version in FIRST_VERSIONS:
                heads[entry.subject] = self._empty  # if it is not new, its guard will say so
            else:
                cold.add(entry.subject)
        return heads | await self._read(cold) if cold else heads

    async def _read(self, subjects: Collection[str]) -> dict[str, Head]:
        heads = dict.fromkeys(subjects, self._empty)
        for record in await self.reading.last_of(list(subjects)):
            heads[record.subject] = self._learn(record)
        return heads

    def _learn(self, record: Record) -> Head:
        version = attributes_of(record.body).version
        head = Head(version, record.sequence, chain.digest(record.body, self._algorithm))
        self.heads.learn(record.subject, head)
        return head


def _expect(entry: Entry, head: Head) -> None:
    version, newest = entry.version, head.version
    if newest is not None and version <= newest:
        raise Behind(f"{entry.subject} version {version} is taken: the newest is {newest}")
    if entry.gapless and version not in (FIRST_VERSIONS if newest is None else (newest + 1,)):
        raise Ahead(f"{entry.subject} version {version} leaves a gap: the newest is {newest}")
