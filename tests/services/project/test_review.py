"""Review: level by level, by the entitled, four eyes; the last level finalises."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import (
    SubmissionFiled,
    SubmissionReturned,
    SubmissionReviewed,
    TaskFinalized,
)
from events.terms import Role
from services.decision import Actor
from services.policies.law import Law
from services.project.review import FileForRecord, ReturnForCorrection, ReviewAtLevel
from services.project.submission import Resubmit, Withdraw
from tests.services.project.given import (
    CHIEF,
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    STRANGER,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import finalized, form, issued, line, passing, submitted

DEPARTMENT = passing()
FINANCE = passing("FINANCE_SECTION", "95.05")
RETURN = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="数据不实")
FINAL = TaskFinalized(
    task="H1",
    submission=1,
    score=Decimal("95.05"),
    completion_rate=Decimal("50.00"),
    execution_rate=Decimal("50.00"),
    rate_gap=Decimal("0.00"),
)


def reviewed(
    level: str, score: str | None = None, reviewer: str = "reviewer"
) -> SubmissionReviewed:
    points = None if score is None else Decimal(score)
    return SubmissionReviewed(task="H1", submission=1, level=level, score=points, reviewer=reviewer)


def filing_law() -> Law:
    chain = [
        {"clause": "LY-15", "level": "DEPARTMENT", "role": "DEPT_REVIEWER", "order": 1},
        {
            "clause": "LY-22",
            "level": "RECORD",
            "role": "PERF_SECTION_OFFICER",
            "order": 2,
            "files_only": True,
        },
    ]
    return amended(law_of("lingyuan"), day(2, 1), chain=chain)


def test_the_department_passes_first_and_the_scoring_section_finalises() -> None:
    after = submitted().by(REVIEWER).when(DEPARTMENT).then(reviewed("DEPARTMENT"))
    after.by(SECTION).when(FINANCE).then(reviewed("FINANCE_SECTION", "95.05", "section"), FINAL)


def test_finance_cannot_come_before_the_department() -> None:
    """Example 18."""
    answer = submitted().by(SECTION).when(FINANCE)
    answer.refused("须先经主管部门审核，不能越级", clause="LY-16")


def test_a_level_passes_a_submission_once() -> None:
    story = submitted().by(REVIEWER).when(DEPARTMENT).so_far
    story.when(DEPARTMENT).refused("主管部门已审核通过本次填报")


def test_after_the_last_level_nothing_is_left_to_review() -> None:
    finalized().by(SECTION).when(FINANCE).refused("任务 H1 已办结，没有待审核的填报")
    issued().by(REVIEWER).when(DEPARTMENT).refused("任务 H1 没有待审核的填报")


def test_a_level_that_is_not_in_the_chain_is_named_with_the_chain() -> None:
    answer = submitted().by(REVIEWER).when(passing("MAYOR"))
    answer.refused(
        "审核链中没有 MAYOR；审核链：主管部门（DEPARTMENT） → 财政业务科室（FINANCE_SECTION）"
    )


@pytest.mark.parametrize("other", [FILER, SECTION, OFFICER, CHIEF, EXPERT], ids=lambda a: a.role)
def test_only_the_role_of_the_level_passes_or_returns(other: Actor) -> None:
    story = submitted().by(other)
    story.when(DEPARTMENT).refused("主管部门审核须由主管部门审核人办理")
    story.when(RETURN).refused("主管部门审核须由主管部门审核人办理")


@pytest.mark.clause("HJ-06")
def test_a_department_reviews_its_own_units_only() -> None:
    submitted().by(STRANGER).when(DEPARTMENT).refused("D01 的项目不能由 D99 办理", clause="HJ-03")


@pytest.mark.clause("HJ-03")
def test_four_eyes_in_a_department_that_is_its_own_unit() -> None:
    """Example 20: the same user is refused, another one of the same organisation may."""
    same = Actor(id="filer", role=Role.DEPT_REVIEWER, org="D01")
    other = Actor(id="other", role=Role.DEPT_REVIEWER, org="D01")
    submitted().by(same).when(DEPARTMENT).refused("填报人不能审核自己的填报")
    submitted().by(other).when(DEPARTMENT).then(reviewed("DEPARTMENT", reviewer="other"))


@pytest.mark.parametrize("number", [0, 2])
def test_a_verdict_on_another_submission_is_refused(number: int) -> None:
    story = submitted().by(REVIEWER)
    story.when(replace(DEPARTMENT, submission=number)).refused(f"第 {number} 次填报，现为第 1 次")
    story.when(replace(DEPARTMENT, submission=1)).then(reviewed("DEPARTMENT"))


def test_who_saw_the_first_submission_does_not_pass_the_second() -> None:
    """Example 19: withdrawn and filed again while the reviewer was reading."""
    second = submitted().when(Withdraw(**P, task="H1")).so_far.when(form("60")).so_far
    stale = second.by(REVIEWER).when(replace(DEPARTMENT, submission=1))
    stale.refused("审核的是第 1 次填报，现为第 2 次")


def test_a_return_needs_the_turn_and_starts_the_chain_again() -> None:
    fact = SubmissionReturned(task="H1", submission=1, level="DEPARTMENT", reason="数据不实")
    returned = submitted().by(REVIEWER).when(RETURN).then(fact)
    returned.when(RETURN).refused("任务 H1 已退回、待重新上报，没有待审核的填报")
    returned.when(DEPARTMENT).refused("没有待审核的填报")
    resubmitted = returned.by(FILER).when(resubmission()).so_far
    resubmitted.by(SECTION).when(FINANCE).refused("不能越级", clause="LY-16")


def test_finance_returns_what_the_department_passed_and_both_look_again() -> None:
    story = submitted().by(REVIEWER).when(DEPARTMENT).so_far
    returned = story.by(SECTION).when(replace(RETURN, level="FINANCE_SECTION")).so_far
    again = returned.by(FILER).when(resubmission()).so_far
    again = again.by(REVIEWER).when(DEPARTMENT).so_far
    final = again.by(SECTION).when(FINANCE).one(TaskFinalized)
    assert final == replace(FINAL, submission=2, rate_gap=Decimal("10.00"), completion_rate=SIXTY)


SIXTY = Decimal("60.00")


def resubmission() -> Resubmit:
    return Resubmit(**P, task="H1", lines=(line("60"),))


def test_a_reviewed_submission_is_not_withdrawn() -> None:
    story = submitted().by(REVIEWER).when(DEPARTMENT).so_far.by(FILER)
    story.when(Withdraw(**P, task="H1")).refused("只有尚未审核的填报可以撤回")


def parallel() -> Given:
    return submitted(under="hanggin").by(REVIEWER).when(DEPARTMENT).so_far


OFFICE = passing("PERFORMANCE_SECTION")


def test_the_two_sections_of_hanggin_act_in_either_order() -> None:
    """HJ-17: both receive the form; the task is final when both have passed it."""
    one, two = (SECTION, FINANCE), (OFFICER, OFFICE)
    for (first, command), (second, last) in ((one, two), (two, one)):
        story = parallel().by(first).when(command)
        assert story.all(TaskFinalized) == []
        assert story.so_far.by(second).when(last).one(TaskFinalized) == FINAL


def test_any_return_of_the_two_wins() -> None:
    story = parallel().by(SECTION).when(FINANCE).so_far.by(OFFICER)
    returned = story.when(replace(RETURN, level="PERFORMANCE_SECTION")).so_far
    assert returned.state.monitoring.task("H1").status == "RETURNED"
    again = returned.by(FILER).when(resubmission()).so_far
    again.by(OFFICER).when(OFFICE).refused("须先经主管部门审核", clause="LY-16")
    assert again.state.monitoring.task("H1").score is None


@pytest.mark.parametrize(
    ("score", "kept"),
    [("0", "0.00"), ("100", "100.00"), ("59.994", "59.99"), ("59.995", "60.00")],
)
def test_a_score_is_kept_at_two_decimals(score: str, kept: str) -> None:
    story = submitted(under="qiemo").by(SECTION)
    answer = story.when(passing("FINANCE_SECTION", score))
    assert answer.one(SubmissionReviewed).score == Decimal(kept)
    assert answer.one(TaskFinalized).score == Decimal(kept)


@pytest.mark.parametrize("score", ["-0.01", "100.01", "NaN", "sNaN", "Infinity", "1E+999999"])
def test_a_score_lies_between_0_and_100(score: str) -> None:
    story = submitted(under="qiemo").by(SECTION)
    story.when(passing("FINANCE_SECTION", score)).refused("审核得分须在 0 至 100 之间")


def test_a_scoring_level_scores_and_no_other_does() -> None:
    submitted().by(REVIEWER).when(passing("DEPARTMENT", "90")).refused("主管部门不评分")
    story = submitted(under="qiemo").by(SECTION)
    story.when(passing("FINANCE_SECTION")).refused("财政业务科室须给出审核得分")


FILE = FileForRecord(**P, task="H1", level="RECORD")


def test_a_filing_level_files_and_finalises_without_a_verdict() -> None:
    """LY-22: 备案, not approval."""
    story = submitted(under="lingyuan", law=filing_law()).by(REVIEWER)
    story.when(replace(FILE, level="DEPARTMENT")).refused("须审核，不能只备案", clause="LY-22")
    at_record = story.when(DEPARTMENT).so_far.by(OFFICER)
    at_record.when(passing("RECORD")).refused("只备案", clause="LY-22")
    at_record.when(replace(RETURN, level="RECORD")).refused("备案环节不能退回", clause="LY-22")
    filed = SubmissionFiled(task="H1", submission=1, level="RECORD")
    at_record.when(FILE).then(filed, replace(FINAL, score=None))
    at_record.by(SECTION).when(FILE).refused("RECORD审核须由绩效管理科办理")


def test_the_chain_of_the_issue_holds_after_an_amendment() -> None:
    story = submitted(under="lingyuan").by(REVIEWER).when(DEPARTMENT).so_far
    now = amended(story.law, day(7, 2), chain=[FOUR_EYES])
    after = story.under(now).at(day(7, 10)).by(SECTION).when(FINANCE)
    assert after.one(TaskFinalized) == FINAL


FOUR_EYES = {"clause": "LY-15", "level": "ONLY", "role": "FIN_APPROVER", "order": 1}


def test_an_opinion_is_kept_with_the_verdict() -> None:
    command = ReviewAtLevel(**P, task="H1", level="DEPARTMENT", opinion="属实")
    answer = submitted().by(REVIEWER).when(command)
    assert answer.one(SubmissionReviewed).opinion == "属实"
