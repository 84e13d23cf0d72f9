"""Rows of one view in and out of PostgreSQL, in bulk."""

from collections.abc import Collection, Iterable

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from projections.view import View, columns
from services.projector.column_types import copy_types
from services.projector.connection import Connection

Owner = tuple[str, int, str]  # division, fiscal year, code


class Writer:
    """Reads a view's rows by the aggregates they belong to, and writes them by their key."""

    def __init__(self, connection: Connection, view: View[Struct]) -> None:
        self._connection = connection
        self._view = view
        self._decoder = msgspec.json.Decoder(view.row)
        self._types = copy_types(view.row)
        table, stage, key = view.name, f"stage_{view.name}", ", ".join(view.key)
        names = columns(view.row)
        owner = view.key[:3]
        news = ", ".join(f"{name} = excluded.{name}" for name in names if name not in view.key)
        match = " AND ".join(f"t.{name} = wanted.{name}" for name in owner)
        self._load = " ".join(
            [
                "SELECT row_to_json(t)::text FROM",
                f"unnest(%s::text[], %s::bigint[], %s::text[]) AS wanted({', '.join(owner)})",
                f"JOIN {table} t ON {match}",
            ]
        ).encode()
        self._stage = " ".join(
            [f"CREATE TEMP TABLE IF NOT EXISTS {stage}", f"(LIKE {table}) ON COMMIT DELETE ROWS"]
        ).encode()
        self._copy = f"COPY {table} FROM STDIN (FORMAT BINARY)".encode()
        self._copy_to_stage = f"COPY {stage} FROM STDIN (FORMAT BINARY)".encode()
        self._empty = f"TRUNCATE {table}".encode()
        self._merge = " ".join(
            [
                f"INSERT INTO {table} SELECT * FROM {stage}",  # noqa: S608 - the view's own names
                f"ON CONFLICT ({key}) DO UPDATE SET {news};",
                f"DELETE FROM {stage}",  # noqa: S608 - the view's own names
            ]
        ).encode()

    async def prepare(self) -> None:
        """Make what the connection needs to write; once, and outside of what may be rolled back."""
        if not self._view.append_only:
            await self._connection.execute(self._stage)

    async def load(self, owners: Collection[Owner]) -> Iterable[Struct]:
        """Read the rows of the aggregates named."""
        divisions, years, codes = zip(*owners, strict=True)
        cursor = await self._connection.execute(
            self._load, [list(divisions), list(years), list(codes)]
        )
        return [self._decoder.decode(text) for (text,) in await cursor.fetchall()]

    async def insert(self, rows: Iterable[Struct]) -> None:
        """Write rows none of which is there."""
        await self._copy_rows(self._copy, rows)

    async def merge(self, rows: Iterable[Struct]) -> None:
        """Write rows, each key once: new ones are inserted, known ones replaced."""
        await self._copy_rows(self._copy_to_stage, rows)
        await self._connection.execute(self._merge)

    async def empty(self) -> None:
        """Take all rows out."""
        await self._connection.execute(self._empty)

    async def _copy_rows(self, statement: bytes, rows: Iterable[Struct]) -> None:
        if self._view.finish is not None:
            rows = map(self._view.finish, rows)
        async with self._connection.cursor() as cursor:
            async with cursor.copy(statement) as copy:
                copy.set_types(self._types)
                for row in rows:
                    await copy.write_row(astuple(row))
