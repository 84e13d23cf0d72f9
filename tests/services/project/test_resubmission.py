"""A form handed in again, and one taken back."""

from events.monitoring import ExecutionSnapshotTaken, MonitoringSubmitted, SubmissionWithdrawn
from services.project.review import ReturnForCorrection
from services.project.submission import Resubmit, Withdraw
from tests.services.project.given import FILER, REVIEWER, Given, P, day
from tests.services.project.stories import form, issued, line, paid, submitted

WITHDRAW = Withdraw(**P, task="H1")
RETURN = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="数据不实")


def returned() -> Given:
    return submitted().by(REVIEWER).when(RETURN).so_far.by(FILER)


def again(actual: str = "50") -> Resubmit:
    return Resubmit(**P, task="H1", lines=(line(actual),))


def test_a_form_is_submitted_once_and_resubmitted_only_when_returned() -> None:
    story = submitted()
    story.when(form()).refused("已报送，不能重复报送", clause="LY-16")
    story.when(again()).refused("任务 H1 未被退回", clause="LY-16")
    issued().when(again()).refused("任务 H1 未被退回", clause="LY-16")
    returned().when(form()).refused("修改后请重新报送", clause="LY-16")
    assert returned().when(again()).one(MonitoringSubmitted).submission == 2


def test_a_resubmission_reads_the_money_again() -> None:
    story = returned().reported(paid(30_000_000, 6, 20)).so_far.when(again())
    figures = story.one(ExecutionSnapshotTaken)
    assert (figures.submission, figures.figures.executed_fen) == (2, 180_000_000)


def test_a_resubmission_is_late_only_after_the_review_should_be_over() -> None:
    """Under 海林市's days: filed by 20 July, reviewed by 10 August."""
    story = returned()
    assert story.at(day(8, 10)).when(again()).one(MonitoringSubmitted).days_late == 0
    assert story.at(day(8, 12)).when(again()).one(MonitoringSubmitted).days_late == 2


def test_a_submission_is_withdrawn_before_any_review_of_it() -> None:
    withdrawn = submitted().when(WITHDRAW).then(SubmissionWithdrawn(task="H1", submission=1))
    withdrawn.when(WITHDRAW).nothing()
    assert withdrawn.when(form()).one(MonitoringSubmitted).submission == 2
    issued().when(WITHDRAW).refused("只有尚未审核的填报可以撤回")
    returned().when(WITHDRAW).refused("只有尚未审核的填报可以撤回")


def test_a_withdrawn_resubmission_is_still_a_returned_form() -> None:
    """Otherwise a form filed in time would become overdue by being improved."""
    story = returned().when(again()).so_far.when(WITHDRAW).so_far
    story.when(WITHDRAW).nothing()
    story.when(form()).refused("修改后请重新报送", clause="LY-16")
    late = story.at(day(8, 1)).when(again()).one(MonitoringSubmitted)
    assert (late.submission, late.days_late) == (3, 0)
