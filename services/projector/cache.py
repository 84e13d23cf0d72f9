"""Rows of the aggregates that were touched last, so that a live projector rarely reads."""

from collections import OrderedDict

from msgspec import Struct

from events.subjects import AggregateId

Rows = dict[str, Struct]  # the rows of one aggregate by their part


class Cache:
    """Keeps the rows of at most ``most`` aggregates between batches; a batch may use more."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[AggregateId, Rows] = OrderedDict()

    def get(self, aggregate: AggregateId) -> Rows | None:
        """Return an aggregate's rows, all of them; None when they must be loaded."""
        rows = self._kept.get(aggregate)
        if rows is not None:
            self._kept.move_to_end(aggregate)
        return rows

    def add(self, aggregate: AggregateId) -> Rows:
        """Make room for the rows of an aggregate that are about to be loaded or made."""
        rows = self._kept[aggregate] = {}
        return rows

    def trim(self) -> None:
        """Forget what was used longest ago, between batches only."""
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: what is stored may be something else."""
        self._kept.clear()
