"""A draft: kept unchecked, checked when handed in."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import (
    MonitoringSubmitted,
)
from events.task import (
    DraftSaved,
)
from services.project.filling import (
    SaveDraft,
    SubmitDraft,
)
from services.project.monitoring import WaiveTask
from services.project.review import ReturnForCorrection
from tests.services.project.given import (
    CHIEF,
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
    P,
    day,
    given,
)
from tests.services.project.stories import (
    form,
    issued,
    line,
    passing,
    registration,
    submitted,
)

DRAFT = SaveDraft(**P, task="H1", lines=(line("40"),))
FROM_DRAFT = SubmitDraft(**P, task="H1")


@pytest.mark.clause("LY-15")
def test_the_last_draft_is_kept_unchecked_and_handed_in() -> None:
    empty = SaveDraft(**P, task="H1")
    story = issued().when(empty).so_far.when(DRAFT).so_far
    story.when(DRAFT).nothing()
    handed_in = story.when(FROM_DRAFT)
    assert handed_in.one(MonitoringSubmitted).lines == DRAFT.lines
    handed_in.so_far.when(FROM_DRAFT).refused("没有草稿")


def test_a_draft_is_checked_when_it_is_handed_in() -> None:
    story = issued().when(SaveDraft(**P, task="H1")).so_far
    story.when(FROM_DRAFT).refused("未填报", clause="LY-18")


def test_a_form_does_not_need_the_draft() -> None:
    story = issued().when(DRAFT).so_far
    fact = story.when(form("60")).one(MonitoringSubmitted)
    assert fact.lines[0].actual == Decimal(60)


@pytest.mark.clause("LY-16")
def test_what_was_returned_is_handed_in_again_from_a_draft() -> None:
    back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="数据不实")
    story = submitted().by(REVIEWER).when(back).so_far.by(FILER)
    again = story.when(DRAFT).so_far.when(FROM_DRAFT).one(MonitoringSubmitted)
    assert (again.submission, again.lines) == (2, DRAFT.lines)


def test_there_is_no_draft_of_what_is_handed_in_or_over() -> None:
    submitted().when(DRAFT).refused("已报送或任务已结束")
    waived = issued().by(OFFICER).when(WaiveTask(**P, task="H1", reason="并入")).so_far
    waived.by(FILER).when(DRAFT).refused("已报送或任务已结束")
    issued().when(FROM_DRAFT).refused("没有草稿")


def test_only_a_draft_of_the_own_task_counts() -> None:
    story = issued().when(DRAFT).so_far
    assert story.state.monitoring.task("H1").draft == DraftSaved(
        task="H1", filer=FILER.id, lines=DRAFT.lines
    )
    story.by(CHIEF).when(replace(FROM_DRAFT, task="Q9")).refused("没有监控任务 Q9")
    issued().by(EXPERT).when(replace(DRAFT, task="Q9")).refused("没有监控任务 Q9")


def test_who_wrote_a_draft_does_not_review_it_when_another_hands_it_in() -> None:
    """A department that is the unit itself: one of its people writes, one hands in, one reviews."""
    itself = given().by(OFFICER).when(replace(registration(), unit="D01")).so_far.facts[0]
    story = given(itself, *issued().facts[1:]).under(issued().law).by(REVIEWER).at(day(7, 5))
    second, third = (replace(REVIEWER, id=f"reviewer-{number}") for number in (2, 3))
    handed_in = story.when(DRAFT).so_far.by(second).when(FROM_DRAFT).so_far
    handed_in.by(REVIEWER).when(passing()).refused("起草人不能审核自己起草的填报")
    handed_in.by(second).when(passing()).refused("填报人不能审核自己的填报")
    assert handed_in.by(third).when(passing()).facts
    other = story.when(DRAFT).so_far.by(second).when(form("60")).so_far
    assert other.by(REVIEWER).when(passing()).facts
