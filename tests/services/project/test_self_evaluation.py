"""Self-evaluations of poverty funds: up and down three times, looked at from above (QM-10)."""

import pytest
from msgspec.structs import replace

from events.evaluation import EvaluationConcluded, EvaluationReturned, EvaluationStarted
from events.targets import TargetReturned, TargetReviewed
from events.terms import EvaluationKind, FundTag, TargetGrade
from services.decision import Actor
from services.project.evaluation import (
    ConcludeEvaluation,
    RecordFeedback,
    StartEvaluation,
    SubmitSelfEvaluation,
)
from services.project.monitoring import IssueTask
from services.project.self_evaluation import ReturnSelfEvaluation
from services.project.standing import TagFunds
from services.project.targets import ReturnTarget, ReviewTarget
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
from tests.services.project.stories import ROADS, approved, funded, line, proposed

POOR = FundTag.POVERTY_ALLEVIATION
SEVEN = tuple(replace(ROADS, name=f"道路{number}") for number in range(7))
START = StartEvaluation(**P, evaluation="E1", kind=EvaluationKind.SELF)
UP = SubmitSelfEvaluation(
    **P, evaluation="E1", lines=tuple(replace(line(), indicator=one.name) for one in SEVEN)
)
DOWN = ReturnSelfEvaluation(**P, evaluation="E1", reason="补充佐证")
ANSWER = RecordFeedback(**P, evaluation="E1", opinion="属实")
CONCLUDE = ConcludeEvaluation(**P, evaluation="E1")


def begun(*tags: FundTag) -> Given:
    story = funded(approved(*tags, under="qiemo", indicators=SEVEN)).by(FILER).at(day(12, 20))
    return story.when(START).so_far


def answered(story: Given) -> Given:
    return story.by(REVIEWER).when(ANSWER).so_far.by(SECTION)


@pytest.mark.clause("QM-10")
def test_it_is_graded_in_its_third_round_also_with_the_same_figures() -> None:
    story = begun(POOR)
    assert [one.min_rounds for one in story.facts if isinstance(one, EvaluationStarted)] == [3]
    story = story.when(UP).so_far
    answered(story).when(CONCLUDE).refused("现为第 1 轮", clause="QM-10")
    second = answered(story).by(PREFECTURE).when(DOWN).so_far
    second.when(DOWN).nothing()
    second.by(REVIEWER).when(ANSWER).refused("尚未打分", clause="HL-09")
    second = second.by(FILER).when(UP).so_far
    answered(second).when(CONCLUDE).refused("现为第 2 轮", clause="QM-10")
    third = second.by(REGION).when(DOWN).so_far.by(FILER).when(UP).so_far
    done = answered(third).when(CONCLUDE)
    assert done.all(EvaluationConcluded)
    done.so_far.when(DOWN).refused("已经定级", clause="HL-09")


@pytest.mark.parametrize("tag", [FundTag.DIRECT, FundTag.SPECIAL_TRANSFER])
def test_other_funds_are_graded_in_the_first_and_returned_at_will(tag: FundTag) -> None:
    story = begun(tag).when(UP).so_far
    assert answered(story).when(CONCLUDE).all(EvaluationConcluded)
    for actor in (REVIEWER, SECTION, OFFICER):
        assert story.by(actor).when(DOWN).one(EvaluationReturned).reason == "补充佐证"
    story.by(PREFECTURE).when(DOWN).refused("须由主管部门审核人", clause="QM-10")


def test_nothing_is_returned_that_is_not_there_or_ones_own() -> None:
    begun(POOR).by(SECTION).when(DOWN).refused("尚未报送", clause="HL-09")
    handed_in = begun(POOR).when(UP).so_far
    handed_in.when(DOWN).refused("须由", clause="QM-10")
    handed_in.by(replace(SECTION, id=FILER.id)).when(DOWN).refused("不能退回自己的自评")
    stranger = replace(PREFECTURE, org="别州财政局")
    handed_in.by(stranger).when(DOWN).refused("不能由别州财政局办理", clause="QM-10")
    other = replace(START, evaluation="E2", kind=EvaluationKind.DEPARTMENT)
    story = handed_in.by(REVIEWER).when(other).so_far
    story.when(replace(DOWN, evaluation="E2")).refused("部门评价不能用", clause="HL-09")


@pytest.mark.clause("QM-10")
@pytest.mark.parametrize("actor", [PREFECTURE, REGION], ids=lambda one: one.org)
def test_those_above_look_at_the_targets_of_their_funds(actor: Actor) -> None:
    story = proposed(POOR, under="qiemo", indicators=SEVEN).by(actor)
    back = ReturnTarget(**P, reason="再议")
    grade = ReviewTarget(**P, grade=TargetGrade.FAIR)
    assert story.when(back).one(TargetReturned).reason == "再议"
    assert story.when(grade).one(TargetReviewed).reviewer == actor.id
    for other in (proposed(FundTag.DIRECT, under="qiemo"), proposed(POOR, indicators=SEVEN)):
        for command in (back, grade):
            other.by(actor).when(command).refused("须由财政业务科室审核人")
            other.by(EXPERT).when(command).refused("须由财政业务科室审核人")


@pytest.mark.clause("QM-10")
@pytest.mark.parametrize(("count", "enough"), [(6, False), (7, True)])
def test_a_tag_that_comes_later_asks_for_the_indicators_too(count: int, *, enough: bool) -> None:
    """Six are too few for a task and for a self-evaluation, seven are enough for both."""
    some = SEVEN[:count]
    story = funded(approved(under="qiemo", indicators=some)).by(SECTION).at(day(7, 1))
    story = story.when(TagFunds(**P, tags=(POOR,), basis="文")).so_far
    issue = story.by(OFFICER).when(IssueTask(**P, period="H1"))
    own = (
        story.by(FILER).at(day(12, 20)).when(START).so_far.when(replace(UP, lines=UP.lines[:count]))
    )
    if enough:
        assert issue.facts
        assert own.facts
    else:
        issue.refused("第 1 版：三级指标不少于 7 条，现有 6 条", clause="QM-10")
        own.refused("三级指标不少于 7 条，现有 6 条", clause="QM-10")
