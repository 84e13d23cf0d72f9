"""Three down, three up: tagged funds hand their forms up three times before they end (QM-10)."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import TaskFinalized, TaskIssued
from events.targets import TargetApproved, TargetConsulted, TargetPublished
from events.terms import Direction, FundTag, TargetGrade
from services.project.monitoring import IssueTask
from services.project.review import ReturnForCorrection
from services.project.standing import TagFunds
from services.project.submission import Resubmit, Submit, Withdraw
from services.project.targets import (
    ApproveTarget,
    ConsultOnTarget,
    PublishTarget,
    ReturnTarget,
    ReviewTarget,
    SetTarget,
)
from tests.services.project.given import (
    EXPERT,
    FILER,
    OFFICER,
    PREFECTURE,
    REGION,
    REVIEWER,
    SECTION,
    Given,
    P,
    day,
)
from tests.services.project.stories import (
    ROADS,
    approved,
    issued,
    line,
    passing,
    proposed,
    registered,
)

POOR = FundTag.POVERTY_ALLEVIATION
SEVEN = tuple(replace(ROADS, name=f"道路{number}") for number in range(7))
GOOD = ReviewTarget(**P, grade=TargetGrade.GOOD)
DOWN = ReturnTarget(**P, reason="再议")
UP = SetTarget(**P, overall_objective="修路一百公里", indicators=SEVEN)
APPROVE = ApproveTarget(**P)
FORM = Submit(**P, task="H1", lines=tuple(replace(line(), indicator=one.name) for one in SEVEN))
AGAIN = Resubmit(**P, task="H1", lines=FORM.lines)
BACK = ReturnForCorrection(**P, task="H1", level="FINANCE_SECTION", reason="再报")
PASS = passing("FINANCE_SECTION", "95")
LAST = passing("REGION")
OPINION = ConsultOnTarget(**P, opinion="可衡量", suggestions=("补满意度",))
PUBLISH = PublishTarget(**P, address="http://www.example.gov.cn/1")


def graded(story: Given) -> Given:
    return story.by(SECTION).when(GOOD).so_far.by(OFFICER)


def round_of_targets(story: Given) -> Given:
    return story.by(SECTION).when(DOWN).so_far.by(FILER).when(UP).so_far


@pytest.mark.clause("QM-10")
def test_targets_of_poverty_funds_are_approved_in_their_third_round() -> None:
    first = proposed(POOR, under="qiemo", indicators=SEVEN)
    graded(first).when(APPROVE).refused("现为第 1 轮", clause="QM-10")
    second = round_of_targets(first)
    graded(second).when(APPROVE).refused("现为第 2 轮", clause="QM-10")
    third = graded(round_of_targets(second)).when(APPROVE)
    assert third.one(TargetApproved).version == 1


def test_a_unit_changing_its_own_draft_makes_no_round() -> None:
    story = proposed(POOR, under="qiemo", indicators=SEVEN)
    for number in range(4):
        longer = (*SEVEN[1:], replace(ROADS, name=f"又{number}"))
        story = story.by(FILER).when(replace(UP, indicators=longer)).so_far
    graded(story).when(APPROVE).refused("现为第 1 轮", clause="QM-10")


@pytest.mark.parametrize("tag", [FundTag.DIRECT, FundTag.SPECIAL_TRANSFER])
def test_other_funds_need_one_round(tag: FundTag) -> None:
    story = graded(proposed(tag, under="qiemo"))
    assert story.when(APPROVE).one(TargetApproved).version == 1


def test_a_tag_added_on_the_way_asks_for_its_indicators_and_rounds() -> None:
    story = proposed(under="qiemo").by(SECTION)
    tagged = story.when(TagFunds(**P, tags=(POOR,), basis="文")).so_far
    graded(tagged).when(APPROVE).refused("不少于 7 条", clause="HJ-F1")


def above(story: Given) -> Given:
    """Pass the county and the prefecture; the region comes last."""
    return story.when(PASS).so_far.by(PREFECTURE).when(passing("PREFECTURE")).so_far.by(REGION)


def up(story: Given) -> Given:
    return story.by(FILER).when(AGAIN).so_far


@pytest.mark.clause("QM-10")
def test_a_task_of_poverty_funds_ends_in_its_third_round() -> None:
    """Example 21: round 2 is refused, after the third it ends."""
    first = issued(POOR, under="qiemo", indicators=SEVEN).when(FORM).so_far.by(SECTION)
    above(first).when(LAST).refused("现为第 1 轮", clause="QM-10")
    second = up(first.when(BACK).so_far).by(SECTION)
    above(second).when(LAST).refused("现为第 2 轮", clause="QM-10")
    third = up(second.when(BACK).so_far).by(SECTION)
    assert above(third).when(LAST).one(TaskFinalized).submission == 3


def test_taking_a_form_back_makes_no_round() -> None:
    story = issued(POOR, under="qiemo", indicators=SEVEN).when(FORM).so_far
    for _ in range(3):
        story = story.by(FILER).when(Withdraw(**P, task="H1")).so_far.when(FORM).so_far
    above(story.by(SECTION)).when(LAST).refused("现为第 1 轮", clause="QM-10")


def test_a_task_says_how_many_rounds_it_needs() -> None:
    story = approved(POOR, under="qiemo", indicators=SEVEN).by(OFFICER).at(day(7, 1))
    assert story.when(IssueTask(**P, period="H1")).one(TaskIssued).min_rounds == 3
    other = approved(under="qiemo").by(OFFICER).at(day(7, 1))
    assert other.when(IssueTask(**P, period="H1")).one(TaskIssued).min_rounds == 0


@pytest.mark.clause("QM-03")
def test_third_parties_give_counted_opinions_that_bind_nobody() -> None:
    story = proposed(under="qiemo").by(EXPERT)
    for number in (1, 2, 3):
        story = story.when(OPINION).then(
            TargetConsulted(
                number=number,
                planned=3,
                institution="T01",
                opinion="可衡量",
                suggestions=("补满意度",),
            )
        )
    assert story.state.targets.consultations == 3
    assert graded(proposed(under="qiemo")).when(APPROVE).facts
    assert approved(under="qiemo").by(EXPERT).when(OPINION).facts
    registered().by(EXPERT).when(OPINION).refused("没有可会审", clause="QM-03")
    proposed().by(OFFICER).when(OPINION).refused("须由第三方机构专家", clause="QM-03")


@pytest.mark.clause("QM-15")
def test_targets_in_force_are_published_with_address_and_day() -> None:
    published = TargetPublished(
        version=1, address=PUBLISH.address, on=date(2021, 1, 10), with_draft_budget=True
    )
    story = approved().by(OFFICER)
    after = story.when(replace(PUBLISH, with_draft_budget=True)).then(published)
    after.when(PUBLISH).nothing()
    assert after.when(replace(PUBLISH, address="政府公报")).facts
    proposed().by(OFFICER).when(PUBLISH).refused("尚未批复，不能公开", clause="HL-13")
    story.when(replace(PUBLISH, on=date(2021, 1, 11))).refused("晚于今天")


PLANNED = replace(ROADS, final_value=Decimal(300), period_plan={"H1": Decimal(40)})


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"final_value": Decimal(99)}, "完成时指标值 99 小于年度指标值 100"),
        ({"period_plan": {"H1": Decimal(101)}}, "H1 计划值 101 大于年度指标值 100"),
        ({"period_plan": {"Q3": Decimal(39), "H1": Decimal(40)}}, "Q3 的 39 不能小于 H1 的 40"),
        ({"period_plan": {"Q1": Decimal(9), "Q4": Decimal(8)}}, "Q4 的 8 不能小于 Q1 的 9"),
    ],
)
def test_values_of_periods_year_and_end_fit_together(
    changes: dict[str, object], fault: str
) -> None:
    command = replace(UP, indicators=(replace(PLANNED, **changes),))
    registered().when(command).refused(fault, clause="HJ-F1")


@pytest.mark.parametrize(
    "indicator",
    [
        PLANNED,
        replace(PLANNED, period_plan={"H1": Decimal(40), "Q3": Decimal(40), "Q4": Decimal(100)}),
        replace(PLANNED, period_plan={"开工": Decimal(50), "H1": Decimal(1)}),
        replace(PLANNED, direction=Direction.AT_MOST, final_value=Decimal(1)),
        replace(PLANNED, direction=Direction.AT_MOST, period_plan={"H1": Decimal(120)}),
    ],
)
def test_plans_that_grow_up_to_the_year_are_taken(indicator: object) -> None:
    assert registered().when(replace(UP, indicators=(indicator,))).facts


def test_reviewers_do_not_stand_in_for_rounds() -> None:
    first = issued(POOR, under="qiemo", indicators=SEVEN).when(FORM).so_far
    first.by(REVIEWER).when(PASS).refused("须由")
