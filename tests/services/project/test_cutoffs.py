"""Adjustments and campaigns: what comes after the day waits, who approves by cause (LY-13)."""

from datetime import datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import TaskIssued
from events.targets import AdjustmentProposed, TargetAdjusted
from events.terms import Cause
from services.project.adjustment import (
    ApproveAdjustment,
    ProposeAdjustment,
    ReviewAdjustment,
)
from services.project.monitoring import IssueTask
from tests.services.project.given import (
    CHIEF,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
    amended,
    day,
)
from tests.services.project.stories import ROADS, approved, issued, submitted

ASK = ProposeAdjustment(
    **P,
    adjustment="T1",
    cause=Cause.TARGET_MISMATCH,
    reason="目标过低",
    basis="纪要",
    indicators=(replace(ROADS, annual_value=Decimal(120)),),
    expected_output="120 公里",
    expected_outcome="惠及 30 村",
    next_year="按定额编报",
)
APPROVE = ApproveAdjustment(**P, adjustment="T1")
ISSUE = IssueTask(**P, period="H1")


def reviewed(story: Given) -> Given:
    return _looked_at(story.by(FILER).when(ASK).so_far)


def _looked_at(asked: Given) -> Given:
    review = ReviewAdjustment(**P, adjustment="T1")
    return asked.by(REVIEWER).when(review).so_far.by(SECTION).when(review).so_far


@pytest.mark.clause("LY-13")
@pytest.mark.parametrize(
    ("approved_at", "judged_by"),
    [
        (day(8, 30, 23), 2),
        (day(8, 31, 0), 1),
        (day(9, 5), 1),
    ],
)
def test_what_is_adjusted_after_the_day_waits_for_the_next_campaign(
    approved_at: datetime, judged_by: int
) -> None:
    """The day is 30 August and ends at midnight; both versions stay visible."""
    story = reviewed(approved(under="lingyuan").at(day(8, 20))).by(OFFICER)
    late = story.at(approved_at).when(APPROVE).so_far
    assert late.state.targets.version == 2
    task = late.at(day(9, 6)).when(ISSUE).one(TaskIssued)
    assert task.target_version == judged_by


@pytest.mark.clause("LY-13")
def test_targets_first_approved_after_the_day_are_judged_as_they_are() -> None:
    story = approved(under="lingyuan")
    first = replace(story.facts[-1], effective_on=day(9, 1).date())
    late = replace_last(story, first)
    assert late.by(OFFICER).at(day(9, 2)).when(ISSUE).one(TaskIssued).target_version == 1


def replace_last(story: Given, fact: object) -> Given:
    return Given((*story.facts[:-1], fact), story.law)  # type: ignore[arg-type]  # a fact again


def test_where_no_day_is_set_the_latest_version_counts() -> None:
    story = reviewed(approved().at(day(6, 30))).by(OFFICER).when(APPROVE).so_far
    assert story.at(day(7, 1)).when(ISSUE).one(TaskIssued).target_version == 2


@pytest.mark.clause("LY-13", "LY-21")
def test_a_submission_under_review_pins_or_blocks_as_the_rules_say() -> None:
    pinned = reviewed(submitted()).by(OFFICER).when(APPROVE)
    assert pinned.one(TargetAdjusted).version == 2
    assert pinned.so_far.state.monitoring.task("H1").issued.target_version == 1
    blocking = amended(submitted().law, day(1, 1), targets__under_review="BLOCK")
    story = reviewed(submitted().under(blocking)).by(OFFICER)
    story.when(APPROVE).refused("监控任务 H1 的填报尚在审核")
    before = reviewed(issued().under(blocking)).by(OFFICER)
    assert before.when(APPROVE).one(TargetAdjusted).version == 2


@pytest.mark.clause("HJ-25")
def test_a_target_set_too_low_is_changed_with_the_approver_of_finance() -> None:
    story = reviewed(approved(under="hanggin"))
    story.by(OFFICER).when(APPROVE).refused("须由财政局领导办理", clause="HJ-25")
    assert story.by(CHIEF).when(APPROVE).one(TargetAdjusted).version == 2
    content = replace(ASK, cause=Cause.CONTENT_CHANGE)
    other = _looked_at(approved(under="hanggin").when(content).so_far)
    other.by(CHIEF).when(APPROVE).refused("须由绩效管理科办理", clause="LY-13")
    assert other.by(OFFICER).when(APPROVE).one(TargetAdjusted).version == 2


@pytest.mark.clause("HJ-25", "HJ-F3")
def test_the_form_keeps_expectations_and_what_next_year_will_be_set_better() -> None:
    asked = approved(under="hanggin").when(ASK).one(AdjustmentProposed)
    assert (asked.expected_output, asked.expected_outcome) == ("120 公里", "惠及 30 村")
    assert asked.next_year == "按定额编报"
