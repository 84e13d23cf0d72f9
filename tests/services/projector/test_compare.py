"""A difference between live and rebuilt views is told, however much comes after it."""

import psycopg

from projections import trail
from projections.view import on_the_shelf
from services.projector.verify import verify
from tests.projections.story import paid, registered
from tests.services.projector.conftest import Play
from tests.services.projector.world import World

VIEWS = [on_the_shelf(trail.VIEW)]


def test_a_changed_row_at_the_beginning_of_a_long_view_is_told(play: Play) -> None:
    async def scene(world: World) -> None:
        await world.append(registered())
        end = await world.append_at_once(*[paid(1)] * 4000)
        assert await world.projector(VIEWS).catch_up() == end
        async with await psycopg.AsyncConnection.connect(world.database_url) as owner:
            query = f"UPDATE {world.schema}.trail SET actor = 'nobody' WHERE sequence = 2"  # noqa: S608 - our own names
            await owner.execute(query.encode())
        result = await verify(world.client, world.database_url, world.schema, VIEWS)
        assert result.difference is not None
        assert result.difference.row == 2
        assert "nobody" in str(result.difference.live)

    play(scene)
