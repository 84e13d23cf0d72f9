"""Every worked number of the formulas, as tables; the section is in the id."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import pytest
from msgspec.structs import replace

from events.monitoring import IndicatorReport
from events.targets import Indicator
from events.terms import Direction, Tier
from services.policies.rules import DeviationBasis, Figures, ScheduleBasis, WarningRule
from services.project import measures
from tests.services.project.stories import ROADS

D = Decimal
F = Fraction
RULES = Figures(clause="HL-05")
EXACT = replace(RULES, compare_on="EXACT")
JUNE = date(2021, 6, 30)


@pytest.mark.parametrize(
    ("fen", "wan"),
    [
        pytest.param(335_000, "0.34", id="§5.0 one line of 3,350.00"),
        pytest.param(3 * 335_000, "1.01", id="example 1 three lines of 3,350.00"),
        pytest.param(125_000, "0.13", id="§5.0 0.125 is HALF_UP"),
        pytest.param(28_784_550_000, "28784.55", id="QM-11"),
        pytest.param(117_231_000_000, "117231.00", id="QM-02"),
        pytest.param(-125_000, "-0.13", id="§5.0 a reduction of 0.125"),
        pytest.param(4_999, "0.00", id="§5.0 less than half"),
        pytest.param(0, "0.00", id="§5.0 nothing"),
    ],
)
def test_ten_thousands_of_yuan(fen: int, wan: str) -> None:
    assert str(measures.wan(fen)) == wan


def test_yuan_keep_every_fen() -> None:
    """Example 5."""
    assert str(measures.yuan(117_231_000_000)) == "1172310000.00"
    assert str(measures.yuan(-1)) == "-0.01"


@pytest.mark.parametrize(
    ("executed", "base", "rate"),
    [
        pytest.param(112_000_000, 300_000_000, "37.33", id="§5.1 initial"),
        pytest.param(112_000_000, 360_000_000, "31.11", id="§5.1 current"),
        pytest.param(30_000_000, 120_000_000, "25.00", id="example 2 current"),
        pytest.param(30_000_000, 0, None, id="example 2 initial"),
        pytest.param(100 + 450, 100 + 900, "55.00", id="example 11 summed money"),
        pytest.param(6_683_441_900, 7_223_000_000, "92.53", id="QM-07"),
        pytest.param(1_865_000, 2_000_000, "93.25", id="§5.5 execution"),
        pytest.param(2_354_043, 2_355_843, "99.92", id="§5.8 allocated"),
        pytest.param(1_806_838, 2_355_843, "76.70", id="§5.8 paid"),
    ],
)
def test_execution_rates(executed: int, base: int, rate: str | None) -> None:
    published = measures.published(measures.execution_rate(executed, base))
    assert published == (None if rate is None else D(rate))


@pytest.mark.parametrize(
    ("basis", "as_of", "rate"),
    [
        pytest.param("MONTH", JUNE, "50.00", id="§5.2 June"),
        pytest.param("MONTH", date(2021, 9, 30), "75.00", id="§5.2 September"),
        pytest.param("MONTH", date(2021, 11, 30), "91.67", id="§5.2 November"),
        pytest.param("MONTH", date(2021, 12, 31), "100.00", id="§5.2 December"),
        pytest.param("MONTH", date(2021, 2, 28), "16.67", id="§5.2 February is over"),
        pytest.param("MONTH", date(2024, 2, 28), "8.33", id="§5.2 leap February is not"),
        pytest.param("MONTH", date(2024, 2, 29), "16.67", id="§5.2 leap February is over"),
        pytest.param("MONTH", date(2021, 1, 30), "0.00", id="§5.2 no month is over"),
        pytest.param("DAY", JUNE, "49.59", id="§5.2 day 181 of 365"),
        pytest.param("DAY", date(2021, 11, 30), "91.51", id="§5.2 day 334 of 365"),
        pytest.param("DAY", date(2024, 12, 31), "100.00", id="§5.2 day 366 of 366"),
        pytest.param("DAY", date(2024, 2, 29), "16.39", id="§5.2 leap day 60 of 366"),
        pytest.param("DAY", date(2024, 11, 30), "91.53", id="§5.2 leap cut-off day 335 of 366"),
        pytest.param("MONTH", date(2024, 11, 29), "83.33", id="§5.2 November is not over"),
        pytest.param("PROJECT", date(2021, 3, 31), "50.00", id="§5.2 half of the span"),
        pytest.param("PROJECT", date(2021, 2, 28), "0.00", id="§5.2 before the span"),
        pytest.param("PROJECT", date(2021, 5, 1), "100.00", id="§5.2 after the span"),
    ],
)
def test_schedule_rates(basis: ScheduleBasis, as_of: date, rate: str) -> None:
    span = date(2021, 3, 1), date(2021, 5, 1)
    assert measures.percent(measures.schedule_rate(basis, as_of, *span)) == D(rate)


def test_a_span_of_one_day_is_over_on_that_day() -> None:
    assert measures.schedule_rate("PROJECT", JUNE, JUNE, JUNE) == 1


def _indicator(direction: Direction, target: str, upper: str | None) -> Indicator:
    top = None if upper is None else D(upper)
    return replace(ROADS, direction=direction, annual_value=D(target), upper_value=top)


@pytest.mark.parametrize(
    ("direction", "target", "actual", "raw", "upper"),
    [
        ("AT_LEAST", "80", "64", "80.00", None),
        ("AT_LEAST", "95", "97", "102.11", None),
        ("AT_LEAST", "100", "180", "180.00", None),
        ("AT_LEAST", "80", "36", "45.00", None),
        ("AT_LEAST", "0", "0", "100.00", None),
        ("AT_LEAST", "0", "-1", "0.00", None),
        ("AT_LEAST", "80", "-5", "0.00", None),
        ("AT_LEAST", "-10", "-12", "80.00", None),
        ("AT_LEAST", "-10", "-8", "100.00", None),
        ("GREATER", "80", "80", "99.99", None),
        ("GREATER", "80", "81", "101.25", None),
        ("GREATER", "0", "0", "99.99", None),
        ("GREATER", "80", "64", "80.00", None),
        ("AT_MOST", "100", "80", "100.00", None),
        ("AT_MOST", "100", "24", "100.00", None),
        ("AT_MOST", "100", "120", "80.00", None),
        ("AT_MOST", "100", "199", "1.00", None),
        ("AT_MOST", "100", "200", "0.00", None),
        ("AT_MOST", "100", "250", "0.00", None),
        ("AT_MOST", "50", "55", "90.00", None),
        ("AT_MOST", "0", "0", "100.00", None),
        ("AT_MOST", "0", "1", "0.00", None),
        ("LESS", "100", "100", "99.99", None),
        ("LESS", "100", "99", "100.00", None),
        ("LESS", "100", "120", "80.00", None),
        ("EQUAL", "100", "104", "96.00", None),
        ("EQUAL", "100", "96", "96.00", None),
        ("EQUAL", "100", "100", "100.00", None),
        ("EQUAL", "-100", "-104", "96.00", None),
        ("EQUAL", "0", "0", "100.00", None),
        ("EQUAL", "0", "1", "0.00", None),
        ("EQUAL", "100", "250", "0.00", None),
        ("RANGE", "95", "90", "94.74", "105"),
        ("RANGE", "95", "95", "100.00", "105"),
        ("RANGE", "95", "105", "100.00", "105"),
        ("RANGE", "95", "110", "95.24", "105"),
        ("RANGE", "95", "211", "0.00", "105"),
        ("RANGE", "0", "0", "100.00", "0"),
        ("RANGE", "0", "1", "0.00", "0"),
        ("RANGE", "0", "-1", "0.00", "0"),
        ("RANGE", "-5", "6", "80.00", "5"),
    ],
    ids=lambda value: None if value is None else f"§5.3 {value}",
)
def test_numeric_completion(
    direction: str, target: str, actual: str, raw: str, upper: str | None
) -> None:
    indicator = _indicator(Direction[direction], target, upper)
    report = IndicatorReport(indicator=indicator.name, actual=D(actual))
    completed = measures.completion(indicator, report, JUNE, RULES)
    assert measures.published(completed) == D(raw)


@pytest.mark.parametrize(
    ("tier", "points", "inside"),
    [
        pytest.param("PARTLY", "8.00", False, id="example 8 partly 8.00"),
        pytest.param("PARTLY", "7.99", True, id="example 8 partly 7.99"),
        pytest.param("REACHED", "8.00", True, id="example 8 reached 8.00"),
        pytest.param("PARTLY", "6.00", True, id="§5.3 partly from 6.00"),
        pytest.param("PARTLY", "5.99", False, id="§5.3 partly not 5.99"),
        pytest.param("MISSED", "5.99", True, id="§5.3 missed 5.99"),
        pytest.param("MISSED", "6.00", False, id="§5.3 missed not 6.00"),
        pytest.param("MISSED", "0", True, id="§5.3 missed nothing"),
        pytest.param("MISSED", "-0.01", False, id="§5.3 less than nothing"),
        pytest.param("REACHED", "10.00", True, id="§5.3 full marks"),
        pytest.param("REACHED", "10.01", False, id="§5.3 above full marks"),
        pytest.param("REACHED", "7.99", False, id="§5.3 reached from 8.00"),
    ],
)
def test_bands_of_ten_points(tier: str, points: str, *, inside: bool) -> None:
    assert measures.in_band(Tier[tier], D(points), D(10)) is inside


@pytest.mark.parametrize(
    ("done", "as_of", "deduction", "raw"),
    [
        pytest.param(date(2021, 6, 30), JUNE, "100", F(1), id="§5.3 on the day"),
        pytest.param(date(2021, 5, 1), JUNE, "100", F(1), id="§5.3 before"),
        pytest.param(date(2021, 7, 15), date(2021, 9, 30), "100", F(0), id="§5.3 15 days late"),
        pytest.param(date(2021, 7, 15), date(2021, 9, 30), "2", F(70, 100), id="§5.3 linear"),
        pytest.param(date(2021, 9, 30), date(2021, 9, 30), "2", F(0), id="§5.3 never negative"),
        pytest.param(None, date(2021, 6, 29), "100", None, id="§5.3 not due"),
        pytest.param(None, JUNE, "2", F(0), id="§5.3 due and not done"),
        pytest.param(None, date(2021, 7, 30), "2", F(0), id="§5.3 long due and not done"),
    ],
)
def test_completion_by_a_date(
    done: date | None, as_of: date, deduction: str, raw: Fraction | None
) -> None:
    indicator = replace(ROADS, direction=Direction.BY_DATE, annual_value=None, due_on=JUNE)
    report = IndicatorReport(indicator=indicator.name, done_on=done)
    rules = replace(RULES, late_day_deduction=D(deduction))
    assert measures.completion(indicator, report, as_of, rules) == raw


@pytest.mark.parametrize("direction", Direction)
def test_what_is_not_due_is_not_evaluable(direction: Direction) -> None:
    indicator = replace(ROADS, direction=direction, upper_value=D(200), due_on=JUNE)
    report = IndicatorReport(
        indicator=ROADS.name, actual=D(1), points=D(1), done_on=JUNE, not_due=True
    )
    assert measures.completion(indicator, report, JUNE, RULES) is None
    blank = IndicatorReport(indicator=ROADS.name)
    if direction is not Direction.BY_DATE:
        assert measures.completion(indicator, blank, JUNE, RULES) is None


@pytest.mark.parametrize(
    ("basis", "actual", "deviation"),
    [
        pytest.param("PERIOD_PLAN", "36", "-25.00", id="§5.4 plan of the period"),
        pytest.param("LINEAR", "36", "-10.00", id="§5.4 linear"),
        pytest.param("ANNUAL", "36", "-55.00", id="§5.4 annual"),
        pytest.param("PERIOD_PLAN", "48", "0.00", id="§5.4 as planned"),
        pytest.param("PERIOD_PLAN", "60", "25.00", id="§5.4 ahead"),
    ],
)
def test_deviations(basis: DeviationBasis, actual: str, deviation: str) -> None:
    indicator = replace(ROADS, annual_value=D(80), period_plan={"H1": D(48)})
    report = IndicatorReport(indicator=ROADS.name, actual=D(actual))
    found = measures.deviation(basis, indicator, report, "H1", F(1, 2))
    assert measures.published(found) == D(deviation)
    assert measures.deviation("PERIOD_PLAN", indicator, report, "Q3", F(1, 2)) is None
    assert measures.deviation("LINEAR", indicator, report, "H1", F(0)) is None


@pytest.mark.parametrize(
    ("completed", "executed", "published", "exact"),
    [
        pytest.param("93.34", "92.53", "0.81", "0.81", id="QM-07"),
        pytest.param("92.53", "72.53", "20.00", "20", id="§5.6 twenty is not above twenty"),
        pytest.param("92.53", "72.52", "20.01", "20.01", id="§5.6 a hundredth above"),
        pytest.param("70", "95", "-25.00", "-25", id="§5.6 money ahead"),
        pytest.param("60.0049", "40.004", "20.00", "20.0009", id="§5.6 published or exact"),
    ],
)
def test_gaps(completed: str, executed: str, published: str, exact: str) -> None:
    rates = F(D(completed)) / 100, F(D(executed)) / 100
    assert measures.rate_gap(*rates, RULES) == F(D(published))
    assert measures.rate_gap(*rates, EXACT) == F(D(exact))
    assert measures.rate_gap(None, rates[1], RULES) is None
    assert measures.rate_gap(rates[0], None, EXACT) is None


@pytest.mark.parametrize(
    ("operator", "absolute", "value", "fires"),
    [
        (">", True, "20.00", False),
        (">", True, "20.01", True),
        (">", True, "-20.01", True),
        (">", False, "-25", False),
        (">=", False, "20", True),
        (">=", False, "19.99", False),
        ("<", False, "20", False),
        ("<", False, "19.99", True),
        ("<=", False, "20", True),
        ("<=", False, "20.01", False),
        ("<", True, "-19.99", True),
        ("<", True, "-25", False),
    ],
    ids=lambda value: f"§5.6 {value}",
)
def test_conditions_are_as_strict_as_written(
    operator: Literal[">", ">=", "<", "<="], value: str, *, absolute: bool, fires: bool
) -> None:
    rule = WarningRule(
        clause="QM-09",
        measure="RATE_GAP",
        operator=operator,
        threshold=D("20.00"),
        absolute=absolute,
    )
    assert measures.fires(rule, F(D(value))) is fires
