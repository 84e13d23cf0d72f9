"""What is looked at besides the form: the focus of a review, the six items, third parties."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.accountability import ViolationSuspected
from events.inspection import Checked, ExtendedCheckRecorded, ThirdPartyOpinionGiven
from events.judgement import FocusFinding, Judgement
from events.monitoring import SubmissionReturned, SubmissionReviewed, TaskIssued
from events.terms import (
    Answer,
    Aspect,
    CheckItem,
    Focus,
    FocusPoint,
    Method,
    MonitoringKind,
    Violation,
)
from services.decision import Actor
from services.project.inspection import FOCUS, GiveOpinion, RecordExtendedCheck
from services.project.monitoring import IssueTask, WaiveTask
from services.project.registration import RegisterProject
from services.project.review import ReturnForCorrection
from services.project.submission import Withdraw
from tests.services.project.given import (
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import (
    finalized,
    form,
    issued,
    noticed,
    passing,
    registration,
    submitted,
)


def found(point: FocusPoint, finding: str = "见底稿") -> FocusFinding:
    return FocusFinding(point=point, found=True, finding=finding)


def clear(point: FocusPoint) -> FocusFinding:
    return FocusFinding(point=point, found=False)


def reviewing() -> Given:
    return submitted().at(day(7, 21)).by(REVIEWER)


@pytest.mark.clause("LY-08", "LY-09", "LY-10", "HJ-15")
def test_every_point_of_the_three_sides_has_its_place() -> None:
    assert {point for points in FOCUS.values() for point in points} == set(FocusPoint)
    assert [len(FOCUS[side]) for side in Focus] == [3, 5, 2]


@pytest.mark.clause("LY-08", "LY-10", "HJ-15")
def test_a_review_says_what_it_looked_at() -> None:
    focus = (found(FocusPoint.CARRYOVER_LARGE), clear(FocusPoint.EFFECT_MISSED))
    review = reviewing().when(replace(passing(), focus=focus))
    assert review.one(SubmissionReviewed).focus == focus
    assert review.all(ViolationSuspected) == []


@pytest.mark.clause("LY-09", "HJ-15")
@pytest.mark.parametrize("violation", [*Violation][:4], ids=str)
def test_a_breach_that_was_found_is_a_clue(violation: Violation) -> None:
    breach = found(FocusPoint[violation.name], "无预算列支 3 万元")
    passed = reviewing().when(replace(passing(), focus=(breach,)))
    assert passed.one(ViolationSuspected).violation is violation
    back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="整改", focus=(breach,))
    returned = reviewing().when(back)
    assert returned.one(SubmissionReturned).focus == (breach,)
    assert returned.one(ViolationSuspected).evidence == "审核发现：无预算列支 3 万元"


@pytest.mark.clause("LY-09")
def test_two_breaches_are_two_clues_with_names_of_their_own() -> None:
    both = (found(FocusPoint.NO_BUDGET), found(FocusPoint.DIVERSION))
    review = reviewing().when(replace(passing(), focus=both))
    assert [fact.case for fact in review.all(ViolationSuspected)] == ["A1", "A2"]


@pytest.mark.clause("LY-08")
def test_a_finding_is_explained_and_said_once() -> None:
    wordless = replace(passing(), focus=(found(FocusPoint.SETTING_CHANGED, " "),))
    reviewing().when(wordless).refused("发现执行环境发生重大变化，须说明情况", clause="LY-08")
    twice = (clear(FocusPoint.NO_BUDGET), found(FocusPoint.NO_BUDGET))
    reviewing().when(replace(passing(), focus=twice)).refused("重复填写", clause="LY-08")


@pytest.mark.clause("LY-08", "LY-09", "LY-10")
def test_where_the_policy_asks_for_it_the_scoring_level_answers_every_point() -> None:
    law = amended(law_of("hailin"), day(1, 2), monitoring__focus_required=True)
    story = submitted(law=law).at(day(7, 21)).by(REVIEWER).when(passing()).so_far.by(SECTION)
    score = passing("FINANCE_SECTION", "95")
    story.when(score).refused("有效性监控未填：执行与绩效目标不一致", clause="LY-08")
    whole = tuple(clear(point) for point in FocusPoint)
    assert story.when(replace(score, focus=whole)).one(SubmissionReviewed).focus == whole


SIX = tuple(Checked(item=item, answer=Answer.YES, finding="资料齐全") for item in CheckItem)
CHECK = RecordExtendedCheck(**P, task="H1-EXTENDED", items=SIX, progress="完成六成", trend="向好")


def extended() -> Given:
    issue = IssueTask(**P, period="H1", kind=MonitoringKind.EXTENDED)
    return issued().by(SECTION).when(issue).so_far


@pytest.mark.clause("LY-05", "HJ-13")
def test_an_extended_check_answers_all_six_items() -> None:
    fact = extended().when(CHECK).one(ExtendedCheckRecorded)
    assert (fact.items, fact.trend, fact.on) == (SIX, "向好", date(2021, 7, 5))
    missing = replace(CHECK, items=SIX[1:])
    extended().when(missing).refused("政府采购未核查", clause="LY-05")
    twice = replace(CHECK, items=(*SIX, SIX[0]))
    extended().when(twice).refused("政府采购重复核查", clause="LY-05")
    silent = replace(SIX[4], answer=Answer.NOT_APPLICABLE, finding="")
    extended().when(replace(CHECK, items=(*SIX[:4], silent, SIX[5]))).refused(
        "资产管理须填核查情况", clause="LY-05"
    )


@pytest.mark.clause("LY-05")
def test_only_an_extended_task_is_checked_and_only_by_those_who_check() -> None:
    issued().by(SECTION).when(replace(CHECK, task="H1")).refused("不是绩效延伸", clause="LY-05")
    extended().by(FILER).when(CHECK).refused("登记延伸监控核查须由", clause="LY-05")
    waived = extended().when(WaiveTask(**P, task="H1-EXTENDED", reason="并入")).so_far
    waived.when(CHECK).refused("已免于填报", clause="LY-05")


@pytest.mark.clause("LY-05")
def test_an_extended_task_ends_with_its_check() -> None:
    story = extended().by(FILER).when(form(task="H1-EXTENDED")).so_far.at(day(7, 21))
    story = story.by(REVIEWER).when(passing(task="H1-EXTENDED")).so_far.by(SECTION)
    last = passing("FINANCE_SECTION", "95", task="H1-EXTENDED")
    story.when(last).refused("须先完成六项核查", clause="LY-05")
    done = story.when(CHECK).so_far.when(last).so_far
    assert done.state.monitoring.task("H1-EXTENDED").status == "FINALIZED"


@pytest.mark.clause("LY-07", "HJ-14")
def test_a_review_says_by_which_methods_and_judges_the_four_aspects() -> None:
    judged = tuple(Judgement(aspect=one, finding=f"{one.zh}较好") for one in Aspect)
    review = replace(passing(), methods=tuple(Method), judgements=judged)
    story = submitted().at(day(7, 21)).by(REVIEWER)
    fact = story.when(review).one(SubmissionReviewed)
    assert (fact.methods, fact.judgements) == (tuple(Method), judged)
    assert [method.zh for method in fact.methods] == [
        *("数据核查", "实地查验", "系统监测", "解释说明"),
    ]
    back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="改", judgements=judged)
    assert story.when(back).one(SubmissionReturned).judgements == judged
    twice = replace(review, methods=(Method.DATA_CHECK,) * 2, judgements=(judged[0],) * 2)
    story.when(twice).refused("数据核查重复填写；目标完成重复填写", clause="LY-07")
    silent = replace(review, judgements=(replace(judged[3], finding=" "),))
    story.when(silent).refused("资金管理须填评判意见", clause="LY-07")


TRACK = IssueTask(**P, period="H1", kind=MonitoringKind.KEY_TRACKING)


@pytest.mark.clause("HJ-18")
def test_a_project_far_off_its_target_is_tracked() -> None:
    finalized(actual="60").by(SECTION).when(TRACK).refused("须说明原因", clause="HJ-18")
    warned = finalized(actual="71").by(SECTION).when(TRACK).one(TaskIssued)
    assert warned.task == "H1-KEY_TRACKING"
    assert noticed().by(SECTION).when(TRACK).all(TaskIssued)
    reasoned = replace(TRACK, reason="效果较差")
    fact = finalized(actual="60").by(SECTION).when(reasoned).one(TaskIssued)
    assert fact.reason == "效果较差"


OPINION = GiveOpinion(
    **P, task="H1", institution="某咨询", opinion="数据可信", suggested_score=Decimal(88)
)


@pytest.mark.clause("QM-03")
def test_a_third_party_gives_an_opinion_and_passes_nothing() -> None:
    story = submitted().by(EXPERT)
    given = story.when(OPINION)
    assert given.one(ThirdPartyOpinionGiven).submission == 1
    assert given.so_far.state.monitoring.task("H1").passed == frozenset()
    story.when(passing()).refused("审核须由主管部门审核人办理")


def test_an_opinion_is_an_experts_about_something_handed_in() -> None:
    submitted().by(SECTION).when(OPINION).refused("提出第三方意见须由")
    issued().by(EXPERT).when(OPINION).refused("尚未报送")
    withdrawn = submitted().when(Withdraw(**P, task="H1")).so_far
    withdrawn.by(EXPERT).when(OPINION).refused("尚未报送")
    for wrong in ("100.01", "-1", "NaN"):
        high = replace(OPINION, suggested_score=Decimal(wrong))
        submitted().by(EXPERT).when(high).refused("建议得分须在 0 至 100 之间")


@pytest.mark.clause("LY-12", "LY-16")
def test_a_section_reviews_only_what_belongs_to_it() -> None:
    register: RegisterProject = replace(registration(), section="F01")
    history = submitted().facts
    [first, *rest] = history
    owned = replace(first, section=register.section)
    story = replace_facts(submitted(), (owned, *rest)).at(day(7, 21))
    story = story.by(REVIEWER).when(passing()).so_far
    other = Actor(id="section-2", role=SECTION.role, org="F09")
    score = passing("FINANCE_SECTION", "95")
    story.by(other).when(score).refused("归口科室 F01 的项目不能由 F09 办理", clause="HJ-03")
    assert story.by(SECTION).when(score).all(SubmissionReviewed)
    assert OFFICER.org != SECTION.org


def replace_facts(story: Given, facts: tuple[object, ...]) -> Given:
    return Given(facts, story.law, story.actor, story.instant)  # type: ignore[arg-type]  # facts
