"""Rows of one view in memory: loaded, folded, and those that changed written."""

from collections.abc import Sequence

from msgspec import Struct

from events.envelope import Recorded
from projections.view import View
from services.projector.cache import Cache, Rows
from services.projector.stumble import Stumble, reason
from services.projector.writer import Owner, Writer


class Memory:
    """Folds facts into rows; :meth:`store` writes those that changed since the last time.

    While nothing was stored all rows are here and new, and nobody keeps account of them.
    """

    def __init__(self, writer: Writer, view: View[Struct], kept: int, *, stored: bool) -> None:
        self._writer = writer
        self._view = view
        self._cache = Cache(kept)
        self._changed: dict[tuple[str, str], Struct] = {}
        self._stored = stored  # whether the table may hold rows that are not in memory

    @property
    def is_settled(self) -> bool:
        """Whether the table holds all that was folded."""
        return not self._changed and (self._stored or self._cache.is_empty)

    @property
    def is_full(self) -> bool:
        """Whether something must be forgotten."""
        return self._cache.is_full

    async def fold(self, facts: Sequence[Recorded]) -> Stumble | None:
        """Fold facts in order, up to one at which the view stumbles."""
        fold, part, stored = self._view.fold, self._view.part, self._stored
        known = await self._known(facts)
        recorded = facts[0]
        try:
            for recorded, rows in zip(facts, known, strict=True):
                for row in fold(rows, recorded):
                    name = getattr(row, part) if part else ""
                    rows[name] = row
                    if stored:
                        self._changed[recorded.aggregate.name, name] = row
        except Exception as error:  # noqa: BLE001 - whatever a fold raises blocks its view only
            return Stumble(recorded.sequence, reason(error))
        return None

    async def store(self) -> None:
        """Write what changed."""
        if self._stored:
            await self._writer.merge(self._changed.values())
            self._changed.clear()
        else:
            await self._writer.insert(self._cache.rows())
            self._stored = True

    def trim(self) -> None:
        """Forget what was not used lately, once all is stored."""
        self._cache.trim()

    def forget(self) -> None:
        """Forget everything: what is stored may be something else."""
        self._cache.clear()
        self._changed.clear()

    async def _known(self, facts: Sequence[Recorded]) -> list[Rows]:
        """Return for each fact the rows of its aggregate, loaded where they must be."""
        known: list[Rows] = []
        missing: dict[Owner, Rows] = {}
        for recorded in facts:
            aggregate = recorded.aggregate
            rows = self._cache.get(aggregate.name)
            if rows is None:
                rows = self._cache.add(aggregate.name)
                # An aggregate that begins here cannot have rows yet.
                if self._stored and recorded.envelope.version > 1:
                    missing[aggregate.division, aggregate.year, aggregate.code] = rows
            known.append(rows)
        if missing:
            owner, part = self._view.key[:3], self._view.part
            for row in await self._writer.load(missing):
                division, year, code = (getattr(row, name) for name in owner)
                missing[division, year, code][getattr(row, part) if part else ""] = row
        return known
