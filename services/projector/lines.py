"""Lines of an append-only view: made, and written once."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from events.envelope import Recorded
from projections.view import View
from services.projector.stumble import Stumble, reason
from services.projector.writer import Writer

_NOTHING: Final[Mapping[str, Struct]] = MappingProxyType({})


class Lines:
    """Folds facts into lines; :meth:`store` writes those that wait."""

    is_full: Final = False
    is_apart: Final = True

    def __init__(self, writer: Writer, view: View[Struct]) -> None:
        self._writer = writer
        self._fold = view.fold
        self._waiting: list[Struct] = []

    @property
    def is_settled(self) -> bool:
        """Whether the table holds all that was folded."""
        return not self._waiting

    async def fold(self, facts: Sequence[Recorded]) -> Stumble | None:
        """Fold facts in order, up to one at which the view stumbles."""
        fold, waiting = self._fold, self._waiting
        recorded = facts[0]
        try:
            for recorded in facts:
                waiting += fold(_NOTHING, recorded)
        except Exception as error:  # noqa: BLE001 - whatever a fold raises blocks its view only
            return Stumble(recorded.sequence, reason(error))
        return None

    async def store(self) -> None:
        """Write what waits."""
        await self._writer.insert(self._waiting)
        self._waiting.clear()

    def trim(self) -> None:
        """Lines are never asked for again."""

    def forget(self) -> None:
        """Take back what was not stored."""
        self._waiting.clear()
