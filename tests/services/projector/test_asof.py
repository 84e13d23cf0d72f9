from datetime import datetime, timedelta

import psycopg
import pytest

from projections import execution, trail
from services.projector.asof import as_of
from services.projector.connection import connect, hold_schema
from services.projector.lookup import ask
from services.projector.workspace import clear_leftovers
from tests.projections.story import NOON, paid, registered
from tests.services.projector.conftest import Play
from tests.services.projector.test_rebuild import schemas
from tests.services.projector.world import World

LATER = NOON + timedelta(days=5)


async def executed(world: World, moment: datetime | int) -> list[int]:
    async with as_of(world.client, world.database_url, moment, schema=world.schema) as views:
        return [row.executed_fen for row in await ask(views, execution.show())]


def test_a_later_fact_was_not_known_before(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered(), paid(1))
        await world.append(paid(2), at=LATER)
        await world.append(paid(4))
        assert await executed(world, NOON) == [500]
        assert await executed(world, LATER - timedelta(microseconds=1)) == [500]
        assert await executed(world, LATER) == [700]
        assert await executed(world, NOON - timedelta(seconds=1)) == []

    play(scene)


def test_a_position_is_the_end_of_its_append(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered(), paid(1))
        await world.append_at_once(paid(2), paid(4), paid(8))
        assert await executed(world, 0) == []
        assert await executed(world, 2) == [100]
        assert await executed(world, 3) == [1_500]
        assert await executed(world, 99) == [1_500]

    play(scene)


def test_the_past_is_gone_afterwards_and_the_present_untouched(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered(), paid(1))
        await world.projector().catch_up()
        async with as_of(world.client, world.database_url, 1, schema=world.schema) as past:
            assert len(await ask(past, trail.show())) == 1
        assert await schemas(world) == [world.schema]

    play(scene)


def test_leftovers_of_killed_runs_are_dropped_and_those_at_work_are_not(play: Play) -> None:
    async def scene(world: World) -> None:
        dead, alive = (f"{world.schema}_asof_{mark * 12}" for mark in "ab")
        async with connect(world.database_url, alive) as owner:
            await hold_schema(owner, alive)
            async with await psycopg.AsyncConnection.connect(
                world.database_url, autocommit=True
            ) as other:
                for name in (dead, alive):
                    await other.execute(f"CREATE SCHEMA {name}".encode())
            async with connect(world.database_url, world.schema) as connection:
                await clear_leftovers(connection, world.schema)
            assert await schemas(world) == [alive]

    play(scene)


def test_an_instant_without_a_zone_is_refused(play: Play) -> None:
    async def scene(world: World) -> None:
        with pytest.raises(ValueError, match="时区"):
            await executed(world, NOON.replace(tzinfo=None))

    play(scene)
