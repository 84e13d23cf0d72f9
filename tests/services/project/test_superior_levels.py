"""Poverty funds of a county are reviewed by the prefecture and the region too (QM-10)."""

from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from events.monitoring import (
    Level,
    MonitoringSubmitted,
    SubmissionReturned,
    SubmissionReviewed,
    TaskFinalized,
    TaskIssued,
)
from events.terms import FundTag, Role
from services.decision import Actor
from services.project.monitoring import ExtendTaskDeadline, IssueTask
from services.project.review import ReturnForCorrection
from tests.services.project.given import (
    FILER,
    OFFICER,
    PREFECTURE,
    REGION,
    SECTION,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import approved, issued, passing
from tests.services.project.test_rounds import AGAIN, BACK, FORM, PASS, POOR, SEVEN

CHAIN = ("FINANCE_SECTION", "PREFECTURE", "REGION")
ISSUE = IssueTask(**P, period="H1")
UP, LAST = passing("PREFECTURE"), passing("REGION")
DOWN = ReturnForCorrection(**P, task="H1", level="PREFECTURE", reason="佐证不全")
DOWN_AGAIN = replace(DOWN, level="REGION")


def handed_in(*tags: FundTag) -> Given:
    return issued(*(tags or (POOR,)), under="qiemo", indicators=SEVEN).when(FORM).so_far


def in_third_round() -> Given:
    """Hand up, be sent back by prefecture and region, and hand up for the third time."""
    first = handed_in().by(SECTION).when(PASS).so_far.by(PREFECTURE).when(DOWN).so_far
    second = first.by(FILER).when(AGAIN).so_far.by(SECTION).when(PASS).so_far
    second = second.by(PREFECTURE).when(UP).so_far.by(REGION).when(DOWN_AGAIN).so_far
    return second.by(FILER).when(AGAIN).so_far.by(SECTION).when(PASS).so_far


@pytest.mark.clause("QM-10")
def test_only_poverty_funds_go_above_the_county() -> None:
    task = handed_in(FundTag.DIRECT, POOR).state.monitoring.task("H1")
    assert tuple(one.level for one in task.issued.chain) == CHAIN
    other = handed_in(FundTag.DIRECT).state.monitoring.task("H1")
    assert [one.level for one in other.issued.chain] == ["FINANCE_SECTION"]


@pytest.mark.clause("QM-10")
def test_three_down_three_up_between_county_prefecture_and_region() -> None:
    story = in_third_round()
    story.by(REGION).when(LAST).refused("须先经地区财政审核，不能越级", clause="LY-16")
    reviewed = story.by(PREFECTURE).when(UP)
    assert reviewed.all(TaskFinalized) == []
    ended = reviewed.so_far.by(REGION).when(LAST)
    assert ended.one(SubmissionReviewed).level == "REGION"
    finalized = ended.one(TaskFinalized)
    assert (finalized.submission, str(finalized.score)) == (3, "95.00")


@pytest.mark.clause("QM-10")
def test_the_region_ends_nothing_before_the_third_round() -> None:
    story = handed_in().by(SECTION).when(PASS).so_far.by(PREFECTURE).when(UP).so_far
    story.by(REGION).when(LAST).refused("现为第 1 轮", clause="QM-10")


@pytest.mark.clause("QM-10")
@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        (REGION, "地区财政须由自治州财政局审核，不能由自治区财政厅办理"),
        (replace(PREFECTURE, org="邻州财政局"), "须由自治州财政局审核"),
    ],
    ids=["region", "stranger"],
)
def test_each_level_is_its_own_organisations(by: Actor, refusal: str) -> None:
    story = handed_in().by(SECTION).when(PASS).so_far
    story.by(by).when(UP).refused(refusal, clause="QM-10")
    story.by(by).when(DOWN).refused(refusal, clause="QM-10")
    story.by(SECTION).when(UP).refused("地区财政审核须由上级财政审核人办理")


