"""Planned values of periods are cumulative unless the rules read each by itself (§9, 7)."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import MonitoringSubmitted
from events.terms import TargetGrade
from services.policies.law import Law
from services.project.monitoring import IssueTask
from services.project.period_plans import added_up
from services.project.targets import ApproveTarget, ReviewTarget, SetTarget
from tests.services.project.given import FILER, OFFICER, SECTION, P, amended, day, law_of
from tests.services.project.stories import ROADS, form, funded, registered

QUARTERS = {"Q1": Decimal(18), "Q2": Decimal(30), "Q3": Decimal(12), "Q4": Decimal(20)}
EACH = replace(ROADS, annual_value=Decimal(80), period_plan=QUARTERS)
ON = day(1, 2)


def per_period(place: str = "hanggin") -> Law:
    return amended(law_of(place), ON, figures__period_plans="PER_PERIOD")


def test_quarters_add_up() -> None:
    rules = per_period().on(day(3, 1).date())
    added = added_up(EACH, rules).period_plan
    assert added == {"Q1": Decimal(18), "Q2": Decimal(48), "Q3": Decimal(60), "Q4": Decimal(80)}
    assert added_up(EACH, law_of("hanggin").on(day(3, 1).date())) is EACH
    halves = replace(
        EACH, period_plan={**QUARTERS, "H1": Decimal(48), "H2": Decimal(32), "夏": Decimal(1)}
    )
    assert added_up(halves, rules).period_plan == {
        **added,
        "H1": Decimal(48),
        "H2": Decimal(80),
        "夏": Decimal(1),
    }


@pytest.mark.parametrize(("place", "plan"), [("hailin", "60"), ("hanggin", "108")])
def test_a_period_that_begins_with_the_year_stands_by_itself(place: str, plan: str) -> None:
    """海林市 monitors 1-6 and 1-9: its Q3 is no quarter; 杭锦旗 has no Q3 of its own."""
    rules = per_period(place).on(day(3, 1).date())
    both = replace(EACH, period_plan={"H1": Decimal(48), "Q3": Decimal(60)})
    assert added_up(both, rules).period_plan["Q3"] == Decimal(plan)


@pytest.mark.clause("HJ-F2")
@pytest.mark.parametrize(
    ("law", "plan", "deviation"),
    [
        (law_of("hanggin"), {"H1": 48}, "-25.00"),
        (law_of("hanggin"), {"Q1": 18, "Q2": 48, "Q3": 60}, "-25.00"),
        (law_of("hanggin"), {"Q1": 18, "Q3": 60}, None),
        (per_period(), {"Q1": 18, "Q2": 30}, "-25.00"),
        (per_period(), {"Q2": 40, "H1": 40}, "-10.00"),
    ],
)
def test_a_deviation_is_from_what_was_planned_until_the_end_of_the_period(
    law: Law, plan: dict[str, int], deviation: str | None
) -> None:
    """36 done by June, of the 48 that one plan says or two quarters make."""
    plans = {code: Decimal(value) for code, value in plan.items()}
    indicators = (replace(EACH, period_plan=plans),)
    told = SetTarget(**P, overall_objective="修路", indicators=indicators)
    story = registered(under="hanggin").under(law).by(FILER).when(told).so_far.by(SECTION)
    story = story.when(ReviewTarget(**P, grade=TargetGrade.GOOD)).so_far.by(OFFICER)
    story = funded(story.when(ApproveTarget(**P)).so_far).at(day(7, 1))
    answer = story.when(IssueTask(**P, period="H1")).so_far.by(FILER).when(form("36"))
    found = answer.one(MonitoringSubmitted).results[0].deviation
    assert found == (None if deviation is None else Decimal(deviation))


@pytest.mark.clause("HJ-F1")
def test_what_the_periods_add_up_to_is_no_more_than_the_year() -> None:
    def setting(plan: dict[str, Decimal]) -> SetTarget:
        one = replace(EACH, period_plan=plan)
        return SetTarget(**P, overall_objective="修路", indicators=(one,))

    story = registered(under="hanggin").by(FILER)
    story.when(setting(QUARTERS)).refused("不能小于", clause="HJ-F1")
    each = story.under(per_period())
    assert each.when(setting(QUARTERS)).facts
    more = setting({**QUARTERS, "Q4": Decimal(21)})
    each.when(more).refused("Q4 计划值 81 大于年度指标值 80", clause="HJ-F1")
