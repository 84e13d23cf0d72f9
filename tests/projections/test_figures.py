from decimal import Decimal

import pytest

from projections.figures import percent, yuan


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [
        (112_000_000, 300_000_000, "37.33"),
        (112_000_000, 360_000_000, "31.11"),
        (1, 20_000, "0.01"),
        (-1, 20_000, "-0.01"),
        (0, 1, "0.00"),
        (40_004, 100_000, "40.00"),
    ],
)
def test_a_rate_is_published_at_two_decimals_half_up(part: int, whole: int, rate: str) -> None:
    assert str(percent(part, whole)) == rate


def test_a_rate_on_no_base_is_not_evaluable() -> None:
    assert percent(30_000_000, 0) is None


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (11_723_100_000_000, "11,723,100.00万元"),
        (335_000, "3,350.00元"),
        (-5_000_000, "-5.00万元"),
        (-7, "-0.07元"),
        (0, "0.00元"),
    ],
)
def test_an_amount_is_said_in_ten_thousands_where_nothing_is_lost(fen: int, words: str) -> None:
    assert yuan(fen) == words


def test_rates_are_decimals() -> None:
    assert percent(1, 3) == Decimal("33.33")
