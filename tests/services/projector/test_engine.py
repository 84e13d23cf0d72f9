import asyncio

import pytest
from psycopg import AsyncConnection

from projections import execution, trail
from projections.catalogue import VIEWS
from projections.view import Which
from services.projector.compare import digest
from services.projector.connection import connect, hold_schema
from services.projector.errors import LedgerShorterError, UnfinishedError
from services.projector.lookup import ask, reading
from services.projector.verify import verify
from tests.projections.story import paid, registered
from tests.services.projector.conftest import Play
from tests.services.projector.world import World, empty_ledger, running, until


async def totals(world: World) -> tuple[int, int]:
    """Return executed 分 of the project and the number of lines of the trail."""
    async with reading(world.database_url, world.schema) as views:
        [row] = await ask(views, execution.show())
        lines = await ask(views, trail.show(Which(limit=1_000_000)))
        assert [line.sequence for line in lines] == list(range(1, len(lines) + 1))
        return row.executed_fen, len(lines)


async def cut_connections(world: World) -> bool:
    """End every session at work on the world's database, as a restart would; say if any was."""
    async with await AsyncConnection.connect(world.database_url, autocommit=True) as connection:
        cursor = await connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        found = await cursor.fetchone()
        return found is not None and found[0] > 0


def test_views_are_at_the_end_of_the_ledger_after_catching_up(play: Play) -> None:
    async def scene(world: World) -> None:
        end = await world.append(registered(), *[paid(100, document=f"D{n}") for n in range(50)])
        assert await world.projector().catch_up() == end
        assert await totals(world) == (500_000, end)

    play(scene)


def test_an_empty_ledger_gives_empty_views(play: Play) -> None:
    async def scene(world: World) -> None:
        assert await world.projector().catch_up() == 0
        assert await world.projector().position() == 0

    play(scene)


def test_a_second_process_goes_on_where_the_first_one_stopped(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered(), *[paid(100, document=f"D{n}") for n in range(40)])
        assert await world.projector().catch_up(17) == 17
        assert (await totals(world))[1] == 17
        await world.projector().catch_up()
        assert await totals(world) == (400_000, 41)

    play(scene)


def test_a_view_never_shows_half_of_an_atomic_append(play: Play) -> None:
    async def scene(world: World) -> None:
        end = await world.append_at_once(registered(), *[paid(1) for _ in range(9)])
        assert await world.projector().catch_up(4) == end

    play(scene)


def test_lost_connections_lose_nothing_and_double_nothing(play: Play) -> None:
    async def scene(world: World) -> None:
        projector = world.projector()
        async with running(projector.run()):
            end = 0
            for _ in range(6):
                end = await world.append_at_once(*[paid(1) for _ in range(500)])
                await until(lambda: cut_connections(world))
            await projector.wait_for(end, 30)
        assert await totals(world) == (300_000, 3_000)
        result = await verify(world.client, world.database_url, world.schema)
        assert (result.position, result.difference, result.blocked) == (end, None, ())

    play(scene)


def test_of_two_projectors_one_stands_by_and_takes_over(play: Play) -> None:
    async def scene(world: World) -> None:
        first, second = world.projector(), world.projector()
        async with running(second.run()):
            async with running(first.run()):
                end = await world.append(registered(), paid(1), paid(2))
                await first.wait_for(end)
                await second.wait_for(end)
            end = await world.append(paid(3))
            await second.wait_for(end)
        assert await totals(world) == (600, 4)

    play(scene)


def test_catching_up_waits_for_the_projector_that_is_at_work(play: Play) -> None:
    async def scene(world: World) -> None:
        async with running(world.projector().run()):
            end = await world.append(registered(), paid(1))
            assert await world.projector().catch_up() >= end

    play(scene)


def test_a_cancelled_projector_leaves_no_lock_behind(play: Play) -> None:
    async def scene(world: World) -> None:
        projector = world.projector()
        async with running(projector.run()) as task:
            await projector.wait_for(await world.append(registered()))
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert task.cancelled()
        async with connect(world.database_url, world.schema) as connection:
            await until(lambda: hold_schema(connection, world.schema))

    play(scene)


def test_what_is_folded_and_not_committed_is_waited_for(play: Play) -> None:
    async def scene(world: World) -> None:
        projector = world.projector()
        async with running(projector.run()):
            await projector.wait_for(await world.append(registered()))
            async with connect(world.database_url, world.schema) as other:
                async with other.transaction():  # the projector cannot save how far it is
                    await other.execute(b"LOCK TABLE checkpoint IN SHARE MODE")
                    end = await world.append(paid(1))
                    with pytest.raises(UnfinishedError):
                        await projector.wait_for(end, 1)
            await projector.wait_for(end)
            assert await totals(world) == (100, 2)

    play(scene)


def test_waiting_ends_at_its_time(play: Play) -> None:
    async def scene(world: World) -> None:
        projector = world.projector()
        end = await world.append(registered())
        async with running(projector.run()):
            with pytest.raises(UnfinishedError):
                await projector.wait_for(end + 1, 0.2)
        with pytest.raises(UnfinishedError):
            await projector.wait_for(end + 1, 0.2)

    play(scene)


def test_a_ledger_that_lost_facts_is_not_passed_over(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered(), paid(1), paid(2))
        await world.projector().catch_up()
        await empty_ledger(world.client)
        await world.append(registered())
        with pytest.raises(LedgerShorterError):
            await world.projector().run()
        with pytest.raises(LedgerShorterError):
            await world.projector().catch_up()
        with pytest.raises(LedgerShorterError):
            await world.projector().catch_up(99)

    play(scene)


def test_what_postgresql_cannot_keep_in_text_is_replaced(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered("造\x00林"), registered("a\\u0000b"))
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as views:
            [row] = await ask(views, execution.show())
            first, _ = await ask(views, trail.show())
            assert row.name == "a\\u0000b"
            assert "造\ufffd林" in first.summary
            assert len(await digest(views)) == len(VIEWS)

    play(scene)
