"""Other days for a task, before and after the fact, and tasks closed with their campaign."""

from datetime import date, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from msgspec.structs import replace

from events.monitoring import MonitoringSubmitted, TaskIssued, TaskOverdue
from events.task import TaskClosedIncomplete, TaskDeadlineExtended
from services.project.monitoring import (
    CloseTask,
    ExtendTaskDeadline,
    IssueTask,
    MarkOverdue,
    WaiveTask,
)
from services.project.review import ReturnForCorrection
from services.project.submission import Resubmit, Withdraw
from tests.services.project.given import CHIEF, CLOCK, FILER, OFFICER, REVIEWER, SECTION, P, day
from tests.services.project.stories import approved, finalized, form, issued, line, submitted

LATER = ExtendTaskDeadline(
    **P, task="H1", submit_by=date(2021, 7, 30), review_by=date(2021, 8, 20), reason="汛期"
)
MARK = MarkOverdue(**P, task="H1")
CLOSE = CloseTask(**P, task="H1", reason="集中监控结束")


@pytest.mark.clause("HJ-19", "LY-17")
def test_finance_changes_the_days_of_a_task_and_says_why() -> None:
    extended = issued().by(OFFICER).when(LATER)
    extended.then(
        TaskDeadlineExtended(
            task="H1", submit_by=date(2021, 7, 30), review_by=date(2021, 8, 20), reason="汛期"
        )
    ).when(LATER).nothing()
    story = extended.so_far.by(CLOCK)
    story.at(day(7, 25)).when(MARK).refused("期限为 2021-07-30，尚未逾期")
    assert story.at(day(7, 31)).when(MARK).one(TaskOverdue).submit_by == date(2021, 7, 30)


@pytest.mark.clause("HJ-19")
def test_a_task_is_never_to_be_reviewed_before_it_is_handed_in() -> None:
    story = approved().by(OFFICER).at(day(7, 1))
    late = IssueTask(**P, period="H1", submit_by=date(2021, 12, 1))
    assert story.when(late).one(TaskIssued).review_by == date(2021, 12, 1)
    before = replace(late, review_by=date(2021, 11, 30))
    story.when(before).refused("审核期限不能早于报送期限", clause="HJ-19")


@pytest.mark.clause("HJ-19")
def test_a_task_that_was_overdue_is_judged_by_the_new_day() -> None:
    """The first word stands in the record; after the new day it is said again."""
    overdue = issued().by(CLOCK).at(day(7, 21)).when(MARK).so_far
    extended = overdue.by(SECTION).at(day(7, 22)).when(LATER).so_far
    assert not extended.state.monitoring.task("H1").overdue
    on_time = extended.by(FILER).at(day(7, 30)).when(form())
    assert on_time.one(MonitoringSubmitted).days_late == 0
    again = extended.by(CLOCK).at(day(7, 31)).when(MARK)
    assert again.one(TaskOverdue).submit_by == date(2021, 7, 30)
    said = [fact for fact in again.so_far.facts if isinstance(fact, TaskOverdue)]
    assert [fact.submit_by for fact in said] == [date(2021, 7, 20), date(2021, 7, 30)]


@pytest.mark.clause("HJ-19")
@pytest.mark.parametrize(("of_month", "late"), [(20, 0), (28, 0), (30, 0), (31, 1)])
def test_what_is_in_already_is_judged_by_the_new_day_as_well(of_month: int, late: int) -> None:
    story = issued().at(day(7, of_month)).when(form()).so_far
    fact = story.by(CHIEF).at(day(8, 2)).when(LATER).one(TaskDeadlineExtended)
    assert fact.days_late == late


