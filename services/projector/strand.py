"""One view being folded: its rows in memory, its place in the ledger, what blocks it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import psycopg
from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from events.subjects import AggregateId
from projections.view import View
from services.projector.cache import Cache, Rows
from services.projector.checkpoint import Checkpoint
from services.projector.connection import Connection
from services.projector.writer import Owner, Writer

KEPT: Final = 50_000  # aggregates a view keeps in memory
_NOTHING: Final[Mapping[str, Struct]] = MappingProxyType({})


class Strand:
    """Folds batches into one view inside the caller's transaction.

    What a view cannot fold or PostgreSQL cannot store blocks this view at that one fact, found by
    halving the batch; failures of the connection are raised, and then nothing of this is kept.
    """

    def __init__(
        self, connection: Connection, view: View[Struct], checkpoint: Checkpoint, kept: int = KEPT
    ) -> None:
        # A view that was blocked tries again: the code may have been repaired.
        self.checkpoint = replace(checkpoint, blocked_at=None, reason=None)
        self._connection = connection
        self._view = view
        self._writer = Writer(connection, view)
        self._cache = Cache(kept)

    async def prepare(self) -> None:
        """Make ready to write, outside of any transaction."""
        await self._writer.prepare()

    @property
    def blocked(self) -> bool:
        """Whether a fact stands in the way."""
        return self.checkpoint.blocked_at is not None

    async def advance(self, facts: Sequence[Recorded], last: int) -> None:
        """Fold what the view has not seen of ``facts``; it then holds everything up to ``last``."""
        if self.blocked or last <= self.checkpoint.position:
            return
        seen, wanted = self.checkpoint.position, self._view.facts
        await self._take([f for f in facts if type(f.fact) in wanted and f.sequence > seen])
        if not self.blocked:
            self.checkpoint = replace(self.checkpoint, position=last)
        self._cache.trim()

    def block(self, sequence: int, reason: str) -> None:
        """Stop before the fact at ``sequence``."""
        if not self.blocked and sequence > self.checkpoint.position:
            self.checkpoint = replace(
                self.checkpoint, position=sequence - 1, blocked_at=sequence, reason=reason
            )

    async def _take(self, facts: Sequence[Recorded]) -> None:
        if not facts:
            return
        try:
            async with self._connection.transaction():
                await self._store(facts)
        except (psycopg.OperationalError, psycopg.InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a fold raises blocks its view only
            self._cache.clear()
            if len(facts) == 1:
                self.block(facts[0].sequence, f"{type(error).__name__}: {error}")
                return
            half = len(facts) // 2
            await self._take(facts[:half])
            if not self.blocked:
                await self._take(facts[half:])

    async def _store(self, facts: Sequence[Recorded]) -> None:
        view = self._view
        if view.append_only:
            await self._writer.write([row for f in facts for row in view.fold(_NOTHING, f)])
            return
        rows_of = await self._rows_of(facts)
        changed: dict[tuple[AggregateId, str], Struct] = {}
        fold, part = view.fold, view.part
        for recorded in facts:
            aggregate = recorded.aggregate
            rows = rows_of[aggregate]
            for row in fold(rows, recorded):
                name = getattr(row, part) if part else ""
                rows[name] = changed[aggregate, name] = row
        if changed:
            await self._writer.write(changed.values())

    async def _rows_of(self, facts: Sequence[Recorded]) -> dict[AggregateId, Rows]:
        found: dict[AggregateId, Rows] = {}
        missing: dict[Owner, Rows] = {}
        for recorded in facts:
            aggregate = recorded.aggregate
            if aggregate in found:
                continue
            rows = self._cache.get(aggregate)
            if rows is None:
                rows = self._cache.add(aggregate)
                # An aggregate that begins here cannot have rows yet.
                if recorded.envelope.version > 1:
                    missing[aggregate.division, aggregate.year, aggregate.code] = rows
            found[aggregate] = rows
        if missing:
            owner, part = self._view.key[:3], self._view.part
            for row in await self._writer.load(missing):
                division, year, code = (getattr(row, name) for name in owner)
                missing[division, year, code][getattr(row, part) if part else ""] = row
        return found
