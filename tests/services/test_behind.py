"""Views that are not at the ledger's end when ``up`` starts: it says so, and starts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg import sql

from services.cli.serve import behind
from services.office import Office, opened
from services.policies.adoption import AdoptPolicy
from services.projector.connection import LIVE
from services.runtime.servers import Servers
from tests.services.desk.bureau import order
from tests.services.project.given import CHIEF


@asynccontextmanager
async def held(database_url: str) -> AsyncIterator[None]:
    """Let nobody write into the trail while the block runs."""
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        table = sql.Identifier(LIVE, "trail")
        await connection.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(table))
        yield
        await connection.rollback()


def test_views_that_are_slow_keep_nobody_from_starting(
    empty_nats_url: str, database_url: str
) -> None:
    async def scene(office: Office) -> None:
        assert await behind(office) == []
        async with held(database_url):
            adopt = order(AdoptPolicy(edition="hailin@2021-01-01"), CHIEF)
            facts = (await asyncio.to_thread(office.desk.handle, adopt)).answer.facts
            assert len(facts) == 1
            [said] = await behind(office, patience=0.2)
            assert said.startswith("视图还没有追上台账（0.2 秒内视图未到台账 1）")
        assert await behind(office) == []

    async def on_stage() -> None:
        servers = Servers(nats_url=empty_nats_url, database_url=database_url)
        async with asyncio.timeout(60), opened(servers) as office:
            await scene(office)

    asyncio.run(on_stage())
