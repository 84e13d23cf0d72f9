"""Rows of the aggregates that were touched last, so that a projector rarely reads."""

from collections.abc import Callable, Iterator
from itertools import chain
from operator import attrgetter
from typing import Final

from msgspec import Struct

Rows = dict[str, Struct]  # the rows of one aggregate by their part


class Cache:
    """Keeps the rows of at most ``most`` aggregates between batches; a batch may use more.

    Two halves: what is used moves to the newer one, and when that is full the older one goes. Most
    aggregates have one row in a view, which is kept as it is: a dictionary around it would be as
    large again.
    """

    def __init__(self, most: int, part: str) -> None:
        self._half: Final = most // 2
        self._part: Final[Callable[[Struct], str] | None] = attrgetter(part) if part else None
        self._newer: dict[str, Rows | Struct] = {}
        self._older: dict[str, Rows | Struct] = {}

    def get(self, aggregate: str) -> Rows | None:
        """Return an aggregate's rows, all of them; None when they are not known."""
        kept = self._newer.get(aggregate)
        if kept is None:
            kept = self._older.pop(aggregate, None)
            if kept is None:
                return None
            self._newer[aggregate] = kept
        if isinstance(kept, dict):
            return kept
        return {self._part(kept) if self._part else "": kept}

    def keep(self, aggregate: str, rows: Rows) -> None:
        """Keep the rows of an aggregate, all of them."""
        if len(rows) == 1:
            (self._newer[aggregate],) = rows.values()
        else:
            self._newer[aggregate] = rows

    def rows(self) -> Iterator[Struct]:
        """Return every row there is."""
        for kept in chain(self._older.values(), self._newer.values()):
            if isinstance(kept, dict):
                yield from kept.values()
            else:
                yield kept

    @property
    def is_empty(self) -> bool:
        """Whether there is none."""
        return not self._newer and not self._older

    @property
    def is_full(self) -> bool:
        """Whether there is more than may be kept."""
        return len(self._newer) > self._half

    def trim(self) -> None:
        """Forget what was not used lately, between batches only."""
        if self.is_full:
            self._newer, self._older = {}, self._newer

    def clear(self) -> None:
        """Forget everything: what is stored may be something else."""
        self._newer, self._older = {}, {}
