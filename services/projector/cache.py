"""Rows of the aggregates that were touched last, so that a projector rarely reads."""

from collections.abc import Iterator
from itertools import chain

from msgspec import Struct

Rows = dict[str, Struct]  # the rows of one aggregate by their part


class Cache:
    """Keeps the rows of at most ``most`` aggregates between batches; a batch may use more.

    Two halves: what is used moves to the newer one, and when that is full the older one goes.
    """

    def __init__(self, most: int) -> None:
        self._half = most // 2
        self._newer: dict[str, Rows] = {}
        self._older: dict[str, Rows] = {}

    def get(self, aggregate: str) -> Rows | None:
        """Return an aggregate's rows, all of them; None when they must be loaded."""
        rows = self._newer.get(aggregate)
        if rows is None:
            rows = self._older.pop(aggregate, None)
            if rows is not None:
                self._newer[aggregate] = rows
        return rows

    def add(self, aggregate: str) -> Rows:
        """Make room for the rows of an aggregate that are about to be loaded or made."""
        rows = self._newer[aggregate] = {}
        return rows

    def rows(self) -> Iterator[Struct]:
        """Return every row there is."""
        for rows in chain(self._older.values(), self._newer.values()):
            yield from rows.values()

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
