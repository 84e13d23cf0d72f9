"""A rate over many projects is of one population: who has no base is in neither sum (5.8)."""

from decimal import Decimal

import pytest

from events.execution import BudgetAdjusted, BudgetApproved
from events.subjects import project_id
from projections import ledgers, reports
from projections.board import evidence, lookups
from services.projector.lookup import ask, reading
from tests.projections.story import (
    NOON,
    finalized,
    issued,
    money,
    paid,
    registered,
    snapshot,
    submitted,
)
from tests.services.projector.conftest import Play
from tests.services.projector.world import World


@pytest.mark.clause("QM-07", "LY-12")
def test_money_spent_on_no_base_is_in_no_rate(play: Play) -> None:
    """50 of 100 and 30 of an added project's nothing: 50.00 %, not 80."""

    async def story(world: World) -> None:
        for code, base, executed, rate in (("P1", 100, 50, "50.00"), ("P2", 0, 30, None)):
            await world.append(
                registered(),
                issued(),
                snapshot(base, executed, rate),
                submitted("60.00", rate),
                finalized("60.00", rate, "90"),
                aggregate=project_id("231083", 2021, code),
            )
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as connection:
            [total] = await ask(connection, lookups.summary("231083", 2021))
            rows = await ask(connection, reports.figures("231083", 2021))
            [known] = await ask(connection, evidence.evidence("231083", 2021, NOON.date()))
        assert (total.executed_fen, total.execution_rate) == (80, Decimal("50.00"))
        figures = {(row.scope, row.label): row.value for row in rows}
        assert figures["监控 PROJECT", "执行数"] == Decimal(80)
        assert figures["监控 PROJECT", "预算执行率"] == Decimal("50.00")
        assert (known.executed_fen, known.base_fen) == (50, 100)
        assert [one.project for one in known.executed] == ["P1"]

    play(story)


@pytest.mark.clause("HJ-08", "QM-07")
def test_the_totals_of_a_ledger_leave_it_out_as_well(play: Play) -> None:
    """50 of 100 initial; an added project spent 30 of its 60: 50.00 % and 50.00 %, not 80."""

    async def story(world: World) -> None:
        for code, facts in {
            "P1": (money(BudgetApproved, 100), paid(50)),
            "P2": (money(BudgetAdjusted, 60), paid(30)),
            "P3": (paid(7),),
        }.items():
            await world.append(registered(), *facts, aggregate=project_id("231083", 2021, code))
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as connection:
            [total] = await ask(connection, ledgers.totals("231083", 2021))
        assert total.executed_fen == 8_700
        assert (total.rate_initial, total.rate_current) == (Decimal("50.00"), Decimal("50.00"))

    play(story)
