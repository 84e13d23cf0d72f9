"""Shares of a whole: what was evaluated, by count or by amount, and where direct funds went."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.execution import BudgetApproved
from events.registration import ProjectRegistered
from events.subjects import project_id
from events.terms import EvaluationKind, FundTag, SubjectKind
from projections import coverage, reports
from services.projector.lookup import ask, reading
from tests.projections.story import money, paid, registered
from tests.projections.test_results import CONCLUDED, STARTED
from tests.services.projector.conftest import Play
from tests.services.projector.world import World


async def subject(world: World, code: str, yuan: int, *, evaluated: bool) -> None:
    conclusion = (STARTED, CONCLUDED) if evaluated else ()
    await world.append(
        registered(tags=[FundTag.KEY_SPECIAL]),
        money(BudgetApproved, yuan),
        *conclusion,
        aggregate=project_id("231083", 2021, code),
    )


@pytest.mark.clause("HL-01", "HL-10")
@pytest.mark.parametrize(
    ("evaluated", "yuan", "shares", "met"),
    [
        (1, 250, ("10.00", "25.00"), (True, True)),
        (1, 200, ("10.00", "20.00"), (True, True)),
        (1, 199, ("10.00", "19.90"), (False, False)),
        (2, 1, ("20.00", "0.20"), (True, False)),
    ],
)
def test_a_coverage_is_reached_by_count_or_by_amount_but_of_key_money_by_amount(
    play: Play, evaluated: int, yuan: int, shares: tuple[str, str], met: tuple[bool, bool]
) -> None:
    """§5.8: one of ten projects with a quarter of 1,000 is enough."""

    async def story(world: World) -> None:
        for number in range(evaluated):
            await subject(world, f"E{number}", yuan, evaluated=True)
        others = 10 - evaluated
        left = 1000 - yuan * evaluated
        for number in range(others):
            share = left // others if number else left - (others - 1) * (left // others)
            await subject(world, f"N{number}", share, evaluated=False)
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as connection:
            rows = await ask(connection, coverage.show("231083", 2021))
        found = {(row.kind, row.population): row for row in rows}
        own = found[EvaluationKind.DEPARTMENT, "PROJECT"]
        assert (str(own.count_rate), str(own.amount_rate)) == shares
        key = found[EvaluationKind.DEPARTMENT, "KEY_SPECIAL"]
        assert (own.met, key.met) == met
        assert found[EvaluationKind.SELF, "PROJECT"].met is False

    play(story)


@pytest.mark.clause("QM-11")
def test_direct_funds_of_the_example(play: Play) -> None:
    """23,540.43 of 23,558.43 万元 were given to projects and 18,068.38 of it paid."""

    def direct(kind: SubjectKind) -> ProjectRegistered:
        return replace(registered(tags=[FundTag.DIRECT]), subject_kind=kind)

    async def story(world: World) -> None:
        whole, one = (project_id("231083", 2023, code) for code in ("POOL", "P1"))
        await world.append(
            direct(SubjectKind.TRANSFER_OVERALL),
            money(BudgetApproved, 235_584_300),
            aggregate=whole,
        )
        await world.append(
            direct(SubjectKind.PROJECT),
            money(BudgetApproved, 235_404_300),
            paid(180_683_800),
            aggregate=one,
        )
        await world.projector().catch_up()
        async with reading(world.database_url, world.schema) as connection:
            *_, total = await ask(connection, reports.direct_funds("231083", 2023))
            [nothing] = await ask(connection, reports.direct_funds("231083", 2022))
        assert (total.allocation_rate, total.payment_rate) == (Decimal("99.92"), Decimal("76.70"))
        assert (nothing.allocation_rate, nothing.payment_rate) == (None, None)

    play(story)
