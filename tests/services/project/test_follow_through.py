"""A case beside its steps: other days, overdue, the ladder, items, a new case for an old one."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.rectification import (
    RectificationAccepted,
    RectificationEscalated,
    RectificationExtended,
    RectificationFeedbackSubmitted,
    RectificationItemClosed,
    RectificationNoticeIssued,
    RectificationOverdue,
)
from events.terms import EscalationStep
from services.project.follow_through import (
    CloseItem,
    EscalateRectification,
    ExtendRectification,
    FollowThroughCommand,
    MarkRectificationOverdue,
    ReopenRectification,
)
from services.project.rectification import (
    AcceptRectification,
    Acknowledge,
    IssueNotice,
    RejectRectification,
    SubmitFeedback,
    SubmitPlan,
)
from services.project.standing import TerminateProject
from tests.services.project.given import (
    CHIEF,
    CLOCK,
    FILER,
    OFFICER,
    SECTION,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import finalized, issued, noticed, passing, submitted

CASE = "H1-R1"
MARK = MarkRectificationOverdue(**P, case=CASE)
LATER = ExtendRectification(**P, case=CASE, due_on=date(2021, 9, 10), reason="材料未到")
HIGHER = EscalateRectification(**P, case=CASE, reason="未见整改")
AGAIN = ReopenRectification(**P, case=CASE, reason="问题再次出现")
ACCEPT = AcceptRectification(**P, case=CASE)


def planned(story: Given) -> Given:
    story = story.by(FILER).when(Acknowledge(**P, case=CASE)).so_far
    return story.when(SubmitPlan(**P, case=CASE, items=("补资料", "追回款项"))).so_far


def answered(story: Given) -> Given:
    return planned(story).when(SubmitFeedback(**P, case=CASE, result="已整改")).so_far


def accepted() -> Given:
    return answered(noticed()).by(SECTION).when(ACCEPT).so_far


@pytest.mark.clause("QM-09", "QM-10")
def test_a_case_without_its_result_is_overdue_once_a_day_set() -> None:
    """Issued on 21 July with thirty days, it is due on 20 August."""
    story = noticed().by(CLOCK)
    story.at(day(8, 20, 23)).when(MARK).refused("期限为 2021-08-20，尚未逾期")
    overdue = story.at(day(8, 21, 0)).when(MARK)
    assert overdue.one(RectificationOverdue).due_on == date(2021, 8, 20)
    overdue.so_far.when(MARK).nothing()
    for done in (answered(noticed()), accepted()):
        done.by(CLOCK).at(day(9, 1)).when(MARK).nothing()


def test_a_rejected_result_leaves_the_case_to_fall_due() -> None:
    story = answered(noticed()).by(SECTION)
    story = story.when(RejectRectification(**P, case=CASE, reason="不实")).so_far
    assert story.by(CLOCK).at(day(8, 21)).when(MARK).all(RectificationOverdue)


@pytest.mark.clause("QM-09")
def test_a_result_rejected_after_its_day_is_overdue_at_once() -> None:
    """Time spoke on 20 August, when the result was in: nobody would speak again."""
    reject = RejectRectification(**P, case=CASE, reason="不实")
    story = answered(noticed()).by(SECTION)
    assert story.at(day(8, 20, 23)).when(reject).all(RectificationOverdue) == []
    rejected = story.at(day(8, 21)).when(reject)
    assert rejected.one(RectificationOverdue).due_on == date(2021, 8, 20)
    rejected.so_far.by(CLOCK).when(MARK).nothing()


@pytest.mark.clause("QM-09")
def test_another_day_judges_what_came_and_what_will_come() -> None:
    overdue = noticed().by(CLOCK).at(day(8, 21)).when(MARK).so_far
    extended = overdue.by(OFFICER).when(LATER)
    assert extended.one(RectificationExtended).due_on == date(2021, 9, 10)
    extended.so_far.when(LATER).nothing()
    again = extended.so_far.by(CLOCK).at(day(9, 11)).when(MARK)
    assert again.one(RectificationOverdue).due_on == date(2021, 9, 10)
    feedback = SubmitFeedback(**P, case=CASE, result="已整改")
    late = planned(extended.so_far).at(day(9, 12)).when(feedback)
    assert late.one(RectificationFeedbackSubmitted).days_late == 2
    afterwards = late.so_far.by(OFFICER).when(replace(LATER, due_on=date(2021, 9, 11)))
    assert afterwards.one(RectificationExtended).days_late == 1
    earlier = replace(LATER, due_on=date(2021, 8, 1))
    noticed().by(OFFICER).when(earlier).refused("只能延后")


@pytest.mark.clause("QM-09")
def test_the_case_of_a_terminated_project_falls_due_like_its_tasks() -> None:
    ended = noticed().by(CHIEF).when(TerminateProject(**P, reason="撤销")).so_far
    overdue = ended.by(CLOCK).at(day(8, 21)).when(MARK)
    assert overdue.one(RectificationOverdue).due_on == date(2021, 8, 20)


@pytest.mark.clause("QM-14")
def test_a_case_climbs_the_ladder_to_its_top() -> None:
    story = noticed().by(SECTION)
    interview = story.when(HIGHER)
    assert interview.one(RectificationEscalated).step is EscalationStep.INTERVIEW
    interview.so_far.when(HIGHER).refused("约谈通知书已是最后一级", clause="QM-14")


@pytest.mark.clause("QM-14", "HJ-26")
def test_where_a_case_begins_with_a_reminder_time_may_escalate_it() -> None:
    law = amended(
        law_of("qiemo"),
        day(1, 2),
        rectification__first_step="REMINDER",
        rectification__escalate_when_overdue=True,
    )
    story = submitted(under="qiemo", law=law).at(day(7, 21)).by(SECTION)
    story = story.when(passing("FINANCE_SECTION", "58")).so_far
    notice = story.facts[-1]
    assert isinstance(notice, RectificationNoticeIssued)
    assert notice.step is EscalationStep.REMINDER
    overdue = story.by(CLOCK).at(day(8, 21)).when(MARK)
    assert overdue.one(RectificationEscalated).step is EscalationStep.NOTICE


CLOSE = CloseItem(**P, case=CASE, item=1, evidence="验收单")


@pytest.mark.clause("QM-09")
def test_items_are_closed_one_by_one() -> None:
    story = answered(noticed()).by(SECTION)
    closed = story.when(CLOSE)
    assert closed.one(RectificationItemClosed).item == 1
    closed.so_far.when(CLOSE).nothing()
    for wrong in (0, 3, -1):
        story.when(replace(CLOSE, item=wrong)).refused("没有第")
    same_person = replace(SECTION, id=FILER.id)
    story.by(same_person).when(CLOSE).refused("报送人不能为自己")
    story.by(FILER).when(CLOSE).refused("整改事项销号须由", clause="QM-09")


@pytest.mark.clause("QM-09")
def test_where_the_policy_says_so_every_item_is_closed_before_the_whole() -> None:
    law = amended(law_of("qiemo"), day(1, 2), rectification__item_by_item=True)
    story = submitted(under="qiemo", law=law).at(day(7, 21)).by(SECTION)
    story = story.when(passing("FINANCE_SECTION", "58")).so_far.at(day(7, 22))
    story = answered(story).by(SECTION).when(CLOSE).so_far
    story.when(ACCEPT).refused("尚未销号：第 2 项")
    story = story.when(replace(CLOSE, item=2)).so_far
    assert story.when(ACCEPT).one(RectificationAccepted).case == CASE


@pytest.mark.clause("QM-10")
def test_a_problem_that_returns_is_a_new_case_linked_to_the_old() -> None:
    story = accepted()
    notice = story.when(AGAIN).one(RectificationNoticeIssued)
    assert (notice.case, notice.reopens, notice.reason) == ("H1-R2", CASE, "问题再次出现")
    reopened = story.when(AGAIN).so_far
    assert reopened.state.rectification.cases[CASE].status == "ACCEPTED"
    assert reopened.state.rectification.open_cases() == ["H1-R2"]
    reopened.when(AGAIN).refused("已有未办结的整改事项 H1-R2")
    noticed().by(SECTION).when(AGAIN).refused("尚未办结，无须重新整改")


def test_an_accepted_case_is_over() -> None:
    for command in (LATER, HIGHER, CLOSE):
        accepted().when(command).refused("已验收，不能再办理")
    everything: tuple[FollowThroughCommand, ...] = (LATER, HIGHER, CLOSE, AGAIN, MARK)
    for one in everything:
        issued().by(SECTION).when(one).refused(f"没有整改事项 {CASE}")


@pytest.mark.clause("QM-10")
def test_a_red_warning_or_a_site_visit_opens_a_case_by_hand() -> None:
    red = IssueNotice(**P, task="H1", ground="WARNING_RED", reason="红灯")
    finalized(actual="60").by(SECTION).when(red).refused("没有红灯预警", clause="HJ-22")
    warned = submitted(actual="90").by(SECTION).when(red).one(RectificationNoticeIssued)
    assert (warned.grounds[0].rule, str(warned.grounds[0].value)) == ("WARNING_RED", "40.00")
    visit = IssueNotice(**P, task="H1", ground="SITE_VISIT", reason="与现场不符")
    notice = finalized(actual="60").by(SECTION).when(visit).one(RectificationNoticeIssued)
    assert notice.reason == "与现场不符"
