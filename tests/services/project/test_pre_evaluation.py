"""Pre-evaluation and the request for money: the floor, the occasion, the five dimensions."""

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from events.budget import BudgetRequested
from events.pre_evaluation import (
    DimensionFinding,
    PreEvaluationConcluded,
    PreEvaluationReported,
    PreEvaluationReviewed,
    PreEvaluationStarted,
)
from events.targets import AdjustmentProposed, TargetSet
from events.terms import Cause, Conclusion, Dimension, Stage, TargetGrade, Trigger
from services.decision import Actor
from services.project.adjustment import ReturnAdjustment
from services.project.budgeting import RequestBudget
from services.project.disposition import SuspendProject
from services.project.pre_evaluation import (
    ConcludePreEvaluation,
    ReviewPreEvaluation,
    StartPreEvaluation,
    SubmitPreEvaluationReport,
)
from services.project.targets import ReviewTarget
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
from tests.services.project.stories import (
    ROADS,
    approved,
    proposed,
    registered,
)

FLOOR = 500_000_000
START = StartPreEvaluation(**P, trigger=Trigger.NEW, amount_fen=FLOOR)
FINDINGS = tuple(DimensionFinding(dimension=one, finding="充分") for one in Dimension)
REPORT = SubmitPreEvaluationReport(**P, findings=FINDINGS)
REVIEW = ReviewPreEvaluation(**P, opinion="可行")
SUPPORT = ConcludePreEvaluation(**P, conclusion=Conclusion.SUPPORT)
REQUEST = RequestBudget(**P, amount_fen=FLOOR, trigger=Trigger.NEW)
MORE = RequestBudget(
    **P, request="2", amount_fen=100, trigger=Trigger.CHANGE_OR_INCREASE, additional=True
)


def reported(story: Given) -> Given:
    return story.when(START).so_far.when(REPORT).so_far


def concluded(story: Given, conclusion: Conclusion = Conclusion.SUPPORT) -> Given:
    reviewed = reported(story).by(SECTION).when(REVIEW).so_far
    end = replace(SUPPORT, conclusion=conclusion)
    return reviewed.by(OFFICER).when(end).so_far.by(FILER)


@pytest.mark.clause("HL-03", "QM-05")
def test_a_pre_evaluation_goes_from_start_to_conclusion() -> None:
    story = (
        registered()
        .when(START)
        .then(
            PreEvaluationStarted(
                evaluation="E1",
                trigger=Trigger.NEW,
                amount_fen=FLOOR,
                required=True,
                edition="hailin@2021-01-01",
            )
        )
    )
    story.when(START).nothing()
    assert story.state.stage is Stage.PROPOSED
    story = story.when(REPORT).then(
        PreEvaluationReported(evaluation="E1", submitter="filer", findings=FINDINGS)
    )
    story.when(REPORT).nothing()
    story = (
        story.by(SECTION).when(REVIEW).then(PreEvaluationReviewed(evaluation="E1", opinion="可行"))
    )
    story.when(REVIEW).nothing()
    story = story.when(SUPPORT).then(
        PreEvaluationConcluded(evaluation="E1", conclusion=Conclusion.SUPPORT)
    )
    story.when(SUPPORT).nothing()
    assert story.state.stage is Stage.ELIGIBLE


@pytest.mark.clause("QM-05")
@pytest.mark.parametrize("missing", Dimension, ids=str)
def test_the_report_has_all_five_dimensions(missing: Dimension) -> None:
    started = registered(under="qiemo").when(START).so_far
    four = tuple(one for one in FINDINGS if one.dimension is not missing)
    started.when(replace(REPORT, findings=four)).refused(f"{missing.zh}未填", clause="QM-05")
    blank = (*four, DimensionFinding(dimension=missing, finding=" "))
    started.when(replace(REPORT, findings=blank)).refused(f"{missing.zh}未填", clause="QM-05")
    twice = (*FINDINGS, DimensionFinding(dimension=missing, finding="又"))
    started.when(replace(REPORT, findings=twice)).refused(f"{missing.zh}重复", clause="QM-05")