def test_nobody_reviews_at_two_levels() -> None:
    both = replace(PREFECTURE, id=SECTION.id)
    story = handed_in().by(SECTION).when(PASS).so_far
    story.by(both).when(UP).refused("同一人不能审核一次填报的两个环节")


def level(story: Given, name: str) -> Level:
    task = story.state.monitoring.task("H1")
    return next(one for one in task.issued.chain if one.level == name)


@pytest.mark.clause("QM-10")
def test_levels_above_have_days_of_their_own() -> None:
    story = handed_in()
    task = story.state.monitoring.task("H1")
    days = [task.review_by(one) for one in task.issued.chain]
    assert days == [date(2021, 8, 10), date(2021, 8, 25), date(2021, 9, 9)]
    waits = story.by(SECTION).when(PASS).so_far.by(PREFECTURE)
    assert waits.at(day(8, 25, 23)).when(UP).one(SubmissionReviewed).days_late == 0
    assert waits.at(day(8, 27)).when(UP).one(SubmissionReviewed).days_late == 2
    late = story.by(SECTION).at(day(12, 1)).when(PASS).one(SubmissionReviewed)
    assert late.days_late == 0


@pytest.mark.clause("QM-10", "HJ-19")
def test_other_days_move_the_levels_above_too() -> None:
    extend = ExtendTaskDeadline(
        **P, task="H1", reason="汛期", submit_by=date(2021, 7, 30), review_by=date(2021, 8, 20)
    )
    story = handed_in().by(OFFICER).when(extend).so_far
    task = story.state.monitoring.task("H1")
    assert task.review_by(level(story, "REGION")) == date(2021, 9, 19)


@pytest.mark.clause("QM-10", "LY-16")
def test_what_the_prefecture_sent_back_is_handed_in_by_its_day() -> None:
    sent = handed_in().by(SECTION).when(PASS).so_far.by(PREFECTURE).when(DOWN)
    assert sent.one(SubmissionReturned).level == "PREFECTURE"
    back = sent.so_far.by(FILER)
    assert back.at(day(8, 25, 23)).when(AGAIN).one(MonitoringSubmitted).days_late == 0
    assert back.at(day(8, 26, 0)).when(AGAIN).one(MonitoringSubmitted).days_late == 1
    county = handed_in().by(SECTION).when(BACK).so_far.by(FILER)
    assert county.at(day(8, 25)).when(AGAIN).one(MonitoringSubmitted).days_late == 15


def test_a_level_written_before_there_were_organisations_is_read_as_it_was() -> None:
    stored = b'{"level":"A","role":"DEPT_REVIEWER","order":1,"scored":true,"files_only":false}'
    level_then = msgspec.json.decode(stored, type=Level)
    assert level_then == Level(level="A", role=Role.DEPT_REVIEWER, order=1, scored=True)
    assert (level_then.org, level_then.review_days) == ("", 0)


@pytest.mark.clause("QM-10")
def test_another_place_may_name_other_levels() -> None:
    """The chain is data: other funds, other organisations, other days."""
    chain = [
        {"clause": "一", "level": "COUNTY", "role": "FIN_SECTION_REVIEWER", "order": 1},
        {
            "clause": "二",
            "level": "CITY",
            "role": "SUPERIOR_REVIEWER",
            "order": 2,
            "tags": ["DIRECT", "SPECIAL_BOND"],
            "org": "市财政局",
            "review_days": 5,
        },
    ]
    law = amended(law_of("hailin"), day(1, 5), chain=chain)
    story = approved(FundTag.SPECIAL_BOND).under(law).by(OFFICER).at(day(7, 1))
    city = story.when(ISSUE).one(TaskIssued).chain[1]
    assert city == Level(
        level="CITY", role=Role.SUPERIOR_REVIEWER, order=2, org="市财政局", review_days=5
    )
    plain = approved().under(law).by(OFFICER).at(day(7, 1))
    assert [one.level for one in plain.when(ISSUE).one(TaskIssued).chain] == ["COUNTY"]
