from datetime import date
from decimal import Decimal

import pytest

from events.monitoring import SubmissionReturned, TaskOverdue, TaskWaived
from events.rectification import RectificationAccepted, RectificationNoticeIssued
from events.subjects import project_id
from events.targets import TargetApproved
from projections import (
    execution,
)
from projections.board import lookups as board
from projections.board.evidence import Evidence, evidence
from projections.view import Ground
from services.projector.lookup import ask, reading
from tests.projections.story import finalized, issued, registered, snapshot, submitted
from tests.services.projector.conftest import Play
from tests.services.projector.stories import FORESTRY, TODAY, WATER, two_projects
from tests.services.projector.world import World


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
