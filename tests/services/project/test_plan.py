"""用款计划: a schedule of its own where the rules ask for it (domain 5.2)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec.structs import replace

from events.clawback import ClawbackCandidateIdentified
from events.monitoring import MonitoringSubmitted
from events.plan import SpendingPlanSet
from services.project import measures
from services.project.plan import SetSpendingPlan
from tests.services.project.given import CHIEF, P, amended, day, given, law_of
from tests.services.project.stories import budget, examining, form, issued, paid, registration

PLAN = (0, 0, 0, 0, 0, 60_000_000, 60_000_000, 100, 0, 0, 0, 0)
CUMULATIVE = tuple(sum(PLAN[: n + 1]) for n in range(12))
SET = SetSpendingPlan(**P, cumulative_fen=CUMULATIVE)
YEAR = (date(2021, 1, 1), date(2021, 12, 31))


@pytest.mark.clause("LY-04")
def test_a_plan_is_set_and_replaced() -> None:
    story = given().when(registration()).so_far
    planned = story.when(SET).then(SpendingPlanSet(cumulative_fen=CUMULATIVE, on=date(2021, 1, 10)))
    planned.when(SET).nothing()
    other = (0,) * 11 + (5,)
    replaced = planned.when(replace(SET, cumulative_fen=other)).so_far
    assert replaced.state.plans.last == other


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        ((1,) * 11, "十二个月"),
        ((1,) * 13, "十二个月"),
        ((-1,) + (1,) * 11, "不能为负"),
        ((5,) + (4,) * 11, "不能逐月减少"),
        ((0,) * 12, "须大于 0"),
    ],
)
def test_a_plan_is_cumulative(plan: tuple[int, ...], why: str) -> None:
    story = given().when(registration()).so_far
    story.when(replace(SET, cumulative_fen=plan)).refused(why, clause="LY-04")


@pytest.mark.parametrize(
    ("as_of", "rate"),
    [
        (date(2021, 1, 30), Fraction(0)),
        (date(2021, 6, 29), Fraction(0)),
        (date(2021, 6, 30), Fraction(60_000_000, 120_000_100)),
        (date(2021, 7, 31), Fraction(120_000_000, 120_000_100)),
        (date(2021, 12, 31), Fraction(1)),
    ],
)
def test_the_plan_is_the_schedule(as_of: date, rate: Fraction) -> None:
    assert measures.schedule_rate("PLAN", as_of, *YEAR, CUMULATIVE) == rate


def test_without_a_plan_the_months_count() -> None:
    assert measures.schedule_rate("PLAN", date(2021, 9, 30), *YEAR) == Fraction(3, 4)


def test_a_project_of_three_years_is_measured_by_its_own_life() -> None:
    span = (date(2020, 7, 1), date(2023, 6, 30))
    assert measures.schedule_rate("PROJECT", date(2021, 6, 30), *span) == Fraction(365, 1095)
    assert measures.schedule_rate("PROJECT", date(2020, 1, 1), *span) == 0
    assert measures.schedule_rate("PROJECT", date(2024, 1, 1), *span) == 1


@pytest.mark.clause("HL-07")
def test_a_clawback_follows_the_plan_where_the_rules_say_so() -> None:
    law = amended(law_of("hailin"), day(2, 1), clawback__schedule_basis="PLAN")
    story = given().under(law).when(registration()).so_far
    half = SetSpendingPlan(**P, cumulative_fen=(0,) * 10 + (50, 100))
    story = story.when(half).so_far.reported(budget(), paid(100_000_000, 11, 1)).so_far
    asked = story.by(CHIEF).at(day(12, 1))
    command = replace(examining(), edition="hailin@2021-02-01")
    found = asked.when(command).one(ClawbackCandidateIdentified)
    assert (found.amount_fen, found.figures.schedule_rate) == (50_000_000, Decimal("50.00"))


def test_a_submission_is_measured_against_the_plan() -> None:
    law = amended(law_of("hailin"), day(2, 1), figures__schedule_basis="PLAN")
    story = issued(law=law).when(SET).so_far
    submitted = story.when(form()).one(MonitoringSubmitted)
    assert submitted.schedule_rate == Decimal("50.00")


@pytest.mark.clause("HL-07")
def test_a_plan_changed_after_a_day_does_not_change_what_the_day_is_measured_against() -> None:
    law = amended(law_of("hailin"), day(2, 1), clawback__schedule_basis="PLAN")
    story = given().under(law).when(registration()).so_far
    first = SetSpendingPlan(**P, cumulative_fen=(0,) * 10 + (50, 100))
    story = story.when(first).so_far.reported(budget(), paid(100_000_000, 11, 1)).so_far
    command = replace(examining(), edition="hailin@2021-02-01")
    for changed, shortfall in ((day(12, 1), 50_000_000), (day(11, 30), 0)):
        later = replace(first, cumulative_fen=(0,) * 11 + (100,))
        asked = story.at(changed).when(later).so_far.by(CHIEF).at(day(12, 3)).when(command)
        assert [one.amount_fen for one in asked.all(ClawbackCandidateIdentified)] == [
            fen for fen in (shortfall,) if fen
        ]


def test_plans_of_before_their_days_were_kept_hold_from_the_first() -> None:
    old = SpendingPlanSet(cumulative_fen=CUMULATIVE)
    new = SpendingPlanSet(cumulative_fen=(1,) * 12, on=date(2021, 3, 1))
    state = given(old, new).state
    assert state.plans.holding(date(2021, 2, 28)) == CUMULATIVE
    assert state.plans.holding(date(2021, 3, 1)) == (1,) * 12
    assert given().state.plans.holding(date(2021, 2, 28)) == ()
