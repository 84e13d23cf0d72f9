"""How far each view of a schema has come, in the same transaction as its rows."""

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec import Struct

from projections.view import Lookup
from services.projector.connection import Connection

FIELDS: Final = "view, shape, position, blocked_at, reason"


class Checkpoint(Struct, kw_only=True, frozen=True):
    """A view holds every fact up to ledger position ``position``.

    A fact at ``blocked_at`` stopped it for ``reason``; nothing is lost, the view goes on from
    ``position`` once the code that understands the fact is running.
    """

    view: str
    shape: str
    position: int = 0
    blocked_at: int | None = None
    reason: str | None = None


def health() -> Lookup[Checkpoint]:
    """Ask how far each view is, and what blocks it."""
    return Lookup(f"SELECT {FIELDS} FROM checkpoint ORDER BY view", {}, Checkpoint)  # noqa: S608 - a constant


async def load(connection: Connection) -> dict[str, Checkpoint]:
    """Read the checkpoints of the connection's schema by view; empty when there are none yet."""
    cursor = await connection.execute("SELECT to_regclass('checkpoint') IS NOT NULL")
    found = await cursor.fetchone()
    if found is None or not found[0]:
        return {}
    cursor = await connection.execute(
        "SELECT view, shape, position, blocked_at, reason FROM checkpoint"
    )
    rows = [
        msgspec.convert(dict(zip(Checkpoint.__struct_fields__, row, strict=True)), Checkpoint)
        for row in await cursor.fetchall()
    ]
    return {row.view: row for row in rows}


async def save(connection: Connection, checkpoints: Iterable[Checkpoint]) -> None:
    """Write checkpoints, new or changed."""
    rows = [msgspec.structs.astuple(checkpoint) for checkpoint in checkpoints]
    async with connection.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO checkpoint (view, shape, position, blocked_at, reason)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (view) DO UPDATE SET shape = excluded.shape,"
            " position = excluded.position, blocked_at = excluded.blocked_at,"
            " reason = excluded.reason",
            rows,
        )


def reached(checkpoints: Iterable[Checkpoint]) -> int | None:
    """Return the position that every view which can go on has reached; None when none can."""
    return min((c.position for c in checkpoints if c.blocked_at is None), default=None)
