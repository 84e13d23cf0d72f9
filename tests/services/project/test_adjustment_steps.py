"""An adjustment from step to step: unit, department, section, who writes it (domain 4.5)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from msgspec.structs import replace

from events.targets import (
    AdjustmentProposed,
    AdjustmentReturned,
    AdjustmentReviewed,
    TargetAdjusted,
)
from events.terms import FundTag, Role
from services.decision import Actor
from services.project.adjustment import ApproveAdjustment, ReviewAdjustment
from services.project.standing import TagFunds
from tests.services.project.given import (
    CHIEF,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    STRANGER,
    Given,
    P,
    amended,
    day,
    given,
    law_of,
)
from tests.services.project.stories import approved
from tests.services.project.test_adjustment import (
    APPROVE,
    ASK,
    MONEY,
    REJECT,
    RETURN,
    REVIEW,
    SHORTER,
    WITHDRAW,
    asked,
    looked_at,
    reviewed,
    written,
)

DEPARTMENT, FINANCE = Role.DEPT_REVIEWER, Role.FIN_SECTION_REVIEWER
CHAINS = {
    "lingyuan": (DEPARTMENT, FINANCE),
    "hanggin": (DEPARTMENT, FINANCE),
    "hailin": (DEPARTMENT, FINANCE),
    "qiemo": (FINANCE,),
}


@pytest.mark.clause("LY-11", "HJ-06", "HL-15")
def test_every_place_says_who_reviews_an_adjustment() -> None:
    for place, chain in CHAINS.items():
        assert {one.targets.adjustment_chain for one in law_of(place).editions} == {chain}


@pytest.mark.clause("HJ-06")
def test_the_department_reviews_first_and_once() -> None:
    asked().by(SECTION).when(REVIEW).refused("须先经主管部门审核人审核，不能越级", clause="HJ-06")
    fact = AdjustmentReviewed(adjustment="T1", opinion="属实", reviewer="reviewer", role=DEPARTMENT)
    after = asked().by(REVIEWER).when(REVIEW).then(fact)
    after.when(REVIEW).nothing()
    after.by(replace(REVIEWER, id="colleague")).when(REVIEW).nothing()
    assert after.state.targets.adjustments["T1"].reviews == (FINANCE,)
    asked().by(STRANGER).when(REVIEW).refused("不能由 D99 办理", clause="HJ-03")


@pytest.mark.parametrize("by", [SECTION, OFFICER, CHIEF], ids=lambda one: one.role)
def test_no_step_is_passed_over_by_a_refusal_or_a_return(by: Actor) -> None:
    asked().by(by).when(REJECT).refused("须先经主管部门审核人审核", clause="HJ-06")
    asked().by(by).when(RETURN).refused("须先经主管部门审核人审核", clause="HJ-06")


@pytest.mark.parametrize("by", [SECTION, OFFICER, CHIEF], ids=lambda one: one.role)
def test_after_the_last_step_finance_may_still_say_no(by: Actor) -> None:
    answer = replace(by, id="fourth")
    assert reviewed().by(answer).when(RETURN).one(AdjustmentReturned).role is by.role
    reviewed().by(REVIEWER).when(RETURN).refused("退回目标调整须由")


@pytest.mark.clause("HJ-F3")
@pytest.mark.parametrize(
    ("story", "by"),
    [(asked(), REVIEWER), (looked_at(), SECTION), (reviewed(), OFFICER)],
    ids=["department", "section", "writer"],
)
def test_what_was_returned_is_asked_for_anew_and_goes_through_every_step(
    story: Given, by: Actor
) -> None:
    fact = AdjustmentReturned(adjustment="T1", reason="缺依据", role=by.role)
    back = story.by(by).when(RETURN).then(fact)
    back.when(RETURN).nothing()
    back.by(REVIEWER).when(REVIEW).refused("已退回，待申请人修改后重新申请")
    back.by(OFFICER).when(APPROVE).refused("已退回，待申请人修改后重新申请")
    shorter = replace(ASK, indicators=(replace(SHORTER, annual_value=Decimal(70)),))
    again = back.by(FILER).when(shorter).so_far
    again.by(FILER).when(ASK).refused("目标调整申请 T1 已存在")
    again.by(OFFICER).when(APPROVE).refused("尚未经主管部门审核人审核", clause="LY-13")
    passed = again.by(REVIEWER).when(REVIEW).so_far.by(SECTION).when(REVIEW).so_far
    adjusted = passed.by(OFFICER).when(APPROVE).one(TargetAdjusted)
    assert adjusted.indicators[0].annual_value == Decimal(70)


def test_what_was_returned_can_be_taken_back_or_refused() -> None:
    back = asked().by(REVIEWER).when(RETURN).so_far
    back.by(FILER).when(WITHDRAW).so_far.when(ASK).refused("目标调整申请 T1 已存在")
    back.by(SECTION).when(REJECT).so_far.by(FILER).when(ASK).refused("已存在")
    back.by(REVIEWER).when(REJECT).refused("否决目标调整须由")


@pytest.mark.clause("HJ-F3")
def test_a_returned_adjustment_is_written_against_the_version_in_force_then() -> None:
    second = replace(ASK, adjustment="T2")
    back = asked().by(REVIEWER).when(RETURN).so_far.by(FILER).when(second).so_far
    review = ReviewAdjustment(**P, adjustment="T2")
    moved = back.by(REVIEWER).when(review).so_far.by(SECTION).when(review).so_far
    moved = moved.by(OFFICER).when(ApproveAdjustment(**P, adjustment="T2")).so_far.by(FILER)
    moved.when(replace(ASK, base_version=1)).refused("按第 1 版编写", clause="HJ-F3")
    assert moved.when(ASK).one(AdjustmentProposed).base_version == 2


def test_what_is_over_stays_so() -> None:
    refused = looked_at().by(SECTION).when(REJECT).so_far
    for over in (written(), asked().when(WITHDRAW).so_far, refused):
        over.by(SECTION).when(RETURN).refused("已办结")
        over.by(FILER).when(ASK).refused("目标调整申请 T1 已存在")


@pytest.mark.clause("LY-13")
def test_a_section_that_asks_needs_no_department() -> None:
    story = approved(under="lingyuan").by(SECTION).when(ASK)
    assert story.one(AdjustmentProposed).chain == (FINANCE,)
    own = approved().by(REVIEWER).when(ASK)
    assert own.one(AdjustmentProposed).chain == (DEPARTMENT, FINANCE)
    own.so_far.when(REVIEW).refused("申请人不能审核自己提出的目标调整")
    colleague = replace(REVIEWER, id="colleague")
    assert own.so_far.by(colleague).when(REVIEW).one(AdjustmentReviewed).role is DEPARTMENT


@pytest.mark.clause("QM-04")
def test_a_county_of_first_level_units_has_one_step() -> None:
    story = approved(under="qiemo").when(ASK).so_far
    story.by(REVIEWER).when(REVIEW).refused("审核目标调整须由", clause="LY-13")
    passed = story.by(SECTION).when(REVIEW).so_far
    assert passed.by(OFFICER).when(APPROVE).one(TargetAdjusted).version == 2


def test_an_amendment_changes_the_steps_of_later_requests_only() -> None:
    steps = {"targets__adjustment_chain": ["FIN_SECTION_REVIEWER"]}
    pinned = asked().under(amended(law_of("hailin"), day(1, 5), **steps))
    pinned.by(SECTION).when(REVIEW).refused("须先经主管部门审核人审核", clause="HJ-06")
    later = pinned.when(replace(ASK, adjustment="T2")).so_far
    review = ReviewAdjustment(**P, adjustment="T2")
    assert later.by(SECTION).when(review).one(AdjustmentReviewed).role is FINANCE


def before(*facts: AdjustmentReviewed) -> Given:
    """Write a history as it was before adjustments had steps."""
    *earlier, proposal = asked().facts
    assert isinstance(proposal, AdjustmentProposed)
    return given(*earlier, replace(proposal, chain=()), *facts)


@pytest.mark.parametrize("by", [SECTION, OFFICER, CHIEF], ids=lambda one: one.role)
def test_an_older_request_goes_on_as_it_began(by: Actor) -> None:
    fact = AdjustmentReviewed(adjustment="T1", opinion="属实", reviewer=by.id)
    after = before().by(by).when(REVIEW).then(fact)
    after.when(REVIEW).nothing()
    writer = replace(OFFICER, id="writer")
    assert after.by(writer).when(APPROVE).one(TargetAdjusted).version == 2
    before().by(REVIEWER).when(REVIEW).refused("审核目标调整须由", clause="LY-13")
    before().by(by).when(REJECT).so_far.by(writer).when(APPROVE).refused("已办结")
    before().by(writer).when(APPROVE).refused("尚未经业务科室审核", clause="LY-13")


def test_an_older_review_stays_one() -> None:
    old = before(AdjustmentReviewed(adjustment="T1", reviewer="section"))
    old.by(SECTION).when(APPROVE).refused("调整绩效目标须由", clause="LY-13")
    own = replace(OFFICER, id="section")
    old.by(own).when(APPROVE).refused("申请人和审核人不能批准自己经办的目标调整")
    assert old.by(OFFICER).when(APPROVE).one(TargetAdjusted).replaced_version == 1


@for_all(st.lists(st.sampled_from([REVIEWER, SECTION, OFFICER, CHIEF]), max_size=6))
def test_whatever_the_order_of_reviews_only_the_chain_leads_to_a_version(
    order: list[Actor],
) -> None:
    story, passed = asked(), list[Role]()
    for actor in order:
        answer = story.by(actor).when(REVIEW)
        if answer.refusal is None and answer.facts:
            passed.append(actor.role)
            story = answer.so_far
    assert passed == [DEPARTMENT, FINANCE][: len(passed)]
    answer = story.by(replace(OFFICER, id="writer")).when(APPROVE)
    assert (answer.refusal is None) == (passed == [DEPARTMENT, FINANCE])


@pytest.mark.clause("HJ-F3")
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"before_fen": -1}, "金额不能为负"),
        ({"after_fen": -1}, "金额不能为负"),
        ({"work": " "}, "须填具体工作任务"),
        ({"ends_on": date(2021, 2, 28)}, "早于起始日期"),
    ],
)
def test_a_line_of_money_says_what_it_is_for(changes: dict[str, object], why: str) -> None:
    wrong = replace(ASK, money=(MONEY, replace(MONEY, **changes)))
    approved().when(wrong).refused(why, clause="HJ-F3")


@pytest.mark.clause("QM-10")
def test_a_tag_that_came_since_asks_for_its_indicators_before_the_new_version() -> None:
    story = approved(under="qiemo").when(ASK).so_far.by(SECTION)
    story = story.when(TagFunds(**P, tags=(FundTag.POVERTY_ALLEVIATION,), basis="文")).so_far
    story = story.when(REVIEW).so_far.by(OFFICER)
    story.when(APPROVE).refused("三级指标不少于 7 条，现有 1 条", clause="HJ-F1")
