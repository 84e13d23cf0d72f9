"""Rows of views, byte for byte in the order of their keys: digests and the first difference."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from itertools import count

from msgspec import Struct

from projections.catalogue import VIEWS
from projections.view import View
from services.projector.connection import Connection


class Difference(Struct, frozen=True):
    """The first row, from 1 in key order, that is not the same; None where it is missing."""

    view: str
    row: int
    live: str | None
    rebuilt: str | None


async def digest(connection: Connection, views: Sequence[View[Struct]] = VIEWS) -> dict[str, str]:
    """Return the SHA-256 of every view of the connection's schema."""
    digests = {}
    for view in views:
        total = hashlib.sha256()
        async for row in _rows(connection, view):
            total.update(row)
        digests[view.name] = total.hexdigest()
    return digests


async def compare(
    live: Connection, rebuilt: Connection, views: Sequence[View[Struct]] = VIEWS
) -> Difference | None:
    """Return the first difference between two schemas' views; None when there is none."""
    for view in views:
        left, right = aiter(_rows(live, view)), aiter(_rows(rebuilt, view))
        for number in count(1):
            one, other = await anext(left, None), await anext(right, None)
            if one != other:
                # A copy that is broken off takes its transaction with it.
                for rest in (left, right):
                    async for _ in rest:
                        pass
                return Difference(view.name, number, _text(one), _text(other))
            if one is None:
                break
    return None


async def _rows(connection: Connection, view: View[Struct]) -> AsyncIterator[bytes]:
    query = f"COPY (SELECT * FROM {view.name} ORDER BY {', '.join(view.key)}) TO STDOUT"  # noqa: S608 - constants
    async with connection.cursor() as cursor:
        async with cursor.copy(query.encode()) as copy:
            async for chunk in copy:
                yield bytes(chunk)


def _text(row: bytes | None) -> str | None:
    return None if row is None else row.decode().rstrip("\n")
