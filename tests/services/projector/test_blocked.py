from collections.abc import Mapping

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from projections import execution, trail
from projections.execution import Execution
from projections.view import View, on_the_shelf
from services.projector.checkpoint import Checkpoint, health
from services.projector.errors import ViewsBlockedError
from services.projector.lookup import ask, reading
from services.projector.rebuild import rebuild
from services.projector.verify import verify
from tests.projections.story import NOON, PROJECT, paid, registered
from tests.services.projector.conftest import Play
from tests.services.projector.world import World, running


def stumbling(rows: Mapping[str, Execution], recorded: Recorded) -> tuple[Execution, ...]:
    if recorded.sequence == 5:
        raise ZeroDivisionError("第五条")
    return execution.fold(rows, recorded)


def broken(version: int = 1) -> list[View[Struct]]:
    view = replace(execution.VIEW, fold=stumbling, version=version)
    return [on_the_shelf(view), on_the_shelf(trail.VIEW)]


SOUND = [on_the_shelf(execution.VIEW), on_the_shelf(trail.VIEW)]


async def states(world: World) -> dict[str, Checkpoint]:
    async with reading(world.database_url, world.schema) as views:
        return {state.view: state for state in await ask(views, health())}


async def executed(world: World) -> int:
    async with reading(world.database_url, world.schema) as views:
        [row] = await ask(views, execution.show())
        return row.executed_fen


def test_a_view_that_stumbles_is_blocked_and_the_others_go_on(play: Play) -> None:
    async def scene(world: World) -> None:
        end = await world.append(registered(), *[paid(1) for _ in range(9)])
        assert await world.projector(broken()).catch_up() == end
        state = await states(world)
        assert (state["trail"].position, state["trail"].blocked_at) == (end, None)
        assert (state["execution"].position, state["execution"].blocked_at) == (4, 5)
        assert state["execution"].reason == "ZeroDivisionError: 第五条"
        assert await executed(world) == 300

    play(scene)


def test_a_repaired_view_catches_up_with_the_others(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered(), *[paid(1) for _ in range(9)])
        await world.projector(broken()).catch_up()
        await world.append(paid(1))
        await world.projector(broken()).catch_up()
        end = await world.append(paid(1))
        await world.projector(SOUND).catch_up()
        assert {(s.position, s.blocked_at) for s in (await states(world)).values()} == {(end, None)}
        assert await executed(world) == 1_100
        result = await verify(world.client, world.database_url, world.schema, SOUND)
        assert result.difference is None

    play(scene)


def test_a_row_that_cannot_be_stored_blocks_its_view_only(play: Play) -> None:
    async def scene(world: World) -> None:
        largest = 92_233_720_368_547_758  # 元; twice that is no 64-bit number of 分
        end = await world.append(registered(), paid(largest), paid(largest), paid(1))
        assert await world.projector(SOUND).catch_up() == end
        state = await states(world)
        assert (state["execution"].position, state["execution"].blocked_at) == (2, 3)
        assert (state["trail"].position, state["trail"].blocked_at) == (end, None)

    play(scene)


def test_a_rebuild_finds_the_fact_whose_row_cannot_be_stored(play: Play) -> None:
    async def scene(world: World) -> None:
        largest = 92_233_720_368_547_758
        end = await world.append(registered(), paid(largest), paid(largest), paid(1))
        built = await rebuild(world.client, world.database_url, world.schema, SOUND)
        assert [(one.position, one.blocked_at) for one in built] == [(2, 3), (end, None)]
        assert await executed(world) == largest * 100

    play(scene)


def test_an_unknown_tag_is_waited_for_and_never_skipped(play: Play) -> None:
    async def scene(world: World) -> None:
        before = await world.append(registered(), paid(1))
        body = msgspec.json.decode(world.body(paid(2), PROJECT, NOON))
        strange = await world.publish(
            msgspec.json.encode({**body, "type": "project.payment-executed.v9"})
        )
        after = await world.append(paid(3))
        with pytest.raises(ViewsBlockedError):
            await world.projector().catch_up()
        for state in (await states(world)).values():
            assert (state.position, state.blocked_at) == (before, strange)
            assert state.reason == "未知的事实类型：project.payment-executed.v9"
        assert await executed(world) == 100
        projector = world.projector()
        async with running(projector.run()):
            with pytest.raises(ViewsBlockedError):
                await projector.wait_for(after)

    play(scene)


def test_a_rebuild_up_to_an_unknown_tag_holds_what_the_live_views_hold(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered(), paid(1))
        body = msgspec.json.decode(world.body(paid(2), PROJECT, NOON))
        await world.publish(msgspec.json.encode({**body, "type": "project.payment-executed.v9"}))
        with pytest.raises(ViewsBlockedError):
            await world.projector().catch_up()
        before = await states(world)
        await rebuild(world.client, world.database_url, world.schema)
        assert await states(world) == before
        assert await executed(world) == 100

    play(scene)


def test_a_rebuild_that_would_lose_ground_leaves_the_live_views(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered(), *[paid(1) for _ in range(9)])
        await world.projector(SOUND).catch_up()
        with pytest.raises(ViewsBlockedError):
            await rebuild(world.client, world.database_url, world.schema, broken())
        assert await executed(world) == 900

    play(scene)
