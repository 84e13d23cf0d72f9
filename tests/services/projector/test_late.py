"""What a rebuild leaves for later is not lost when it cannot be read back."""

from collections.abc import Mapping
from typing import Annotated

import pytest
from msgspec import Meta, Struct
from msgspec.structs import replace

from events.envelope import Recorded
from events.execution import PaymentExecuted
from events.subjects import project_id
from projections.view import View, on_the_shelf
from services.projector import source, strand
from services.projector.connection import connect
from services.projector.rebuild import rebuild
from services.projector.source import Batch
from services.projector.workspace import workspace
from tests.projections.story import paid, registered
from tests.services.projector.conftest import Play
from tests.services.projector.test_borders import ledger
from tests.services.projector.world import World

PROJECTS = [project_id("231083", 2021, f"P{number}") for number in range(10)]

OTHERS = [(PROJECTS[1], registered())] * 3


class Count(Struct, frozen=True, kw_only=True, gc=False):
    """A row that can be made and stored, and is not read back once it counts two."""

    division: str
    fiscal_year: int
    project: str
    payments: Annotated[int, Meta(le=1)] = 0


def fold(rows: Mapping[str, Count], recorded: Recorded) -> tuple[Count, ...]:
    project = recorded.aggregate
    row = rows.get("") or Count(
        division=project.division, fiscal_year=project.year, project=project.code
    )
    return (replace(row, payments=row.payments + 1),)


VIEW = View(
    name="count",
    version=1,
    row=Count,
    key=("division", "fiscal_year", "project"),
    facts=frozenset((PaymentExecuted,)),
    fold=fold,
)


def test_a_view_that_cannot_read_its_rows_back_holds_all_facts_before_its_block(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "FULL", 2)
    monkeypatch.setattr(strand, "KEPT_LATE", 6)

    async def scene(world: World) -> None:
        # The last two new projects are in memory only when the first one must be read back.
        for project in (*PROJECTS[:8], *PROJECTS[:8], *PROJECTS[8:], PROJECTS[0]):
            await world.append(paid(1), aggregate=project)
        views = [on_the_shelf(VIEW)]
        [built] = await rebuild(world.client, world.database_url, world.schema, views)
        assert (built.position, built.blocked_at) == (18, 19)
        async with connect(world.database_url, world.schema) as connection:
            cursor = await connection.execute("SELECT sum(payments) FROM count")
            assert await cursor.fetchall() == [(18,)]

    play(scene)


def test_a_view_that_is_told_nothing_for_long_keeps_its_rows_in_its_table(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strand, "QUIET", 2)

    async def scene(world: World) -> None:
        views, facts = [on_the_shelf(VIEW)], iter(ledger([(PROJECTS[0], paid(1)), *OTHERS]))
        async with workspace(
            world.database_url, world.schema, "build", views, logged=False
        ) as place:
            rows = []
            for position, fact in enumerate(facts, start=1):
                await place.engine.apply(Batch([fact], position))
                cursor = await place.connection.execute("SELECT payments FROM count")
                rows.append(await cursor.fetchall())
            assert rows == [[], [], [], [(1,)]]

    play(scene)
