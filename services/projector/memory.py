"""Rows of one view in memory: loaded, folded, and those that changed written."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from events.envelope import Recorded
from projections.view import View
from services.projector.cache import Cache, Rows
from services.projector.writer import Owner, Writer

_NOTHING: Final[Mapping[str, Struct]] = MappingProxyType({})


class Stumble(Struct, frozen=True):
    """The fact that a view could not fold, and why; the facts before it are folded."""

    sequence: int
    reason: str


def reason(error: Exception) -> str:
    """Say why a view stands still."""
    return f"{type(error).__name__}: {error}"


class Memory:
    """Folds facts into rows; what changed since the last time is written by :meth:`store`."""

    def __init__(self, writer: Writer, view: View[Struct], kept: int, *, stored: bool) -> None:
        self._writer = writer
        self._view = view
        self._cache = Cache(kept)
        self._changed: dict[tuple[str, str], Struct] = {}
        self._lines: list[Struct] = []
        self._stored = stored  # whether the table may hold rows that are not in memory

    @property
    def is_settled(self) -> bool:
        """Whether the table holds all that was folded."""
        return not self._changed and not self._lines

    @property
    def is_full(self) -> bool:
        """Whether something must be forgotten."""
        return self._cache.is_full

    async def fold(self, facts: Sequence[Recorded]) -> Stumble | None:
        """Fold facts in order, up to one at which the view stumbles."""
        fold, part = self._view.fold, self._view.part
        changed, lines, append_only = self._changed, self._lines, self._view.append_only
        known = [] if append_only else await self._known(facts)
        for number, recorded in enumerate(facts):
            rows = _NOTHING if append_only else known[number]
            try:
                new = fold(rows, recorded)
            except Exception as error:  # noqa: BLE001 - whatever a fold raises blocks its view only
                return Stumble(recorded.sequence, reason(error))
            if append_only:
                lines += new
                continue
            for row in new:
                name = getattr(row, part) if part else ""
                known[number][name] = changed[recorded.aggregate.name, name] = row
        return None

    async def store(self) -> None:
        """Write what changed."""
        if self._lines:
            await self._writer.insert(self._lines)
            self._lines.clear()
        if self._changed:
            write = self._writer.merge if self._stored else self._writer.insert
            await write(self._changed.values())
            self._changed.clear()
            self._stored = True

    def trim(self) -> None:
        """Forget what was used longest ago, once all is stored."""
        self._cache.trim()

    def forget(self) -> None:
        """Forget everything: what is stored may be something else."""
        self._cache.clear()
        self._changed.clear()
        self._lines.clear()

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
