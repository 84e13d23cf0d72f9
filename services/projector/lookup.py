"""Answers of the views."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import msgspec
from msgspec import Struct

from projections.view import Lookup
from services.projector.connection import LIVE, Connection, connect, identity
from services.projector.errors import SchemaReplacedError

A = TypeVar("A", bound=Struct)


async def ask(connection: Connection, lookup: Lookup[A]) -> list[A]:
    """Run a lookup in the schema of the connection and return its rows as structs, in order."""
    query = f"SELECT row_to_json(answer)::text FROM ({lookup.sql}) AS answer"  # noqa: S608 - constants
    decoder = msgspec.json.Decoder(lookup.answer)
    cursor = await connection.execute(query.encode(), lookup.parameters)
    return [decoder.decode(text) for (text,) in await cursor.fetchall()]


@asynccontextmanager
async def reading(database_url: str, schema: str = LIVE) -> AsyncIterator[Connection]:
    """Open the views for several lookups that all see them at one and the same position.

    Raises SchemaReplacedError at the end when they were swapped meanwhile: ask again.
    """
    async with connect(database_url, schema) as connection, one_moment(connection, schema):
        yield connection


@asynccontextmanager
async def one_moment(connection: Connection, schema: str = LIVE) -> AsyncIterator[None]:
    """Have a connection see its views as they are now, whatever is written meanwhile.

    Raises SchemaReplacedError at the end when they were swapped: ask again.
    """
    async with connection.transaction():
        await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        opened = await identity(connection, schema)
        yield
        if await identity(connection, schema) != opened:
            raise SchemaReplacedError(schema)
