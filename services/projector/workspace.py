"""Throw-away schemas beside the live one."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final
from uuid import uuid4

import psycopg
from msgspec import Struct

from projections.view import View
from services.projector.connection import Connection, connect, hold_schema, release_schema
from services.projector.engine import Engine, create

OLD: Final = "old"
_PURPOSES: Final = "(asof|build|old)"


class Workspace(Struct, frozen=True):
    """An engine on a schema of its own; ``connection`` sees its tables."""

    connection: Connection
    schema: str
    engine: Engine


def beside(schema: str, purpose: str) -> str:
    """Name a new schema that is nobody's yet."""
    return f"{schema}_{purpose}_{uuid4().hex[:12]}"


@asynccontextmanager
async def workspace(
    database_url: str, schema: str, purpose: str, views: Sequence[View[Struct]], *, logged: bool
) -> AsyncIterator[Workspace]:
    """Make an empty schema, and drop it at the end unless it was given another name."""
    name = beside(schema, purpose)
    async with connect(database_url, name) as connection:
        await hold_schema(connection, name)
        await clear_leftovers(connection, schema)
        try:
            await create(connection, name, views, logged=logged)
            engine = await Engine.open(connection, name, views, late=True)
            yield Workspace(connection, name, engine)
        finally:
            # What cannot be dropped now is a leftover for the next start.
            with suppress(psycopg.OperationalError, psycopg.InterfaceError):
                await drop(connection, name)


async def drop(connection: Connection, schema: str) -> None:
    """Drop a schema with all that is in it, waiting at most five seconds for its readers."""
    async with connection.transaction():
        await connection.execute("SET LOCAL lock_timeout = '5s'")
        await connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())


async def clear_leftovers(connection: Connection, schema: str) -> None:
    """Drop the throw-away schemas that killed runs left behind: nobody holds them any more."""
    cursor = await connection.execute(
        "SELECT nspname FROM pg_namespace WHERE nspname ~ %s ORDER BY nspname",
        [f"^{schema}_{_PURPOSES}_[0-9a-f]{{12}}$"],
    )
    for (name,) in await cursor.fetchall():
        if await hold_schema(connection, name):
            with suppress(psycopg.errors.LockNotAvailable):
                await drop(connection, name)
            await release_schema(connection, name)
