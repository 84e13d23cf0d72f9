"""What holds of every formula for every number: bounds, order, rounding, and never a float."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from events.monitoring import IndicatorReport
from events.targets import Indicator
from events.terms import Direction, Tier
from projections.figures import percent
from services.policies.rules import GRADES, Figures, ScheduleBasis, WarningRule
from services.project import measures
from tests.services.project.stories import ROADS

RULES = Figures(clause="HL-05")
EXACT = replace(RULES, compare_on="EXACT")
JUNE = date(2021, 6, 30)
NUMERIC = [one for one in Direction if one not in {Direction.QUALITATIVE, Direction.BY_DATE}]

fen = st.integers(-(2**63), 2**63 - 1)
money = st.integers(0, 10**15)
signed = st.integers(-(10**15), 10**15)
rates = st.fractions(0, 3, max_denominator=10**6)
values = st.decimals(-(10**9), 10**9, places=4)
weights = st.decimals("0.01", 100, places=2)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    low, high = sorted([draw(values), draw(values)])
    return replace(
        ROADS,
        direction=draw(st.sampled_from(NUMERIC)),
        annual_value=low,
        upper_value=high,
        period_plan={"H1": draw(values)},
    )


def completion(indicator: Indicator, actual: Decimal) -> Fraction:
    report = IndicatorReport(indicator=indicator.name, actual=actual)
    found = measures.completion(indicator, report, JUNE, RULES)
    assert found is not None
    return found


@given(indicators(), values)
def test_what_is_counted_lies_between_nothing_and_everything(
    indicator: Indicator, actual: Decimal
) -> None:
    raw = completion(indicator, actual)
    counted = measures.counted(raw)
    assert raw >= 0
    assert counted is not None
    assert counted == min(Fraction(1), raw)


@given(indicators(), values, values)
def test_more_is_never_worse_for_a_floor_and_never_better_for_a_limit(
    indicator: Indicator, one: Decimal, other: Decimal
) -> None:
    less, more = sorted([one, other])
    for direction in (Direction.AT_LEAST, Direction.GREATER):
        floor = replace(indicator, direction=direction)
        assert completion(floor, less) <= completion(floor, more)
    for direction in (Direction.AT_MOST, Direction.LESS):
        limit = replace(indicator, direction=direction)
        assert completion(limit, less) >= completion(limit, more)


@given(indicators(), values, values)
def test_nearer_is_never_worse_for_an_exact_value(
    indicator: Indicator, one: Decimal, other: Decimal
) -> None:
    exact = replace(indicator, direction=Direction.EQUAL)
    target = exact.annual_value or Decimal(0)
    nearer, farther = sorted([one, other], key=lambda actual: abs(actual - target))
    assert completion(exact, nearer) >= completion(exact, farther)


@given(indicators(), values)
def test_full_marks_are_exactly_where_the_target_is_met(
    indicator: Indicator, actual: Decimal
) -> None:
    low, high = indicator.annual_value, indicator.upper_value
    assert low is not None
    assert high is not None
    met = {
        Direction.AT_LEAST: actual >= low,
        Direction.GREATER: actual > low,
        Direction.AT_MOST: actual <= low,
        Direction.LESS: actual < low,
        Direction.EQUAL: actual == low,
        Direction.RANGE: low <= actual <= high,
    }
    assert (completion(indicator, actual) >= 1) == met[indicator.direction]


@given(st.lists(st.tuples(weights, st.none() | rates), max_size=8))
def test_a_total_lies_between_its_least_and_its_greatest_part(
    parts: list[tuple[Decimal, Fraction | None]],
) -> None:
    due = [part for _, part in parts if part is not None]
    total = measures.overall(parts)
    if total is None:
        assert due == []
    else:
        assert min(due) <= total <= max(due)


@given(st.integers(-(10**18), 10**18))
def test_rounding_is_half_up_of_the_decimal_module(thousandths: int) -> None:
    twice = Fraction(thousandths, 2000)
    exact = Decimal(thousandths) / 2000
    expected = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert measures.hundredths(twice) == expected
    assert measures.half_up(twice) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(money, money, money, money, st.fractions(0, 1, max_denominator=366))
def test_amounts_to_take_back_keep_their_bounds(
    budget: int, executed: int, committed: int, prior: int, schedule: Fraction
) -> None:
    left = measures.recoverable(budget, executed, committed, prior)
    behind = measures.shortfall(budget, prior, executed, schedule)
    assert 0 <= left <= budget
    assert 0 <= behind <= budget
    assert behind <= measures.shortfall(budget, prior, executed, Fraction(1))
    assert measures.recoverable(budget, executed, 0, prior) == measures.shortfall(
        budget, prior, executed, Fraction(1)
    )
    assert measures.over_clawed(budget, executed + committed, prior + left) == max(
        0, executed + committed + prior - budget
    )


@given(money, signed, signed, signed, st.fractions(0, 1, max_denominator=366))
def test_no_order_of_reports_makes_more_recoverable_than_was_budgeted(
    budget: int, executed: int, committed: int, prior: int, schedule: Fraction
) -> None:
    """A refund may come before its payment, a release before its commitment."""
    there = max(0, budget - prior)
    left = measures.recoverable(budget, executed, committed, prior)
    assert 0 <= left <= there
    assert 0 <= measures.shortfall(budget, prior, executed, schedule) <= there
    assert left >= measures.recoverable(budget, executed + 1, committed, prior)
    assert left >= measures.recoverable(budget, executed, committed + 1, prior)


@given(signed, signed)
def test_a_rate_needs_a_positive_base(executed: int, base: int) -> None:
    """A budget cut below nothing has no rate, in the formulas and in the views."""
    rate = measures.published(measures.execution_rate(executed, base))
    assert rate == percent(executed, base)
    assert (rate is None) == (base <= 0)


@given(days, days, days)
def test_a_schedule_lies_between_nothing_and_everything_and_grows(
    one: date, other: date, third: date
) -> None:
    begins, as_of, ends = sorted([one, other, third])
    bases: tuple[ScheduleBasis, ...] = ("MONTH", "DAY", "PROJECT")
    for basis in bases:
        assert 0 <= measures.schedule_rate(basis, as_of, begins, ends) <= 1
    span = measures.schedule_rate("PROJECT", as_of, begins, ends)
    assert span <= measures.schedule_rate("PROJECT", ends, begins, ends) == 1


@given(st.integers(1990, 2100))
def test_a_year_ends_whole_on_every_basis(year: int) -> None:
    last = date(year, 12, 31)
    for basis in ("MONTH", "DAY"):
        assert measures.schedule_rate(basis, last, date(year, 1, 1), last) == 1


@given(st.decimals(0, 100, places=4))
def test_every_score_has_a_grade_and_a_better_one_no_worse(score: Decimal) -> None:
    order = ["POOR", "FAIR", "GOOD", "EXCELLENT"]
    floors = [Decimal(0), Decimal(60), Decimal(80), Decimal(90)]
    assert (
        order.index(measures.grade(score, GRADES).value)
        == sum(score >= floor for floor in floors) - 1
    )


@given(st.decimals(0, 12, places=3), weights)
def test_no_points_lie_in_two_bands(points: Decimal, weight: Decimal) -> None:
    bands = [tier for tier in Tier if measures.in_band(tier, points, weight)]
    assert len(bands) == (points <= weight)


@given(rates, rates)
def test_published_and_exact_gaps_differ_by_no_more_than_a_hundredth(
    completed: Fraction, executed: Fraction
) -> None:
    published = measures.rate_gap(completed, executed, RULES)
    exact = measures.rate_gap(completed, executed, EXACT)
    assert published is not None
    assert exact is not None
    assert abs(published - exact) <= Fraction(1, 100)
    assert published == Fraction(measures.hundredths(published))


@given(st.fractions(-100, 100, max_denominator=10**5), st.decimals(-100, 100, places=2))
def test_an_open_condition_and_its_closed_one_differ_only_at_the_threshold(
    value: Fraction, threshold: Decimal
) -> None:
    rule = WarningRule(clause="QM-09", measure="RATE_GAP", operator=">", threshold=threshold)
    above, at_least = rule, replace(rule, operator=">=")
    below, at_most = replace(rule, operator="<"), replace(rule, operator="<=")
    assert measures.fires(above, value) is not measures.fires(at_most, value)
    assert measures.fires(below, value) is not measures.fires(at_least, value)


@given(fen, fen, rates)
def test_no_result_is_ever_a_float(one: int, other: int, rate: Fraction) -> None:
    results = {
        "half_up": (measures.half_up(rate), int),
        "hundredths": (measures.hundredths(rate), Decimal),
        "percent": (measures.percent(rate), Decimal),
        "wan": (measures.wan(one), Decimal),
        "yuan": (measures.yuan(one), Decimal),
        "recoverable": (measures.recoverable(one, other, 0, 0), int),
        "shortfall": (measures.shortfall(one, 0, other, rate), int),
        "over_clawed": (measures.over_clawed(one, other, 0), int),
        "comparable": (measures.comparable(rate, RULES), Fraction),
        "exact": (measures.comparable(rate, EXACT), Fraction),
        "execution": (measures.execution_rate(one, abs(other) or 1), Fraction),
    }
    assert {name for name, (value, kind) in results.items() if type(value) is not kind} == set()


@given(fen)
def test_wan_and_yuan_lose_nothing_but_the_rounding(amount: int) -> None:
    assert measures.yuan(amount) * 100 == amount
    assert abs(Fraction(measures.wan(amount)) * 1_000_000 - amount) <= 5_000


@pytest.mark.parametrize("measure", [measures.percent, measures.hundredths])
def test_a_published_figure_has_two_decimals(measure: Callable[[Fraction], Decimal]) -> None:
    assert [str(measure(Fraction(n))) for n in (0, 1)] in (["0.00", "100.00"], ["0.00", "1.00"])
