from decimal import Decimal
from fractions import Fraction

import pytest

from services.project import scoring
from services.project.measures import published


@pytest.mark.clause("HL-01", "HL-10")
@pytest.mark.parametrize(
    ("part", "part_fen", "met"),
    [(1, 250, True), (2, 1, True), (1, 199, False), (1, 200, True), (0, 0, False)],
)
def test_a_coverage_is_reached_by_count_or_by_amount(
    part: int, part_fen: int, *, met: bool
) -> None:
    """§5.8: one of ten with a quarter of the money is enough."""
    assert scoring.covers(part, 10, part_fen, 1000, Decimal(20)) is met


def test_nothing_to_cover_is_covered() -> None:
    assert scoring.covers(0, 0, 0, 0, Decimal(20))
    assert scoring.covers(0, 3, 0, 0, Decimal(20))


@pytest.mark.clause("QM-11")
def test_direct_funds_of_the_example() -> None:
    paid = scoring.payout_rate(1806838, 2355843)
    assert (published(paid), published(scoring.allocation_rate(2354043, 2355843))) == (
        Decimal("76.70"),
        Decimal("99.92"),
    )
    assert scoring.allocation_rate(1, 0) is None
    assert scoring.payout_rate(1, 0) is None


@pytest.mark.clause("HJ-F4")
def test_nothing_issued_has_no_correction_rate() -> None:
    assert scoring.correction_rate(0, 0) is None
    assert scoring.correction_rate(3, 4) == Fraction(3, 4)
