from datetime import date
from decimal import Decimal

import pytest

from events.accountability import ViolationSuspected
from events.assessment import Rank, RankingPublished
from events.monitoring import SubmissionReturned, TaskOverdue, TaskWaived
from events.rectification import RectificationAccepted, RectificationNoticeIssued
from events.subjects import assessment_id, project_id
from events.targets import TargetApproved
from events.terms import FundTag, Violation
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
from projections.board.evidence import Evidence, evidence
from projections.view import Ground, Which
from services.projector.lookup import ask, reading
from tests.projections.example import every_fact
from tests.projections.story import finalized, issued, paid, registered, snapshot, submitted
from tests.services.projector.conftest import Play
from tests.services.projector.world import World

FORESTRY, WATER = "林业和草原局", "水务局"
TODAY = date(2021, 12, 31)


async def finished(  # noqa: PLR0913 - a whole task in one line
    world: World,
    code: str,
    *,
    base: int,
    executed: int,
    rates: tuple[str, str],
    score: str,
    tags: tuple[FundTag, ...] = (),
    department: str = FORESTRY,
) -> None:
    completion, rate = rates
    await world.append_at_once(
        registered(code, department, tags),
        issued(department=department, tags=tags),
        snapshot(base, executed, rate),
        submitted(completion, rate),
        finalized(completion, rate, score),
        aggregate=project_id("652825", 2020, code),
    )


async def two_projects(world: World) -> None:
    await finished(
        world,
        "P1",
        base=10_000,
        executed=10_000,
        rates=("100.00", "100.00"),
        score="95.04",
        tags=(FundTag.DIRECT, FundTag.SPECIAL_BOND),
    )
    await finished(
        world,
        "P2",
        base=90_000,
        executed=45_000,
        rates=("86.67", "50.00"),
        score="95.05",
        tags=(FundTag.DIRECT,),
        department=WATER,
    )


@pytest.mark.clause("QM-07")
def test_a_summary_weighs_execution_by_money_and_averages_completion(play: Play) -> None:
    async def scene(world: World) -> None:
        await two_projects(world)
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as views:
            [summary] = await ask(views, board.summary("652825", 2020, "H1"))
            [none] = await ask(views, board.summary("652825", 2020, "Q3"))
        assert summary == board.Summary(
            projects=2,
            fund_tags={"DIRECT": 2, "SPECIAL_BOND": 1},
            base_fen=100_000,
            executed_fen=55_000,
            execution_rate=Decimal("55.00"),
            completion_rate=Decimal("93.34"),
            gap=Decimal("38.34"),
            mean_score=Decimal("95.05"),
            direct_fen=100_000,
            special_bond_fen=10_000,
        )
        assert (none.projects, none.execution_rate, none.mean_score) == (0, None, None)

    play(scene)


def test_a_year_takes_each_projects_latest_finalized_task(play: Play) -> None:
    async def scene(world: World) -> None:
        await two_projects(world)
        await world.append(
            issued("H1-KEY"),
            snapshot(10_000, 8_000, "80.00", task="H1-KEY"),
            submitted("90.00", "80.00", task="H1-KEY"),
            finalized("90.00", "80.00", "90.00", task="H1-KEY"),
            aggregate=project_id("652825", 2020, "P1"),
        )
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as views:
            [summary] = await ask(views, board.summary("652825", 2020))
            found = await ask(views, evidence("652825", 2020, TODAY))
        assert (summary.projects, summary.executed_fen) == (2, 53_000)
        assert {row.department: (row.tasks, row.executed_fen, row.base_fen) for row in found} == {
            FORESTRY: (2, 8_000, 10_000),
            WATER: (1, 45_000, 90_000),
        }

    play(scene)


def test_evidence_counts_what_was_on_time_scored_and_rectified(play: Play) -> None:
    async def scene(world: World) -> None:
        await two_projects(world)
        late, waived = (project_id("652825", 2020, code) for code in ("P3", "P4"))
        await world.append(
            registered("P3"),
            TargetApproved(version=1, overall_objective="", indicators=()),
            issued(),
            TaskOverdue(task="H1-SELF", submit_by=date(2021, 7, 10)),
            submitted("60.00", "30.00", late=2),
            SubmissionReturned(task="H1-SELF", submission=1, level="DEPT", reason="不实"),
            RectificationNoticeIssued(
                case="R1",
                task="H1-SELF",
                grounds=(),
                issued_on=date(2021, 7, 21),
                due_on=date(2021, 8, 1),
                edition="qiemo@2020",
                department=FORESTRY,
                unit="林场",
            ),
            RectificationAccepted(case="R1", on=date(2021, 7, 30)),
            aggregate=late,
        )
        await world.append(issued(), TaskWaived(task="H1-SELF", reason="撤项"), aggregate=waived)
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as views:
            forestry, water = await ask(views, evidence("652825", 2020, TODAY))
            coverage = await ask(views, execution.target_coverage("652825", 2020))
        assert forestry == Evidence(
            department=FORESTRY,
            tasks=2,
            on_time=1,
            times_returned=1,
            scored=1,
            score_sum=Decimal("95.04"),
            executed_fen=10_000,
            base_fen=10_000,
            cases_issued=1,
            cases_accepted=1,
            returns=(1,),
            submitted=(
                Ground(project="P1", item="H1-SELF"),
                Ground(project="P3", item="H1-SELF", earned=False),
            ),
            judged=(Ground(project="P1", item="H1-SELF", position=5),),
            executed=(Ground(project="P1", item="H1-SELF", position=5),),
            cases=(Ground(project="P3", item="R1"),),
        )
        assert (water.tasks, water.on_time, water.cases_issued) == (1, 1, 0)
        assert {row.department: (row.projects, row.with_targets) for row in coverage} == {
            FORESTRY: (2, 1),
            WATER: (1, 0),
        }

    play(scene)


def test_overdue_tasks_are_those_nothing_was_submitted_for(play: Play) -> None:
    async def scene(world: World) -> None:
        waiting, said, done = (project_id("211382", 2021, code) for code in ("P1", "P2", "P3"))
        for project in (waiting, said, done):
            await world.append(registered(), issued(), aggregate=project)
        await world.append(TaskOverdue(task="H1-SELF", submit_by=date(2021, 7, 10)), aggregate=said)
        await world.append(submitted("60.00", "50.00"), aggregate=done)
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as views:
            assert await ask(views, board.overdue(date(2021, 7, 10))) == []
            [task] = await ask(views, board.overdue(date(2021, 7, 11)))
        assert (task.division, task.fiscal_year, task.project, task.task) == (
            "211382",
            2021,
            "P1",
            "H1-SELF",
        )

    play(scene)


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
