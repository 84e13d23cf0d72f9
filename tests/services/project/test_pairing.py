"""An objective cut of the budget and the adjustment it needs: both halves or no submission."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import MonitoringSubmitted
from events.terms import Cause
from services.project.adjustment import ApproveAdjustment, ProposeAdjustment, ReviewAdjustment
from services.project.disposition import ReduceBudget
from tests.services.project.given import CHIEF, FILER, OFFICER, REVIEWER, SECTION, Given, P
from tests.services.project.stories import ROADS, form, issued

SHORTER = replace(ROADS, annual_value=Decimal(80))
REDUCE = ReduceBudget(**P, cause=Cause.OBJECTIVE, reason="政策变化", amount_fen=60_000_000)
ADJUST = ProposeAdjustment(
    **P,
    adjustment="T1",
    cause=Cause.OBJECTIVE,
    reason="政策变化",
    basis="文件",
    indicators=(SHORTER,),
)


def reduced(story: Given) -> Given:
    return story.by(CHIEF).about("事项1").when(REDUCE).so_far.about("").by(FILER)


def lowered(story: Given, matter: str = "事项1") -> Given:
    asked = story.about(matter).when(ADJUST).so_far.about("")
    review = ReviewAdjustment(**P, adjustment="T1")
    reviewed = asked.by(REVIEWER).when(review).so_far.by(SECTION).when(review).so_far
    return reviewed.by(OFFICER).when(ApproveAdjustment(**P, adjustment="T1")).so_far.by(FILER)


@pytest.mark.clause("LY-21")
def test_an_objective_change_of_one_half_blocks_until_the_other_follows() -> None:
    """Example 22: pairing in either order clears it."""
    for half in (reduced(issued()), lowered(issued())):
        half.when(form()).refused("未配对：事项1", clause="LY-19")
    for both in (lowered(reduced(issued())), reduced(lowered(issued()))):
        assert both.when(form()).one(MonitoringSubmitted).submission == 1


def test_halves_of_different_matters_do_not_pair() -> None:
    story = lowered(reduced(issued()), matter="事项2")
    story.when(form()).refused("未配对：事项1、事项2", clause="LY-19")


@pytest.mark.clause("LY-19", "HJ-24")
@pytest.mark.parametrize("cause", [Cause.TARGET_MISMATCH, Cause.SERIOUS, Cause.SLOW_PROGRESS])
def test_other_causes_need_no_other_half(cause: Cause) -> None:
    cut = issued().by(CHIEF).about("事项1").when(replace(REDUCE, cause=cause)).so_far
    assert cut.by(FILER).when(form()).one(MonitoringSubmitted).submission == 1


def test_a_pair_once_made_stays_made() -> None:
    twice = reduced(lowered(reduced(issued())))
    assert twice.when(form()).one(MonitoringSubmitted).submission == 1


def test_changes_without_a_matter_are_paired_one_by_one() -> None:
    once = lowered(issued().by(CHIEF).when(REDUCE).so_far.by(FILER), matter="")
    assert once.when(form()).one(MonitoringSubmitted).submission == 1
    again = once.by(CHIEF).when(replace(REDUCE, amount_fen=1)).so_far.by(FILER)
    again.when(form()).refused("未配对：（无事项号）", clause="LY-19")


def test_an_objective_change_without_a_matter_is_named_so() -> None:
    story = issued().by(CHIEF).when(REDUCE).so_far.by(FILER)
    story.when(form()).refused("未配对：（无事项号）", clause="LY-19")
