"""All views of a schema folded together: rows and checkpoints in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from events.envelope import Recorded
from events.fact import Fact
from projections.view import View
from services.projector import checkpoint as checkpoints
from services.projector.checkpoint import Checkpoint
from services.projector.connection import Connection, gate, identity
from services.projector.errors import SchemaReplacedError
from services.projector.source import Batch
from services.projector.strand import Strand
from services.projector.tables import CHECKPOINT, create_indexes, create_table, shape

Settled: TypeAlias = Callable[[View[Struct]], None]


async def create(
    connection: Connection, schema: str, views: Iterable[View[Struct]], *, logged: bool = True
) -> None:
    """Make an empty schema with the views' tables and checkpoints, without secondary indexes."""
    async with connection.transaction():
        await connection.execute(f"CREATE SCHEMA {schema}".encode())
        await connection.execute(CHECKPOINT.encode())
        for view in views:
            await connection.execute(create_table(view, logged=logged).encode())
        await checkpoints.save(
            connection, [Checkpoint(view=view.name, shape=shape(view)) for view in views]
        )


async def index(connection: Connection, *views: View[Struct]) -> None:
    """Make the secondary indexes and let the planner look at what there is.

    Outside of a transaction. Pages of a list are found in its index alone once a vacuum has seen
    that all rows are visible; lines are too many to be worth that at once.
    """
    for view in views:
        for statement in create_indexes(view):
            await connection.execute(statement.encode())
        look = "VACUUM ANALYZE" if view.indexes and not view.append_only else "ANALYZE"
        await connection.execute(f"{look} {view.name}".encode())


class Engine:
    """Folds batches into the views of one schema; after any error it is thrown away."""

    def __init__(
        self, connection: Connection, schema: str, identity: int | None, strands: Sequence[Strand]
    ) -> None:
        self._connection = connection
        self._schema = schema
        self._identity = identity
        self._strands = strands
        self._committed = self._now
        self._saved = self._committed
        self._concerned: dict[type[Fact], list[int]] = {}
        for number, strand in enumerate(strands):
            for fact in strand.view.facts:
                self._concerned.setdefault(fact, []).append(number)

    @classmethod
    async def open(
        cls,
        connection: Connection,
        schema: str,
        views: Iterable[View[Struct]],
        *,
        late: bool = False,
    ) -> "Engine":
        """Take up the views of an existing schema where their checkpoints say.

        A ``late`` engine may leave rows for :meth:`settle`, and nobody should look before.
        Raises SchemaReplacedError when the schema holds other views.
        """
        # Checkpoints and identity must be those of one schema: no swap may come between.
        async with connection.transaction():
            await gate(connection, schema)
            opened, known = await identity(connection, schema), await checkpoints.load(connection)
        strands = []
        for view in views:
            stored = known.get(view.name)
            if stored is None or stored.shape != shape(view):
                raise SchemaReplacedError(schema)
            strands.append(Strand(connection, view, stored, late=late))
            await strands[-1].prepare()
        return cls(connection, schema, opened, strands)

    @property
    def checkpoints(self) -> list[Checkpoint]:
        """How far each view is for everybody: what is folded but not committed does not count."""
        return self._committed

    @property
    def _now(self) -> list[Checkpoint]:
        return [strand.checkpoint for strand in self._strands]

    @property
    def reached(self) -> int | None:
        """The position that every view which can go on has reached; None when none can."""
        return checkpoints.reached(self.checkpoints)

    async def apply(self, batch: Batch) -> None:
        """Fold a batch. Raises SchemaReplacedError when the views were swapped meanwhile."""
        async with self._connection.transaction():
            await self._guard()
            for strand, facts in zip(self._strands, self._dealt(batch.facts), strict=True):
                await strand.advance(facts, batch.last)
                if batch.unreadable is not None:
                    strand.block(batch.unreadable.sequence, batch.unreadable.reason)
            await self._save()
        self._committed = self._now

    async def settle(self, settled: Settled | None = None) -> None:
        """Write what was left for later, view by view; a view can be found to begin again.

        ``settled`` hears of each view that has all its rows, those first that need nothing more.
        """
        for strand in sorted(self._strands, key=lambda strand: not strand.is_settled):
            position = strand.checkpoint.position
            if not strand.is_settled:
                async with self._connection.transaction():
                    await self._guard()
                    await strand.settle()
                    await self._save()
            if settled is not None and strand.checkpoint.position == position:
                settled(strand.view)
        self._committed = self._now

    async def check(self) -> None:
        """Raise SchemaReplacedError, or what the connection raises, when the engine is dead."""
        async with self._connection.transaction():
            await self._guard()

    def _dealt(self, facts: Iterable[Recorded]) -> list[list[Recorded]]:
        """Give each view the facts it folds."""
        dealt: list[list[Recorded]] = [[] for _ in self._strands]
        for recorded in facts:
            for number in self._concerned.get(type(recorded.fact), ()):
                dealt[number].append(recorded)
        return dealt

    async def _save(self) -> None:
        """Write the checkpoints whose rows are written."""
        known = [
            strand.checkpoint if strand.is_settled else saved
            for strand, saved in zip(self._strands, self._saved, strict=True)
        ]
        changed = (now for was, now in zip(self._saved, known, strict=True) if was is not now)
        await checkpoints.save(self._connection, changed)
        self._saved = known

    async def _guard(self) -> None:
        await gate(self._connection, self._schema)
        if await identity(self._connection, self._schema) != self._identity:
            raise SchemaReplacedError(self._schema)
