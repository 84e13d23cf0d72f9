"""What an indicator weighs, what leaves the whole, and which miss is told with its reason."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import IndicatorReport, MonitoringSubmitted
from events.targets import Indicator
from events.terms import Direction
from services.project.submission import Submit
from services.project.targets import SetTarget
from tests.services.project.given import P, day
from tests.services.project.stories import ROADS, WHY, issued, registered

D = Decimal
BRIDGES = replace(ROADS, name="桥梁")
SCHOOLS = replace(ROADS, name="学校")


def told(*lines: IndicatorReport) -> Submit:
    return Submit(**P, task="H1", lines=lines)


def reached(name: str, actual: str, *, not_due: bool = False) -> IndicatorReport:
    return IndicatorReport(
        indicator=name, actual=D(actual), causes=WHY, improvement_measure="加快", not_due=not_due
    )


def completed(*indicators: Indicator, lines: tuple[IndicatorReport, ...]) -> Decimal | None:
    story = issued(under="hanggin", indicators=indicators)
    return story.when(told(*lines)).one(MonitoringSubmitted).completion_rate


def test_without_weights_all_weigh_the_same() -> None:
    lines = (reached("道路", "100"), reached("桥梁", "50"), reached("学校", "0"))
    assert completed(ROADS, BRIDGES, SCHOOLS, lines=lines) == D("50.00")


def test_weights_need_not_add_up_to_a_hundred() -> None:
    heavy, light = replace(ROADS, weight=D("7.5")), replace(BRIDGES, weight=D("2.5"))
    lines = (reached("道路", "100"), reached("桥梁", "50"))
    assert completed(heavy, light, lines=lines) == D("87.50")


@pytest.mark.clause("HJ-12")
def test_what_is_not_due_leaves_the_whole_and_its_weight_with_it() -> None:
    heavy, light = replace(ROADS, weight=D(90)), replace(BRIDGES, weight=D(10))
    lines = (reached("道路", "0", not_due=True), reached("桥梁", "50"))
    assert completed(heavy, light, lines=lines) == D("50.00")
    nothing = tuple(replace(line, not_due=True) for line in lines)
    assert completed(heavy, light, lines=nothing) is None


def test_weights_are_given_for_all_or_for_none() -> None:
    some = (replace(ROADS, weight=D(60)), BRIDGES, SCHOOLS)
    setting = SetTarget(**P, overall_objective="修路", indicators=some)
    registered().when(setting).refused(
        "权重须全部填写或全部不填，未填的有：桥梁、学校", clause="HJ-F1"
    )


@pytest.mark.clause("LY-18")
@pytest.mark.parametrize(
    ("direction", "actual", "upper", "missed"),
    [
        ("AT_MOST", "100", None, False),
        ("AT_MOST", "100.01", None, True),
        ("LESS", "99.99", None, False),
        ("LESS", "100", None, True),
        ("EQUAL", "100", None, False),
        ("EQUAL", "100.01", None, True),
        ("RANGE", "105", "105", False),
        ("RANGE", "105.01", "105", True),
        ("RANGE", "90", "105", False),
        ("AT_LEAST", "1", None, False),
    ],
)
def test_a_limit_overstepped_in_june_is_told_with_its_reason(
    direction: str, actual: str, upper: str | None, *, missed: bool
) -> None:
    """Without a plan for June only what no later month can mend is a deviation."""
    top = None if upper is None else D(upper)
    one = replace(ROADS, direction=Direction[direction], upper_value=top)
    bare = told(IndicatorReport(indicator="道路", actual=D(actual)))
    answer = issued(under="hanggin", indicators=(one,)).when(bare)
    assert (answer.refusal is not None) is missed
    if missed:
        assert "须填偏差原因和改进措施" in str(answer.refusal)


@pytest.mark.parametrize(
    ("done", "missed"), [(date(2021, 6, 30), False), (date(2021, 7, 1), True), (None, True)]
)
def test_a_day_missed_is_told_with_its_reason(done: date | None, *, missed: bool) -> None:
    one = replace(ROADS, direction=Direction.BY_DATE, annual_value=None, due_on=date(2021, 6, 30))
    story = issued(under="hanggin", indicators=(one,)).at(day(7, 5))
    answer = story.when(told(IndicatorReport(indicator="道路", done_on=done)))
    assert (answer.refusal is not None) is missed
