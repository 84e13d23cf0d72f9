"""One view being folded: its place in the ledger, and what blocks it."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Final

import psycopg
from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from projections.view import View
from services.projector.checkpoint import Checkpoint
from services.projector.connection import Connection
from services.projector.lines import Lines
from services.projector.memory import Memory
from services.projector.stumble import reason
from services.projector.writer import Writer

KEPT: Final = 50_000  # aggregates a view keeps in memory
KEPT_LATE: Final = 250_000  # those of a late one, 6 kB each in all views
QUIET: Final = 50_000  # facts for others after which a late view's rows are written and forgotten
_CUT: Final = (psycopg.OperationalError, psycopg.InterfaceError)


class Strand:
    """Folds batches into one view inside the caller's transaction.

    What a view cannot fold blocks this view at that one fact; so does what PostgreSQL cannot
    store, found by halving the batch. Failures of the connection are raised, and then nothing of
    this is kept.

    A ``late`` strand writes when its memory is full or :meth:`settle` asks, so that a view that
    begins at nothing writes most rows once. When something cannot be stored then, the view begins
    again from nothing and is late no more.
    """

    def __init__(
        self, connection: Connection, view: View[Struct], checkpoint: Checkpoint, *, late: bool
    ) -> None:
        # A view that was blocked tries again: the code may have been repaired.
        self.checkpoint = replace(checkpoint, blocked_at=None, reason=None)
        self.view = view
        self._connection = connection
        self._writer = Writer(connection, view)
        self._memory: Memory | Lines = (
            Lines(self._writer, view)
            if view.append_only
            else Memory(
                self._writer,
                view,
                KEPT_LATE if late else KEPT,
                stored=checkpoint.position > 0,
            )
        )
        self._told = checkpoint.position  # where it was last given facts
        # Lines are only added: waiting saves nothing.
        self._late = late and not view.append_only

    async def prepare(self) -> None:
        """Make ready to write, outside of any transaction."""
        await self._writer.prepare()

    @property
    def blocked(self) -> bool:
        """Whether a fact stands in the way."""
        return self.checkpoint.blocked_at is not None

    @property
    def is_settled(self) -> bool:
        """Whether the view's table is where the checkpoint is."""
        return self._memory.is_settled

    async def advance(self, facts: Sequence[Recorded], last: int) -> None:
        """Fold what the view has not seen of ``facts``; it then holds everything up to ``last``."""
        seen = self.checkpoint.position
        if self.blocked or last <= seen:
            return
        if facts and facts[0].sequence <= seen:
            facts = [fact for fact in facts if fact.sequence > seen]
        if await self._take(facts):
            self.checkpoint = replace(self.checkpoint, position=last)
        if facts:
            self._told = last
        if self._memory.is_full:
            await self.settle()
            self._memory.trim()
        elif self._late and last - self._told > QUIET:
            await self.settle()
            self._memory.forget()
            self._told = last

    def block(self, sequence: int, reason: str) -> None:
        """Stop before the fact at ``sequence``."""
        if not self.blocked and sequence > self.checkpoint.position:
            self.checkpoint = replace(
                self.checkpoint, position=sequence - 1, blocked_at=sequence, reason=reason
            )

    async def settle(self) -> None:
        """Write what was left for later."""
        if self._memory.is_settled:
            return
        try:
            async with self._connection.transaction():
                await self._memory.store()
        except _CUT:
            raise
        except Exception:  # noqa: BLE001 - which fact it is will be found batch by batch
            await self._begin_again()

    async def _take(self, facts: Sequence[Recorded]) -> bool:
        """Fold facts and, unless that is left for later, store them; say if all could be."""
        if not facts:
            return True
        try:
            async with self._savepoint():
                stumble = await self._memory.fold(facts)
                if not self._late:
                    await self._memory.store()
        except _CUT:
            raise
        except Exception as error:  # noqa: BLE001 - whatever cannot be stored blocks its view only
            if self._late:
                await self._begin_again()
                return False
            return await self._take_halves(facts, error)
        if stumble is not None:
            self.block(stumble.sequence, stumble.reason)
        return stumble is None

    def _savepoint(self) -> AbstractAsyncContextManager[object]:
        """Protect the caller's transaction from what may fail in the database."""
        apart = self._late and self._memory.is_apart
        return nullcontext() if apart else self._connection.transaction()

    async def _take_halves(self, facts: Sequence[Recorded], error: Exception) -> bool:
        self._memory.forget()
        if len(facts) == 1:
            self.block(facts[0].sequence, reason(error))
            return False
        half = len(facts) // 2
        return await self._take(facts[:half]) and await self._take(facts[half:])

    async def _begin_again(self) -> None:
        self._late = False
        self._memory.forget()
        self.checkpoint = replace(self.checkpoint, position=0, blocked_at=None, reason=None)
        await self._writer.empty()