@for_all(late=st.integers(0, 60), first=st.integers(0, 60), second=st.integers(0, 60))
def test_extending_twice_is_extending_once_to_the_later_day(
    late: int, first: int, second: int
) -> None:
    """However the days are changed, lateness is counted from the last of them."""
    due = date(2021, 7, 20).toordinal()
    handed_in = day(7, 20) + timedelta(days=late)
    story = issued().at(handed_in).when(form()).so_far.by(OFFICER)
    for more in sorted((first, second)):
        new = date.fromordinal(due + more)
        answer = story.when(replace(LATER, submit_by=new, review_by=date(2021, 12, 1)))
        story = answer.so_far if answer.facts else story
    assert story.state.monitoring.task("H1").late == max(0, late - max(first, second))


@pytest.mark.clause("HJ-19")
def test_the_answer_to_a_return_is_judged_by_the_new_review_day() -> None:
    back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="改")
    story = submitted().by(REVIEWER).when(back).so_far.by(FILER).at(day(8, 15))
    again = story.when(Resubmit(**P, task="H1", lines=(line("55"),)))
    assert again.one(MonitoringSubmitted).days_late == 5
    fact = again.so_far.by(OFFICER).when(LATER).one(TaskDeadlineExtended)
    assert (fact.days_late, fact.resubmission_days_late) == (0, 0)
    earlier = replace(LATER, review_by=date(2021, 8, 1))
    again.so_far.by(OFFICER).when(earlier).refused("审核期限只能延后", clause="HJ-19")


@pytest.mark.clause("HJ-19")
def test_days_are_not_moved_against_what_was_done() -> None:
    earlier = replace(LATER, submit_by=date(2021, 7, 1))
    assert issued().by(OFFICER).when(earlier).all(TaskDeadlineExtended)
    submitted().by(OFFICER).when(earlier).refused("报送期限只能延后", clause="HJ-19")
    crossed = replace(LATER, review_by=date(2021, 7, 1))
    issued().by(OFFICER).when(crossed).refused("审核期限不能早于", clause="HJ-19")
    issued().by(FILER).when(LATER).refused("调整报送期限须由", clause="HJ-19")
    issued().by(REVIEWER).when(LATER).refused("调整报送期限须由", clause="HJ-19")


def test_without_a_review_day_the_old_one_stands_or_moves_along() -> None:
    alone = replace(LATER, review_by=None)
    fact = issued().by(OFFICER).when(alone).one(TaskDeadlineExtended)
    assert fact.review_by == date(2021, 8, 10)
    far = replace(alone, submit_by=date(2021, 9, 1))
    assert issued().by(OFFICER).when(far).one(TaskDeadlineExtended).review_by == date(2021, 9, 1)


def test_a_withdrawn_form_is_not_late_any_more() -> None:
    story = issued().at(day(7, 25)).when(form()).so_far.when(Withdraw(**P, task="H1")).so_far
    assert story.by(OFFICER).when(LATER).one(TaskDeadlineExtended).days_late is None


@pytest.mark.clause("LY-12")
def test_an_unfinished_task_is_closed_and_a_finished_one_stays_so() -> None:
    for story in (issued(), submitted()):
        closed = story.by(SECTION).when(CLOSE)
        assert closed.one(TaskClosedIncomplete).reason == "集中监控结束"
        closed.so_far.when(CLOSE).nothing()
        closed.so_far.by(CLOCK).at(day(8, 1)).when(MARK).nothing()
        closed.so_far.by(OFFICER).when(LATER).refused("已关闭", clause="HJ-19")
    finalized().by(SECTION).when(CLOSE).nothing()
    waived = issued().by(OFFICER).when(WaiveTask(**P, task="H1", reason="并入")).so_far
    waived.when(CLOSE).nothing()
    late = issued().by(SECTION).when(CLOSE).so_far.by(FILER)
    late.when(form()).refused("集中监控已结束，任务已关闭", clause="LY-16")


@pytest.mark.clause("HJ-17")
def test_what_is_merged_into_the_self_evaluation_has_no_task() -> None:
    story = approved(under="hanggin").by(OFFICER)
    second_half = IssueTask(**P, period="H2")
    story.when(second_half).refused("并入绩效自评，不单独报送", clause="HJ-17")
