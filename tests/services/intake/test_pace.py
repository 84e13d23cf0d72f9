"""Fewer messages are recorded together where that takes long, more again when it does not."""

from itertools import repeat

from services.intake.pace import FEWEST, QUICK, SLOW, Pace
from services.intake.streams import BATCH


def after(*seconds: float) -> int:
    """Say how many are recorded together after some took so long."""
    pace = Pace()
    for one in seconds:
        pace.took(one)
    return pace.together


def test_all_that_are_fetched_are_recorded_together_as_long_as_that_is_quick() -> None:
    assert after() == after(QUICK / 2) == after(SLOW) == BATCH


def test_what_took_long_is_halved_down_to_a_few_and_grows_again() -> None:
    assert after(SLOW + 1) == BATCH // 2
    assert after(SLOW + 1, SLOW) == BATCH // 2
    assert after(*repeat(SLOW + 1, 20)) == FEWEST
    assert after(SLOW + 1, QUICK / 2) == BATCH
    assert after(*repeat(SLOW + 1, 20), *repeat(QUICK / 2, 20)) == BATCH