def test_steps_are_taken_in_order_and_by_other_people() -> None:
    registered().when(REPORT).refused("尚未启动", clause="HL-03")
    started = registered().when(START).so_far
    started.by(SECTION).when(REVIEW).refused("尚未报送")
    started.by(SECTION).when(SUPPORT).refused("尚未报送")
    told = reported(registered())
    told.by(SECTION).when(SUPPORT).refused("尚未审核", clause="HL-03")
    told.by(FILER).when(REVIEW).refused("须由", clause="HL-03")
    own = Actor(id="filer", role=SECTION.role, org="F01")
    told.by(own).when(REVIEW).refused("报送人不能审核自己")
    changed = (replace(FINDINGS[0], finding="改"), *FINDINGS[1:])
    again = told.by(SECTION).when(REVIEW).so_far.by(FILER)
    again = again.when(replace(REPORT, findings=changed)).so_far
    again.by(SECTION).when(SUPPORT).refused("尚未审核", clause="HL-03")
    done = concluded(registered())
    done.when(replace(REPORT, findings=changed)).refused("已形成结论（予以支持）")
    done.by(SECTION).when(replace(REVIEW, opinion="再议")).refused("已形成结论")
    other = replace(SUPPORT, conclusion=Conclusion.NOT_SUPPORTED)
    done.by(OFFICER).when(other).refused("已形成结论")
    told.when(replace(START, amount_fen=1)).refused("E1 尚未形成结论", clause="HL-03")


def test_what_was_not_supported_can_be_evaluated_again() -> None:
    refused = concluded(registered(), Conclusion.NOT_SUPPORTED)
    again = refused.when(START)
    assert again.one(PreEvaluationStarted).evaluation == "E2"
    better = concluded(refused)
    assert better.state.pre_evaluations.supporting(Trigger.NEW, FLOOR) == "E2"


@pytest.mark.clause("HL-03")
@pytest.mark.parametrize("trigger", Trigger, ids=str)
def test_from_five_million_on_no_money_is_asked_for_without_support(trigger: Trigger) -> None:
    story = proposed().by(FILER)
    asked = replace(REQUEST, trigger=trigger)
    story.when(asked).refused("5000000.00 元须先有", clause="HL-03")
    below = story.when(replace(asked, amount_fen=FLOOR - 1)).one(BudgetRequested)
    assert (below.amount_fen, below.evaluation) == (499_999_999, "")
    unknown = story.when(replace(asked, trigger=None)).one(BudgetRequested)
    assert unknown.evaluation == ""


@pytest.mark.clause("HL-03")
@pytest.mark.parametrize(
    ("conclusion", "supported"),
    [
        (Conclusion.SUPPORT, True),
        (Conclusion.SUPPORT_AFTER_CHANGE, True),
        (Conclusion.NOT_SUPPORTED, False),
    ],
)
def test_only_a_conclusion_in_favour_lets_money_be_asked_for(
    conclusion: Conclusion, *, supported: bool
) -> None:
    answer = concluded(proposed().by(FILER), conclusion).when(REQUEST)
    if supported:
        assert answer.one(BudgetRequested).evaluation == "E1"
        answer.so_far.when(REQUEST).nothing()
    else:
        answer.refused("须先有予以支持的事前绩效评估结论", clause="HL-03")


def test_support_covers_its_occasion_and_its_amount() -> None:
    story = concluded(proposed().by(FILER))
    story.when(replace(REQUEST, amount_fen=FLOOR + 1)).refused("须先有", clause="HL-03")
    story.when(replace(REQUEST, trigger=Trigger.CONTINUATION)).refused("须先有", clause="HL-03")


@settings(max_examples=50, deadline=None)
@for_all(st.lists(st.integers(1, 2 * FLOOR), min_size=1, max_size=4))
def test_a_wish_split_in_parts_is_as_large_as_the_whole(parts: list[int]) -> None:
    story, asked = proposed().by(FILER), 0
    for number, part in enumerate(parts):
        answer = story.when(replace(REQUEST, request=f"R{number}", amount_fen=part))
        if asked + part >= FLOOR:
            answer.refused("须先有", clause="HL-03")
        else:
            story, asked = answer.so_far, asked + part


def test_a_changed_request_replaces_the_one_of_the_same_name() -> None:
    story = proposed().by(FILER).when(replace(REQUEST, amount_fen=FLOOR - 1)).so_far
    less = story.when(replace(REQUEST, amount_fen=FLOOR - 2)).one(BudgetRequested)
    assert less.amount_fen == FLOOR - 2


@pytest.mark.clause("QM-05")
def test_where_no_floor_is_known_the_occasion_decides() -> None:
    story = proposed(under="qiemo").by(FILER)
    story.when(replace(REQUEST, amount_fen=1)).refused("须先有", clause="QM-05")
    other = replace(REQUEST, trigger=Trigger.CHANGE_OR_INCREASE)
    assert story.when(other).one(BudgetRequested).evaluation == ""


def test_places_that_know_no_pre_evaluation_ask_for_none() -> None:
    for place in ("lingyuan", "hanggin"):
        story = proposed(under=place).by(FILER)
        assert story.when(REQUEST).one(BudgetRequested).evaluation == ""


