"""Connections to one schema of views, and the locks that keep its writers apart."""

import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, TypeAlias

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg.types.json import set_json_dumps

Connection: TypeAlias = AsyncConnection[TupleRow]

LIVE: Final = "jixiao"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,40}")


@asynccontextmanager
async def connect(database_url: str, schema: str = LIVE) -> AsyncIterator[Connection]:
    """Connect with ``schema`` as the search path, in UTC; the connection is closed at the end.

    Views are disposable and carry their own checkpoint, so a commit does not wait for the disk.
    Nobody waits longer than 30 s for a lock.
    """
    if not _NAME.fullmatch(schema):
        raise ValueError(f"不能用作模式名：{schema}")
    connection = await AsyncConnection.connect(
        database_url, autocommit=True, connect_timeout=5, keepalives_idle=5, tcp_user_timeout=10_000
    )
    async with connection:
        await prepare(connection, schema)
        yield connection


async def prepare(connection: Connection, schema: str = LIVE) -> None:
    """Make a fresh connection one of ours."""
    await connection.execute(
        "SELECT set_config('search_path', %s, false), set_config('TimeZone', 'UTC', false),"
        " set_config('synchronous_commit', 'off', false),"
        " set_config('lock_timeout', '30s', false)",
        [schema],
    )
    set_json_dumps(msgspec.json.encode, connection)


def _lock_key(purpose: str, schema: str) -> int:
    digest = hashlib.sha256(f"jixiao {purpose} {schema}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


async def hold_schema(connection: Connection, schema: str) -> bool:
    """Try to become the one projector of a schema, for as long as the connection lives."""
    return await _boolean(
        connection, "SELECT pg_try_advisory_lock(%s)", _lock_key("projector", schema)
    )


async def release_schema(connection: Connection, schema: str) -> None:
    """Let another one be the projector of a schema."""
    await connection.execute("SELECT pg_advisory_unlock(%s)", [_lock_key("projector", schema)])


async def gate(connection: Connection, schema: str) -> None:
    """Keep commits and the swap of a schema apart until the transaction ends."""
    await connection.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_key("gate", schema)])


async def identity(connection: Connection, schema: str) -> int | None:
    """Return what tells a schema from the one that takes its name; None when there is none."""
    cursor = await connection.execute("SELECT to_regnamespace(%s)::oid::bigint", [schema])
    row = await cursor.fetchone()
    return None if row is None or row[0] is None else int(row[0])


async def _boolean(connection: Connection, query: str, value: int) -> bool:
    cursor = await connection.execute(query.encode(), [value])
    row = await cursor.fetchone()
    return row is not None and bool(row[0])
