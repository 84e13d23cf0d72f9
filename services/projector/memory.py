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
        self._part = view.part
        self._cache = Cache(kept, view.part)
        self._changed: dict[tuple[str, str], Struct] = {}
        self._stored = stored  # whether the table may hold rows that are not in memory

    @property
    def is_settled(self) -> bool:
        """Whether the table holds all that was folded."""
        return not self._changed and (self._stored or self._cache.is_empty)

    @property
    def is_apart(self) -> bool:
        """Whether folding touches no table."""
        return not self._stored

    @property
    def is_full(self) -> bool:
        """Whether something must be forgotten."""
        return self._cache.is_full

    async def fold(self, facts: Sequence[Recorded]) -> Stumble | None:
        """Fold facts in order, up to one at which the view stumbles."""
        if self._stored:
            await self._load(facts)
        fold, part, cache, stored = self._view.fold, self._part, self._cache, self._stored
        recorded = facts[0]
        try:
            for recorded in facts:
                name = recorded.aggregate.name
                rows = cache.get(name)
                if rows is None:
                    rows = {}
                changed = fold(rows, recorded)
                if changed:
                    for row in changed:
                        of = getattr(row, part) if part else ""
                        rows[of] = row
                        if stored:
                            self._changed[name, of] = row
                    cache.keep(name, rows)
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

    async def _load(self, facts: Sequence[Recorded]) -> None:
        """Have the rows of the facts' aggregates in memory."""
        missing: dict[Owner, str] = {}
        for recorded in facts:
            aggregate = recorded.aggregate
            if self._cache.get(aggregate.name) is None:
                self._cache.keep(aggregate.name, {})
                # An aggregate that begins here cannot have rows yet.
                if recorded.envelope.version > 1:
                    missing[aggregate.division, aggregate.year, aggregate.code] = aggregate.name
        if not missing:
            return
        owner = self._view.key[:3]
        found: dict[str, Rows] = {}
        for row in await self._writer.load(missing):
            division, year, code = (getattr(row, name) for name in owner)
            of = getattr(row, self._part) if self._part else ""
            found.setdefault(missing[division, year, code], {})[of] = row
        for name, rows in found.items():
            self._cache.keep(name, rows)