@pytest.mark.clause("HL-04")
def test_targets_come_before_the_budget() -> None:
    small = replace(REQUEST, amount_fen=100)
    registered().when(small).refused("前置条件", clause="HL-04")
    filed = registered().when(replace(small, overall_objective="修路", indicators=(ROADS,)))
    assert filed.one(TargetSet).indicators == (ROADS,)
    registered().when(replace(small, indicators=(ROADS,))).refused("年度总体目标", clause="HJ-F1")


@pytest.mark.clause("HL-04")
def test_targets_graded_poor_lead_to_no_budget() -> None:
    """财预〔2015〕88号: 差 does not enter budgeting, and neither does additional money with it."""
    small = replace(REQUEST, amount_fen=100)
    poor = proposed().by(SECTION).when(ReviewTarget(**P, grade=TargetGrade.POOR)).so_far.by(FILER)
    for asked in (small, MORE):
        poor.when(asked).refused("审核结果为“差”", clause="HL-04")
    other = replace(small, overall_objective="修路", indicators=(replace(ROADS, name="桥"),))
    assert poor.when(other).all(BudgetRequested)
    fair = proposed().by(SECTION).when(ReviewTarget(**P, grade=TargetGrade.FAIR)).so_far
    assert fair.by(FILER).when(small).all(BudgetRequested)


@pytest.mark.clause("HL-04", "LY-21")
def test_additional_money_brings_its_targets_along() -> None:
    story = approved()
    story.when(MORE).refused("须同时编报绩效目标", clause="HL-04")
    longer = (replace(ROADS, annual_value=ROADS.annual_value),)
    bare = replace(MORE, indicators=longer)
    story.when(bare).refused("须填原因及依据", clause="HJ-F3")
    answer = story.when(replace(bare, reason="追加", basis="预指1号"))
    assert answer.one(AdjustmentProposed).cause is Cause.ADDITIONAL_BUDGET
    answer.so_far.when(replace(bare, reason="追加", basis="预指1号")).nothing()
    third = replace(MORE, request="3")
    assert answer.so_far.when(third).one(BudgetRequested).additional
    back = ReturnAdjustment(**P, adjustment="ADDITIONAL", reason="依据不足")
    returned = answer.so_far.by(REVIEWER).when(back).so_far.by(FILER)
    returned.when(third).refused("须同时编报绩效目标", clause="HL-04")
    anew = returned.when(replace(bare, request="3", reason="追加", basis="预指2号"))
    assert anew.one(AdjustmentProposed).basis == "预指2号"


@pytest.mark.parametrize("place", ["lingyuan", "hanggin", "qiemo"])
def test_places_whose_papers_are_silent_ask_for_no_targets_first(place: str) -> None:
    small = replace(REQUEST, amount_fen=100, trigger=None)
    assert registered(under=place).when(small).one(BudgetRequested).amount_fen == 100
    assert approved(under=place).when(MORE).one(BudgetRequested).additional


@pytest.mark.clause("HL-03")
def test_the_floor_and_what_it_includes_are_the_edition_s() -> None:
    law = proposed().law
    asked = proposed().by(FILER).at(day(2, 1))
    above = amended(law, day(1, 1), pre_evaluation__floor_inclusive=False)
    assert asked.under(above).when(REQUEST).one(BudgetRequested).amount_fen == FLOOR
    over = replace(REQUEST, amount_fen=FLOOR + 1)
    asked.under(above).when(over).refused("须先有", clause="HL-03")
    lower = amended(law, day(1, 1), pre_evaluation__floor_fen=100)
    asked.under(lower).when(replace(REQUEST, amount_fen=100)).refused("须先有", clause="HL-03")
    below = asked.under(lower).when(replace(REQUEST, amount_fen=99)).one(BudgetRequested)
    assert below.evaluation == ""


def test_additional_money_is_an_increase_even_when_nobody_says_so() -> None:
    story = proposed().by(FILER)
    large = replace(MORE, trigger=None, amount_fen=FLOOR)
    story.when(large).refused("调整、变更或追加", clause="HL-03")


def test_a_suspended_project_and_a_past_year_ask_for_nothing() -> None:
    small = replace(REQUEST, amount_fen=1)
    stopped = (
        proposed().by(CHIEF).when(SuspendProject(**P, cause=Cause.SERIOUS, reason="停")).so_far
    )
    stopped.by(FILER).when(small).refused("已暂停实施")
    proposed().at(day(1, 1, 0, year=2022)).when(small).refused("预算年度已结束")
