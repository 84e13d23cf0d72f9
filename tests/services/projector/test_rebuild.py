import asyncio

import psycopg
import pytest
from msgspec.structs import replace

from projections import execution, trail
from projections.view import on_the_shelf
from services.projector.compare import compare, digest
from services.projector.connection import connect
from services.projector.lookup import ask, reading
from services.projector.rebuild import rebuild
from services.projector.verify import verify
from tests.projections.example import every_fact
from tests.projections.story import paid, registered
from tests.services.projector.conftest import Play
from tests.services.projector.world import World, running


async def schemas(world: World) -> list[str]:
    async with connect(world.database_url) as connection:
        cursor = await connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE %s", [f"{world.schema}%"]
        )
        return [name for (name,) in await cursor.fetchall()]


async def indexes(world: World) -> list[str]:
    async with connect(world.database_url) as connection:
        cursor = await connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = %s ORDER BY indexdef",
            [world.schema],
        )
        return [definition for (definition,) in await cursor.fetchall()]


def test_rebuilt_views_are_the_live_ones_byte_for_byte(play: Play) -> None:
    async def scene(world: World) -> None:
        projector = world.projector()
        async with running(projector.run()):
            for fact in [registered(), *every_fact(), *every_fact()]:
                await projector.wait_for(await world.append(fact))
        result = await verify(world.client, world.database_url, world.schema)
        assert (result.difference, result.blocked) == (None, ())
        indexed = await indexes(world)
        await rebuild(world.client, world.database_url, world.schema)
        async with reading(world.database_url, world.schema) as views:
            assert await digest(views) == result.digests
        assert await schemas(world) == [world.schema]
        assert await indexes(world) == indexed

    play(scene)


def test_a_changed_row_is_named(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered(), paid(1))
        await world.projector().catch_up()
        async with connect(world.database_url, world.schema) as connection:
            await connection.execute("UPDATE execution SET executed_fen = 99")
        result = await verify(world.client, world.database_url, world.schema)
        assert result.difference is not None
        assert (result.difference.view, result.difference.row) == ("execution", 1)
        assert "\t99\t" in str(result.difference.live)
        assert "\t100\t" in str(result.difference.rebuilt)

    play(scene)


def test_a_missing_row_is_named(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered(), paid(1))
        projector = world.projector()
        await projector.catch_up()
        async with (
            reading(world.database_url, world.schema) as before,
            connect(world.database_url, world.schema) as after,
        ):
            await digest(before)
            await after.execute("DELETE FROM trail WHERE sequence = 2")
            difference = await compare(before, after)
            assert difference is not None
            assert (difference.view, difference.row, difference.rebuilt) == ("trail", 2, None)

    play(scene)


def test_readers_and_the_live_projector_go_on_through_a_swap(play: Play) -> None:
    async def scene(world: World) -> None:
        projector = world.projector()
        await world.append(registered())
        await projector.catch_up()
        stop = asyncio.Event()
        seen: list[int] = []

        async def read() -> None:
            async with connect(world.database_url, world.schema) as views:
                while not stop.is_set():
                    [row] = await ask(views, execution.show())
                    seen.append(row.executed_fen)

        async def pay() -> int:
            end = 0
            while not stop.is_set():
                end = await world.append(paid(1))
            return end

        async with running(projector.run()), running(read()):
            paying = asyncio.create_task(pay())
            for _ in range(8):
                await rebuild(world.client, world.database_url, world.schema)
            stop.set()
            end = await paying
            await projector.wait_for(end, 20)
        assert seen == sorted(seen)
        assert len(set(seen)) > 3
        result = await verify(world.client, world.database_url, world.schema)
        assert (result.position, result.difference) == (end, None)

    play(scene)


def test_a_changed_view_is_rebuilt_at_the_next_start(play: Play) -> None:
    async def scene(world: World) -> None:
        old = replace(execution.VIEW, facts=frozenset(), version=0)
        end = await world.append(registered(), paid(7))
        assert await world.projector([on_the_shelf(old)]).catch_up() == end
        views = [on_the_shelf(execution.VIEW), on_the_shelf(trail.VIEW)]
        assert await world.projector(views).catch_up() == end
        async with reading(world.database_url, world.schema) as connection:
            assert [row.executed_fen for row in await ask(connection, execution.show())] == [700]
            assert len(await ask(connection, trail.show())) == 2

    play(scene)


def test_somebody_elses_schema_is_left_alone(play: Play) -> None:
    async def scene(world: World) -> None:
        async with await psycopg.AsyncConnection.connect(
            world.database_url, autocommit=True
        ) as owner:
            await owner.execute(f"CREATE SCHEMA {world.schema}".encode())
        with pytest.raises(RuntimeError, match="不是绩效视图"):
            await world.projector().catch_up()

    play(scene)
