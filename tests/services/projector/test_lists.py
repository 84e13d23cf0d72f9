from decimal import Decimal

from events.accountability import ViolationSuspected
from events.assessment import Rank, RankingPublished
from events.subjects import assessment_id, project_id
from events.terms import Violation
from projections import (
    clawback,
    dispositions,
    engagements,
    evaluation,
    execution,
    indicators,
    ledgers,
    obligations,
    ranking,
    reallocation,
    subjects,
    targets,
    trail,
)
from projections.board import lookups as board
from projections.view import Which
from services.projector.lookup import ask, reading
from tests.projections.example import every_fact
from tests.projections.story import paid, registered
from tests.services.projector.conftest import Play
from tests.services.projector.stories import FORESTRY, WATER
from tests.services.projector.world import World


def test_lists_are_filtered_ordered_and_paged(play: Play) -> None:
    async def scene(world: World) -> None:
        for code, department in (("P2", WATER), ("P1", WATER), ("P3", FORESTRY)):
            project = project_id("211382", 2021, code)
            await world.append(registered(code, department), paid(1), aggregate=project)
        await world.append(registered("X"), aggregate=project_id("150625", 2021, "P9"))
        await world.projector().catch_up()
        here = Which(division="211382", year=2021)
        async with reading(world.database_url, world.schema) as views:
            rows = await ask(views, execution.show(here))
            assert [row.project for row in rows] == ["P3", "P1", "P2"]
            page = Which(division="211382", limit=1, offset=1)
            assert [row.project for row in await ask(views, execution.show(page))] == ["P1"]
            assert [
                row.project for row in await ask(views, execution.show(Which(project="P2")))
            ] == ["P2"]
            lines = await ask(views, trail.show(Which(division="211382", department=WATER)))
            assert [line.sequence for line in lines] == [1, 2, 3, 4]
            assert len(await ask(views, board.show(here, period="H1"))) == 0

    play(scene)


def test_clues_are_found_by_themselves_and_by_case(play: Play) -> None:
    async def scene(world: World) -> None:
        clue = ViolationSuspected(
            case="V1",
            violation=Violation.NO_BUDGET,
            evidence="凭证",
            department=WATER,
            unit="水库",
        )
        await world.append(registered(), paid(1), clue)
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as views:
            for lookup in (trail.show(clues=True), trail.show(case="V1")):
                assert [line.sequence for line in await ask(views, lookup)] == [3]

    play(scene)


def test_a_ranking_is_listed_by_place_with_the_unranked_last(play: Play) -> None:
    async def scene(world: World) -> None:
        places = (("档案馆", None, None), ("水务局", 1, "95.05"), ("林业局", 1, "95.05"))
        ranks = tuple(
            Rank(department=name, rank=rank, score=None if score is None else Decimal(score))
            for name, rank, score in places
        )
        year_end = assessment_id("231083", 2021, "annual")
        await world.append(RankingPublished(ranks=ranks), aggregate=year_end)
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as views:
            rows = await ask(views, ranking.show(Which(division="231083"), assessment="annual"))
        assert [(row.department, row.rank) for row in rows] == [
            ("林业局", 1),
            ("水务局", 1),
            ("档案馆", None),
        ]

    play(scene)


LISTS = (
    board.show,
    clawback.show,
    dispositions.show,
    engagements.show,
    evaluation.show,
    execution.show,
    indicators.show,
    ledgers.show,
    obligations.show,
    ranking.show,
    reallocation.show,
    subjects.show,
    targets.show,
    trail.show,
)


def test_the_pages_of_every_list_put_together_are_the_list(play: Play) -> None:
    async def scene(world: World) -> None:
        for code in ("P1", "P2"):
            facts = every_fact()
            await world.append_at_once(*facts, aggregate=project_id("652825", 2020, code))
        await world.projector().catch_up()
        seen = 0
        async with reading(world.database_url, world.schema) as views:
            for show in LISTS:
                whole = await ask(views, show(Which(division="652825", limit=7)))
                for offset, row in enumerate(whole):
                    page = Which(division="652825", limit=1, offset=offset)
                    assert await ask(views, show(page)) == [row]
                seen += len(whole)
        assert seen > len(LISTS)

    play(scene)
