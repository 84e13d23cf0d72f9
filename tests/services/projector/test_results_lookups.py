"""Lookups of clawback pools, next-year duties, evaluations and coverage, in real PostgreSQL."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.clawback import ClawbackCorrected, ClawbackExecuted, NextYearReallocationRequired
from events.evaluation import EvaluationScored
from events.execution import BudgetApproved
from events.pre_evaluation import PreEvaluationConcluded, PreEvaluationStarted
from events.subjects import project_id
from events.terms import Conclusion, Destination, EvaluationKind, FundTag, SubjectKind, Trigger
from projections import clawback, coverage, evaluation, reports
from services.projector.lookup import ask, reading
from tests.projections.story import money, registered
from tests.projections.test_clawback import listed
from tests.projections.test_results import CONCLUDED, DECIDED, PROPOSED, STARTED
from tests.services.projector.conftest import Play
from tests.services.projector.world import World

DAY = date(2021, 12, 2)
WAN = 1_000_000
SCORED = EvaluationScored(
    evaluation="E1",
    scorer="zhang",
    lines=(),
    execution_rate=None,
    execution_points=None,
    score=Decimal("88.00"),
    rescaled=False,
)


@pytest.mark.clause("HJ-05", "HL-08", "HL-12")
def test_the_pool_leaves_out_the_superior_and_the_next_budget_absorbs(play: Play) -> None:
    async def story(world: World) -> None:
        for code, destination, upward in (
            ("P1", Destination.LOCAL_POOL, 0),
            ("P2", Destination.SUPERIOR, 0),  # of before the two were told apart: all of it
            ("P3", Destination.SUPERIOR, 10),
        ):
            await world.append(
                replace(listed(), destination=destination, idle_fen=upward),
                ClawbackExecuted(round="R1", amount_fen=100, on=DAY),
                ClawbackCorrected(round="R1", delta_fen=-30, document_no="D"),
                NextYearReallocationRequired(
                    round="R1", amount_fen=100, department="林业和草原局", budget_year=2022
                ),
                aggregate=project_id("231083", 2021, code),
            )
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as connection:
            assert await ask(connection, clawback.pool("231083", 2021, "R1")) == [
                clawback.Pool(taken_fen=70 + 60)
            ]
            assert await ask(connection, clawback.pool("231083", 2021, "R2")) == [
                clawback.Pool(taken_fen=0)
            ]
            assert await ask(connection, clawback.absorptions("231083", 2022)) == [
                clawback.Absorption(
                    department="林业和草原局", amount_fen=210, projects=("P1", "P2", "P3")
                )
            ]
            assert await ask(connection, clawback.absorptions("231083", 2021)) == []

    play(story)


@pytest.mark.clause("HL-01", "HL-10", "HL-12", "QM-12", "QM-13")
def test_coverage_by_count_or_amount_and_what_blocks_the_next_budget(play: Play) -> None:
    async def story(world: World) -> None:
        for number in range(10):
            tags = [FundTag.KEY_SPECIAL] if number < 2 else []
            evaluated = (STARTED, CONCLUDED) if number == 0 else ()
            await world.append(
                registered(f"项目{number}", tags=tags),
                money(BudgetApproved, 250 if number == 0 else 1000),
                *evaluated,
                aggregate=project_id("231083", 2021, f"P{number}"),
            )
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as connection:
            shares = await ask(connection, coverage.show("231083", 2021))
            blocking = await ask(connection, evaluation.blocking("231083", 2022))
        found = {(one.kind, one.population): one for one in shares}
        own = found[EvaluationKind.DEPARTMENT, "PROJECT"]
        assert (own.subjects, own.evaluated, own.count_rate) == (10, 1, Decimal("10.00"))
        assert (own.evaluated_fen, own.amount_fen, own.met) == (25_000, 925_000, False)
        key = found[EvaluationKind.DEPARTMENT, "KEY_SPECIAL"]
        assert (key.amount_rate, key.met) == (Decimal("20.00"), True)
        assert found[EvaluationKind.SELF, "PROJECT"].evaluated == 0
        assert [(one.project, one.disposed) for one in blocking] == [("P0", False)]
        await world.append(PROPOSED, DECIDED, aggregate=project_id("231083", 2021, "P0"))
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as connection:
            assert await ask(connection, evaluation.blocking("231083", 2022)) == []

    play(story)


@pytest.mark.clause("QM-05", "QM-12")
def test_the_report_of_2020_tells_of_the_evaluations_of_2019(play: Play) -> None:
    """2 new projects, 104 万元; 69 units, 101,002 万元; 169 projects, 50,421 万元."""

    async def story(world: World) -> None:
        for number, wan in enumerate((64, 40)):
            await world.append(
                PreEvaluationStarted(
                    evaluation="E1",
                    trigger=Trigger.NEW,
                    amount_fen=wan * WAN,
                    required=True,
                    edition="qiemo@2020",
                ),
                PreEvaluationConcluded(evaluation="E1", conclusion=Conclusion.SUPPORT),
                aggregate=project_id("652825", 2020, f"N{number}"),
            )
        for kind, count, wan in (
            (SubjectKind.DEPARTMENT_OVERALL, 69, 101_002),
            (SubjectKind.PROJECT, 169, 50_421),
        ):
            for number in range(count):
                share = wan // count if number else wan - (count - 1) * (wan // count)
                await world.append(
                    replace(
                        STARTED,
                        kind=EvaluationKind.SELF,
                        subject_kind=kind,
                        amount_fen=share * WAN,
                    ),
                    SCORED,
                    aggregate=project_id("652825", 2019, f"{kind[:1]}{number}"),
                )
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as connection:
            rows = await ask(connection, reports.figures("652825", 2020))
        found = {(row.scope, row.label): int(row.value or 0) for row in rows}
        new = "事前绩效评估 NEW"
        assert (found[new, "形成结论项目数"], found[new, "评估资金"]) == (2, 104 * WAN)
        for scope, subjects, wan in (
            ("SELF 2019年度 DEPARTMENT_OVERALL", 69, 101_002),
            ("SELF 2019年度 PROJECT", 169, 50_421),
        ):
            assert (found[scope, "已打分数"], found[scope, "评价资金"]) == (subjects, wan * WAN)

    play(story)
