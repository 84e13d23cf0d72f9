"""Totals, scores, grades and amounts to take back: the worked numbers of §5.5 to §5.8."""

from decimal import Decimal
from fractions import Fraction

import pytest

from services.policies.rules import GRADES
from services.project import measures

D = Decimal
F = Fraction
EXAMPLE = (
    ("20", F(80, 100)),
    ("15", F(1)),
    ("5", F(1)),
    ("10", F(90, 100)),
    ("20", F(70, 100)),
    ("10", F(90, 100)),
    ("10", F(88, 90)),
)
LINES = [(D(weight), part) for weight, part in EXAMPLE]


def test_the_weighted_completion_of_5_5() -> None:
    """Example 10: 77.7778 of 90 is 86.42 %."""
    completed = measures.overall(LINES)
    assert measures.published(completed) == D("86.42")


def test_what_is_not_due_leaves_the_denominator() -> None:
    assert measures.overall([(D(10), F(1, 2)), (D(90), None)]) == F(1, 2)
    assert measures.overall([(D(10), None)]) is None
    assert measures.overall([]) is None


def test_a_completion_without_weight_is_not_evaluable() -> None:
    assert measures.overall([(D(0), F(1, 2)), (D(0), F(1))]) is None


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        pytest.param("100", "EXCELLENT", id="§5.5 full marks"),
        pytest.param("90.00", "EXCELLENT", id="example 10 exactly 90.00"),
        pytest.param("89.99", "GOOD", id="§5.5 just below 90"),
        pytest.param("89.50", "GOOD", id="§5.5 between 89 and 90"),
        pytest.param("87.11", "GOOD", id="example 10"),
        pytest.param("80", "GOOD", id="§5.5 exactly 80"),
        pytest.param("79.99", "FAIR", id="§5.5 between 79 and 80"),
        pytest.param("60.00", "FAIR", id="example 10 59.995 published"),
        pytest.param("59.99", "POOR", id="§5.5 just below 60"),
        pytest.param("0", "POOR", id="§5.5 nothing"),
    ],
)
def test_grades(score: str, grade: str) -> None:
    assert measures.grade(D(score), GRADES).value == grade


def test_59_995_is_published_as_60_00() -> None:
    assert measures.hundredths(F(D("59.995"))) == D("60.00")


@pytest.mark.parametrize(
    ("budget", "executed", "committed", "prior", "recoverable"),
    [
        pytest.param(300_000_000, 180_000_000, 0, 0, 120_000_000, id="§5.7 ground A"),
        pytest.param(300_000_000, 180_000_000, 30_000_000, 0, 90_000_000, id="§5.7 with C"),
        pytest.param(300_000_000, 180_000_000, 0, 95_000_000, 25_000_000, id="§5.7 left usable"),
        pytest.param(100, 101, 0, 0, 0, id="§5.7 overspent"),
        pytest.param(100, 60, 50, 0, 0, id="§5.7 over-committed"),
        pytest.param(0, 0, 0, 0, 0, id="§5.7 no budget"),
    ],
)
def test_recoverable(
    budget: int, executed: int, committed: int, prior: int, *, recoverable: int
) -> None:
    assert measures.recoverable(budget, executed, committed, prior) == recoverable


@pytest.mark.parametrize(
    ("budget", "prior", "executed", "schedule", "shortfall"),
    [
        pytest.param(300_000_000, 0, 180_000_000, F(11, 12), 95_000_000, id="§5.7 month"),
        pytest.param(300_000_000, 0, 180_000_000, F(334, 365), 94_520_548, id="§5.7 day"),
        pytest.param(10_000_000, 0, 5_000_000, F(11, 12), 4_166_667, id="§5.7 small"),
        pytest.param(300_000_000, 0, 210_000_000, F(11, 12), 65_000_000, id="§5.7 late"),
        pytest.param(300_000_000, 0, 275_000_000, F(11, 12), 0, id="§5.7 on schedule"),
        pytest.param(300_000_000, 0, 290_000_000, F(11, 12), 0, id="§5.7 ahead"),
        pytest.param(300_000_000, 60_000_000, 180_000_000, F(11, 12), 40_000_000, id="§5.7 P"),
        pytest.param(300_000_000, 0, 0, F(0), 0, id="§5.7 nothing elapsed"),
    ],
)
def test_shortfall(
    budget: int, prior: int, executed: int, schedule: Fraction, shortfall: int
) -> None:
    assert measures.shortfall(budget, prior, executed, schedule) == shortfall


def test_money_is_multiplied_by_the_exact_rate() -> None:
    """§5.0: 3,000,000 x 11/12 is 2,750,000.00, not the 2,750,100 of the published rate."""
    assert measures.shortfall(300_000_000, 0, 0, F(11, 12)) == 275_000_000
    assert measures.shortfall(300_000_000, 0, 0, F(9167, 10000)) == 275_010_000


@pytest.mark.parametrize(
    ("executed", "clawed", "over"),
    [
        pytest.param(210_000_000, 95_000_000, 5_000_000, id="§5.7 late fact"),
        pytest.param(205_000_000, 95_000_000, 0, id="§5.7 just enough left"),
        pytest.param(205_000_001, 95_000_000, 1, id="§5.7 one fen"),
    ],
)
def test_over_clawed(executed: int, clawed: int, over: int) -> None:
    assert measures.over_clawed(300_000_000, executed, clawed) == over


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("-2.5", -3), ("0.49", 0), ("-0.49", 0)],
)
def test_halves_go_away_from_zero(value: str, rounded: int) -> None:
    assert measures.half_up(F(D(value))) == rounded
