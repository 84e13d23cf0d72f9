"""Adjustments: 附件3, reviewed by a section, written by the performance section alone."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import MonitoringSubmitted
from events.targets import (
    AdjustmentProposed,
    AdjustmentRejected,
    AdjustmentReviewed,
    AdjustmentWithdrawn,
    MoneyLine,
    TargetAdjusted,
)
from events.terms import Cause, Role
from services.decision import Actor
from services.project.adjustment import (
    ApproveAdjustment,
    ProposeAdjustment,
    RejectAdjustment,
    ReturnAdjustment,
    ReviewAdjustment,
    WithdrawAdjustment,
)
from services.project.disposition import SuspendProject
from tests.services.project.given import (
    CHIEF,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
    day,
    given,
)
from tests.services.project.stories import ROADS, approved, form, issued, proposed

SHORTER = replace(ROADS, annual_value=Decimal(80))
MONEY = MoneyLine(
    work="路基",
    before_fen=100,
    after_fen=80,
    starts_on=date(2021, 3, 1),
    ends_on=date(2021, 3, 1),
)
ASK = ProposeAdjustment(
    **P,
    adjustment="T1",
    cause=Cause.TARGET_MISMATCH,
    reason="目标偏高",
    basis="会议纪要",
    indicators=(SHORTER,),
    money=(MONEY,),
    task="H1",
)
REVIEW = ReviewAdjustment(**P, adjustment="T1", opinion="属实")
APPROVE = ApproveAdjustment(**P, adjustment="T1")
RETURN = ReturnAdjustment(**P, adjustment="T1", reason="缺依据")
REJECT = RejectAdjustment(**P, adjustment="T1", reason="不属实")
WITHDRAW = WithdrawAdjustment(**P, adjustment="T1")


def asked() -> Given:
    return approved().about("事项1").when(ASK).so_far.about("")


def looked_at() -> Given:
    return asked().by(REVIEWER).when(REVIEW).so_far


def reviewed() -> Given:
    return looked_at().by(SECTION).when(REVIEW).so_far


def written() -> Given:
    return reviewed().by(OFFICER).when(APPROVE).so_far


@pytest.mark.clause("HJ-F3")
def test_a_unit_asks_with_reason_and_basis() -> None:
    approved().about("事项1").when(ASK).then(
        AdjustmentProposed(
            adjustment="T1",
            cause=Cause.TARGET_MISMATCH,
            reason="目标偏高",
            basis="会议纪要",
            indicators=(SHORTER,),
            money=(MONEY,),
            correlation="事项1",
            task="H1",
            proposer="filer",
            base_version=1,
            chain=(Role.DEPT_REVIEWER, Role.FIN_SECTION_REVIEWER),
        )
    )


def test_a_section_reviews_once() -> None:
    story = looked_at().by(SECTION)
    fact = AdjustmentReviewed(
        adjustment="T1", opinion="属实", reviewer="section", role=Role.FIN_SECTION_REVIEWER
    )
    after = story.when(REVIEW).then(fact)
    after.when(REVIEW).nothing()


def test_the_performance_section_writes_a_new_version_once() -> None:
    fact = TargetAdjusted(
        adjustment="T1",
        cause=Cause.TARGET_MISMATCH,
        version=2,
        replaced_version=1,
        indicators=(SHORTER,),
        correlation="事项1",
        edition="hailin@2021-01-01",
        effective_on=date(2021, 1, 10),
    )
    after = reviewed().by(OFFICER).when(APPROVE).then(fact)
    after.when(APPROVE).nothing()
    assert after.state.targets.versions == ((ROADS,), (SHORTER,))


@pytest.mark.parametrize("other", [SECTION, CHIEF, REVIEWER, FILER], ids=lambda one: one.role)
@pytest.mark.clause("LY-13")
def test_nobody_else_writes_targets(other: Actor) -> None:
    reviewed().by(other).when(APPROVE).refused("调整绩效目标须由绩效管理科", clause="LY-13")


def test_an_adjustment_is_not_written_before_its_review() -> None:
    asked().by(OFFICER).when(APPROVE).refused("尚未经主管部门审核人审核", clause="LY-13")
    looked_at().by(OFFICER).when(APPROVE).refused("尚未经财政业务科室审核人", clause="LY-13")


@pytest.mark.parametrize("other", [FILER, OFFICER, CHIEF], ids=lambda one: one.role)
def test_only_whose_step_it_is_reviews(other: Actor) -> None:
    for story in (asked(), looked_at()):
        story.by(other).when(REVIEW).refused("审核目标调整须由", clause="LY-13")


def test_a_unit_refuses_and_returns_nothing() -> None:
    for story in (asked(), looked_at(), reviewed()):
        story.by(FILER).when(REJECT).refused("否决目标调整须由")
        story.by(FILER).when(RETURN).refused("退回目标调整须由")


def test_finance_rejects_with_a_reason() -> None:
    fact = AdjustmentRejected(adjustment="T1", reason="不属实")
    rejected = looked_at().by(SECTION).when(REJECT).then(fact)
    rejected.by(OFFICER).when(APPROVE).refused("已办结（否决目标调整）")
    rejected.when(REJECT).refused("已办结")


def test_a_unit_withdraws_before_it_is_decided() -> None:
    withdrawn = asked().when(WITHDRAW).then(AdjustmentWithdrawn(adjustment="T1"))
    withdrawn.when(WITHDRAW).refused("已办结（撤回目标调整）")
    withdrawn.by(SECTION).when(REVIEW).refused("已办结")


def test_what_is_written_cannot_be_taken_back() -> None:
    written().by(FILER).when(WITHDRAW).refused("已办结（调整绩效目标）")


@pytest.mark.clause("LY-13")
def test_four_people_make_an_adjustment() -> None:
    """Who asks neither reviews, returns, rejects nor writes; who passes a step does no other."""
    asker = replace(REVIEWER, id=FILER.id)
    asked().by(asker).when(REVIEW).refused("申请人不能审核自己提出的目标调整")
    asked().by(asker).when(RETURN).refused("申请人不能退回自己提出的目标调整")
    asked().by(asker).when(REJECT).refused("申请人不能否决自己提出的目标调整")
    both = replace(SECTION, id=REVIEWER.id)
    looked_at().by(both).when(REVIEW).refused("同一人不能审核一项目标调整的两个环节")
    for one in (FILER, REVIEWER, SECTION):
        answer = reviewed().by(replace(OFFICER, id=one.id)).when(APPROVE)
        answer.refused("申请人和审核人不能批准自己经办的目标调整")


@pytest.mark.clause("LY-13")
def test_a_section_may_ask_but_another_person_of_it_reviews() -> None:
    story = approved().by(SECTION).when(ASK).so_far
    story.when(REVIEW).refused("申请人不能审核")
    assert story.when(WITHDRAW).one(AdjustmentWithdrawn).adjustment == "T1"
    other = replace(SECTION, id="another")
    assert story.by(other).when(REVIEW).one(AdjustmentReviewed).reviewer == "another"
    approved().by(OFFICER).when(ASK).refused("申请调整绩效目标须由", clause="HJ-F3")


def test_a_section_takes_back_only_what_it_asked_for() -> None:
    looked_at().by(SECTION).when(WITHDRAW).refused("只能撤回自己提出的目标调整", clause="LY-13")


SECOND = replace(ASK, adjustment="T2", indicators=(replace(ROADS, annual_value=Decimal(60)),))
STALE = "目标调整按第 1 版编写，现行为第 2 版"


@pytest.mark.clause("HJ-F3")
def test_an_adjustment_of_an_older_version_never_replaces_a_newer_one() -> None:
    """T1 and T2 are both written against version 1; T1 wins, T2 has to be asked for again."""
    second = ReviewAdjustment(**P, adjustment="T2")
    both = asked().when(SECOND).so_far.by(REVIEWER).when(REVIEW).so_far.when(second).so_far
    both = both.by(SECTION).when(REVIEW).so_far
    late = both.by(OFFICER).when(APPROVE).so_far.by(SECTION)
    late.when(second).refused(STALE, clause="HJ-F3")
    passed = both.when(second).so_far.by(OFFICER).when(APPROVE).so_far
    passed.when(ApproveAdjustment(**P, adjustment="T2")).refused(STALE, clause="HJ-F3")
    closed = passed.by(SECTION).when(RejectAdjustment(**P, adjustment="T2", reason="过时"))
    again = closed.so_far.by(FILER).when(replace(SECOND, adjustment="T3"))
    assert again.one(AdjustmentProposed).base_version == 2


@pytest.mark.clause("HJ-F3")
def test_a_form_says_which_version_it_was_written_against() -> None:
    written().by(FILER).when(replace(SECOND, base_version=1)).refused(STALE, clause="HJ-F3")
    current = written().by(FILER).when(replace(SECOND, base_version=2))
    assert current.one(AdjustmentProposed).base_version == 2


def test_an_old_proposal_without_a_version_was_written_against_the_one_in_force_then() -> None:
    [old] = asked().facts[-1:]
    assert isinstance(old, AdjustmentProposed)
    before = replace(old, base_version=0, proposer="", chain=())
    story = given(*asked().facts[:-1], before).by(SECTION).when(REVIEW).so_far
    assert story.by(OFFICER).when(APPROVE).one(TargetAdjusted).replaced_version == 1


def test_an_unknown_adjustment_is_named() -> None:
    approved().by(SECTION).when(REVIEW).refused("没有目标调整申请 T1")


def test_an_adjustment_is_asked_for_once() -> None:
    asked().when(ASK).refused("目标调整申请 T1 已存在")


@pytest.mark.parametrize("cause", [Cause.SLOW_PROGRESS, Cause.SERIOUS])
def test_missing_a_target_is_no_reason_to_lower_it(cause: Cause) -> None:
    answer = approved().when(replace(ASK, cause=cause))
    answer.refused("应走分类处置程序", clause="HJ-26")


def test_targets_not_approved_yet_are_simply_changed() -> None:
    proposed().when(ASK).refused("尚未批复，请直接修改")


def test_indicators_of_an_adjustment_are_checked_like_any_others() -> None:
    answer = approved().when(replace(ASK, indicators=(replace(ROADS, weight=Decimal(0)),)))
    answer.refused("权重须大于 0", clause="HJ-F1")


@pytest.mark.clause("HJ-F3")
def test_money_lines_do_not_end_before_they_begin() -> None:
    backwards = replace(MONEY, ends_on=date(2021, 2, 28))
    answer = approved().when(replace(ASK, money=(MONEY, backwards)))
    answer.refused("终止日期早于起始日期", clause="HJ-F3")


def test_a_suspended_project_adjusts_nothing() -> None:
    suspend = SuspendProject(**P, cause=Cause.SERIOUS, reason="停工")
    approved().by(CHIEF).when(suspend).so_far.by(FILER).when(ASK).refused("已暂停实施")
    reviewed().by(CHIEF).when(suspend).so_far.by(OFFICER).when(APPROVE).refused("已暂停实施")


def test_the_year_ends_at_midnight_in_china() -> None:
    last, after = day(12, 31, 23), day(1, 1, 0, year=2022)
    assert approved().at(last).when(ASK).one(AdjustmentProposed).adjustment == "T1"
    approved().at(after).when(ASK).refused("预算年度已结束")
    reviewed().by(OFFICER).at(after).when(APPROVE).refused("预算年度已结束")


@pytest.mark.clause("LY-13")
def test_a_task_issued_before_is_still_judged_on_the_old_version() -> None:
    """Example 17: approved on 5 September, the task of 1 September keeps version 1."""
    story = issued().by(FILER).when(ASK).so_far.by(REVIEWER).when(REVIEW).so_far
    story = story.by(SECTION).when(REVIEW).so_far
    after = story.by(OFFICER).at(day(9, 5)).when(APPROVE).so_far
    assert after.state.monitoring.task("H1").issued.target_version == 1
    assert after.state.targets.version == 2
    filed = after.by(FILER).when(form("50")).one(MonitoringSubmitted)
    assert filed.completion_rate == Decimal("50.00")
