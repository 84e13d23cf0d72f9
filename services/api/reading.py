"""Answers of the views to one identity: its own rows, in pages, each at a known position."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

import msgspec
import psycopg
from msgspec import Struct
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from projections.view import Lookup
from services.api.asked import Query
from services.api.faulty import Faulty, Unavailable, WaitedTooLong
from services.desk.every_fault import Fault
from services.office import Office
from services.projector.asof import as_of as views_as_of
from services.projector.checkpoint import Checkpoint, load
from services.projector.connection import Connection, prepare
from services.projector.errors import UnfinishedError
from services.projector.lookup import ask

FEWEST: Final = 2
MOST: Final = 8  # connections; more would only wait for each other
TURN: Final = 10.0  # seconds a request waits for one
OWN_WRITE: Final = 10.0  # seconds the views may take to reach the position asked for
LOOKING_BACK: Final = 2  # requests at once that fold the ledger anew
# As :func:`services.projector.checkpoint.reached` has it.
_POSITION: Final = "SELECT min(position) FROM checkpoint WHERE blocked_at IS NULL"
Conditions = Mapping[str, Sequence[str]]


class Found(Struct, frozen=True, kw_only=True):
    """Rows as the views had them at a ledger position; ``more`` says there are further ones."""

    rows: list[Struct]
    position: int
    more: bool


class Reader:
    """Asks the views for clients; made by :func:`reader`."""

    def __init__(self, office: Office, pool: AsyncConnectionPool[Connection]) -> None:
        """Read what an office's projector writes."""
        self._office = office
        self._pool = pool
        self._looking_back = asyncio.Semaphore(LOOKING_BACK)

    async def position(self, at_least: int = 0) -> int:
        """Say where the views are; waits a while for them to reach ``at_least``.

        Raises Faulty for a position that the ledger has not, WaitedTooLong.
        """
        if at_least > await self._office.projector.position():
            end = await self._office.position()
            if at_least > end:
                raise Faulty(Fault(path="at_least", reason=f"台账只到第 {end} 条"))
        try:
            await self._office.projector.wait_for(at_least, OWN_WRITE)
        except UnfinishedError as error:
            raise WaitedTooLong(
                f"视图在 {OWN_WRITE:.0f} 秒内未到台账第 {at_least} 条，请稍后重试"
            ) from error
        return await self._office.projector.position()

    async def checkpoints(self) -> list[Checkpoint]:
        """Say how far each view is and what blocks it."""
        try:
            async with self._pool.connection() as connection:
                return [*(await load(connection)).values()]
        except PoolTimeout as error:
            raise Unavailable("视图数据库没有应答") from error

    async def rows(self, query: Query, conditions: Conditions, limit: int, offset: int) -> Found:
        """Read rows from an offset; as of a moment the ledger is folded again up to it."""
        lookup = narrowed(query, conditions, limit + 1, offset)
        if query.as_of is not None:
            return await self._as_of(query, lookup, limit)
        return await self._now(lookup, limit)

    async def _now(self, lookup: Lookup[Struct], limit: int) -> Found:
        """Ask in one statement: it sees rows and position at one moment, in one journey."""
        rows = f"SELECT json_agg(row_to_json(answer)) FROM ({lookup.sql}) AS answer"  # noqa: S608 - constants
        query = f"SELECT ({_POSITION}), ({rows})::text"
        try:
            async with self._pool.connection() as connection:
                cursor = await connection.execute(query.encode(), lookup.parameters)
                row = await cursor.fetchone()
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise Unavailable("视图数据库没有应答，请稍后重试") from error
        except psycopg.errors.UndefinedTable as error:
            raise Unavailable("视图正在建立，请稍后重试") from error
        if row is None or row[0] is None:
            raise Unavailable("视图停滞，请稍后重试")
        found = _rows(lookup.answer).decode(row[1] or "[]")
        return Found(rows=found[:limit], position=int(row[0]), more=len(found) > limit)

    async def _as_of(self, query: Query, lookup: Lookup[Struct], limit: int) -> Found:
        office, moment = self._office, query.as_of
        if moment is None:
            raise TypeError(query)
        if self._looking_back.locked():
            raise Unavailable("正在为他人重放历史，请稍后重试")
        async with self._looking_back:
            at = await office.position()
            async with views_as_of(office.client, office.database_url, moment) as connection:
                found = await ask(connection, lookup)
        return Found(rows=found[:limit], position=at, more=len(found) > limit)


@cache
def _rows(kind: type[Struct]) -> "msgspec.json.Decoder[list[Struct]]":
    return msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]  # a type that is a value


@asynccontextmanager
async def reader(office: Office) -> AsyncIterator[Reader]:
    """Keep connections to the views open while the block runs."""
    pool = AsyncConnectionPool[Connection](
        office.database_url,
        kwargs={"autocommit": True, "connect_timeout": 5},
        configure=prepare,
        min_size=FEWEST,
        max_size=MOST,
        timeout=TURN,
        open=False,
    )
    async with pool:
        yield Reader(office, pool)


def narrowed(query: Query, conditions: Conditions, limit: int, offset: int) -> Lookup[Struct]:
    """Wrap a view's question: only rows within reach, compared, sorted and cut in the database.

    Columns come from the view's own struct and conditions from :mod:`services.access`; what a
    client sent is only ever a parameter.
    """
    known = "division = ANY(%s)" if query.asked.which.division is not None else ""
    rest = {text: names for text, names in conditions.items() if text != known}
    if not rest and not query.equal and not query.sort:
        return query.lookup(limit=limit, offset=offset)
    inner = query.lookup()
    equal = {f"{name} = %s": value for name, value in query.equal.items()}
    asked: dict[str, object] = {**{text: [*names] for text, names in rest.items()}, **equal}
    parameters: dict[str, object] = {**inner.parameters, "page": limit, "begin": offset}
    wanted: list[str] = []
    for number, (text, value) in enumerate(asked.items()):
        wanted.append(text.replace("%s", f"%(wanted{number})s"))
        parameters[f"wanted{number}"] = value
    order = [f"{name}{' DESC' if falls else ''} NULLS LAST" for name, falls in query.sort]
    numbered = f"SELECT *, row_number() OVER () AS ordinal_ FROM ({inner.sql}) AS inner_"  # noqa: S608 - constants
    parts = [
        f"SELECT * FROM ({numbered}) AS asked",  # noqa: S608 - constants
        *(["WHERE", " AND ".join(wanted)] if wanted else []),
        f"ORDER BY {', '.join([*order, 'ordinal_'])} LIMIT %(page)s OFFSET %(begin)s",
    ]
    return Lookup(" ".join(parts), parameters, inner.answer)
