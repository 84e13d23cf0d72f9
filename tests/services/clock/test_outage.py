"""The database goes away while the clock and the office begin: they wait, and begin."""

import asyncio
from pathlib import Path

import psycopg

from services.clock.clock import Clock
from services.office import Office, opened
from services.runtime.servers import Servers
from tests.services.desk.bureau import adopt
from tests.torture.database import Database, database


async def begin_without(base: Database, office: Office) -> None:
    await office.settle()
    base.kill()
    try:
        while await office.projector.position() >= 0:  # noqa: ASYNC110 - until it notices
            await asyncio.sleep(0.01)
    except psycopg.OperationalError:
        assert adopt(office.desk).fresh
    clock = Clock(office)
    running = asyncio.create_task(clock.run())
    settling = asyncio.create_task(office.settle())
    done, _ = await asyncio.wait([running, settling], timeout=1)
    assert not done
    base.start()
    try:
        async with asyncio.timeout(60):
            await settling
            await clock.caught_up.wait()
    finally:
        running.cancel()
        await asyncio.wait([running])


def test_the_clock_and_the_office_wait_for_a_database_that_restarts(
    empty_nats_url: str, tmp_path: Path
) -> None:
    async def story(base: Database) -> None:
        async with opened(Servers(empty_nats_url, base.url)) as office:
            await begin_without(base, office)

    with database(tmp_path / "pg") as base:
        asyncio.run(story(base))
