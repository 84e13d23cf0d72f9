"""The views as they were: folded again from what was recorded until then."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from msgspec import Struct

from projections.catalogue import VIEWS
from projections.view import View
from services.ledger.connection import Connection as StreamClient
from services.projector.connection import LIVE, Connection
from services.projector.engine import index
from services.projector.follow import Progress, follow_whole, ledger_end
from services.projector.workspace import workspace


@asynccontextmanager
async def as_of(  # noqa: PLR0913 - two places, a moment, and three that are rarely given
    client: StreamClient,
    database_url: str,
    moment: datetime | int,
    views: Sequence[View[Struct]] = VIEWS,
    *,
    schema: str = LIVE,
    progress: Progress | None = None,
) -> AsyncIterator[Connection]:
    """Open views that hold the facts recorded at or before an instant, or up to a position.

    A position inside an atomic append counts to the append's end. History that was brought in
    later is not in the order of its instants, so an instant reads the whole ledger. The views are
    gone when the connection is given back. Raises ViewsBlockedError.
    """
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise ValueError("时点须带时区")
    end = await ledger_end(client)
    async with workspace(database_url, schema, "asof", views, logged=False) as past:
        if isinstance(moment, datetime):
            await follow_whole(
                past.engine,
                client,
                end,
                keep=lambda recorded: recorded.envelope.time <= moment,
                progress=progress,
            )
        else:
            await follow_whole(past.engine, client, min(moment, end), progress=progress)
        await index(past.connection, *views)
        yield past.connection
