"""Timers from facts: the moment a day is over, and none for a history that was brought in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from events.fact import Fact
from events.obligation import ObligationRegistered
from events.policy import PolicyAdopted
from events.rectification import RectificationExtended
from events.subjects import obligation_id, policy_id, project_id
from events.targets import TargetApproved
from events.task import TaskDeadlineExtended
from events.terms import Duty, Recipient
from services.clock.planning import planned
from services.clock.timers import Timer
from services.policies.law import Law
from tests.projections.story import issued, recorded
from tests.services.project.given import law_of

MARCH = datetime(2021, 3, 1, 4, tzinfo=UTC)
PROJECT = project_id("150625", 2021, "P1")


def timers(fact: Fact, arrived: datetime = MARCH, place: str = "hanggin") -> list[Timer]:
    aggregate = policy_id("150625") if isinstance(fact, PolicyAdopted) else PROJECT
    return planned(recorded(fact, aggregate=aggregate), arrived, law_of(place))


APPROVED = TargetApproved(version=1, overall_objective="治沙", indicators=())
ADOPTED = PolicyAdopted(
    edition="hanggin@2021-01-01",
    effective_on=date(2021, 1, 1),
    source_document="办法",
    rules={},
)


@pytest.mark.clause("HJ-17", "LY-15")
def test_a_task_falls_due_when_its_day_is_over_in_china() -> None:
    [timer] = timers(issued("H1"))
    assert timer.at == datetime(2021, 7, 10, 16, tzinfo=UTC)
    assert timer.headers() == {
        "Nats-Schedule": "@at 2021-07-10T16:00:00Z",
        "Nats-Schedule-Target": "jx.due.task.150625.2021.P1.H1",
    }


def test_a_day_that_was_over_on_arrival_is_history() -> None:
    [timer] = timers(issued("H1"), datetime(2021, 7, 10, 15, 59, 59, tzinfo=UTC))
    assert timer.name == "H1"
    assert timers(issued("H1"), datetime(2021, 7, 10, 16, tzinfo=UTC)) == []


@pytest.mark.clause("HL-17", "LY-15")
def test_a_day_that_was_over_when_it_was_set_is_due_at_once() -> None:
    """Issued in September for July: time speaks seconds later, not with the next start."""
    late = recorded(issued("H1"), aggregate=PROJECT)
    now = datetime(2021, 9, 1, 4, 0, 0, 500_000, tzinfo=UTC)
    late = replace(late, envelope=replace(late.envelope, time=now))
    [timer] = planned(late, now + timedelta(seconds=1), law_of("hanggin"))
    assert timer.at == datetime(2021, 9, 1, 4, 0, 3, tzinfo=UTC)
    assert planned(late, now + timedelta(days=1), law_of("hanggin")) == []


@pytest.mark.clause("HL-17")
def test_an_obligation_falls_due_when_its_day_is_over() -> None:
    fact = ObligationRegistered(
        kind=Duty.REPORT,
        what="进度报告",
        owed_by=("D01", "D02"),
        recipients=(Recipient.FINANCE_SECTION,),
        due_on=date(2021, 7, 20),
        edition="hailin@2021-01-01",
    )
    registered = recorded(fact, aggregate=obligation_id("231083", 2021, "H1"))
    [timer] = planned(registered, MARCH, law_of("hailin"))
    assert timer.at == datetime(2021, 7, 20, 16, tzinfo=UTC)
    assert timer.tail == "obligation.231083.2021.H1.duties"


@pytest.mark.clause("HJ-19")
def test_other_days_take_the_timer_of_the_same_task() -> None:
    later = TaskDeadlineExtended(
        task="H1", submit_by=date(2021, 8, 1), review_by=date(2021, 8, 9), reason="汛期"
    )
    [before], [after] = timers(issued("H1")), timers(later)
    assert before.tail == after.tail
    assert after.at == datetime(2021, 8, 1, 16, tzinfo=UTC)


def test_a_case_falls_due_and_may_be_extended() -> None:
    fact = RectificationExtended(case="H1-R1", due_on=date(2021, 9, 1), reason="材料")
    [timer] = timers(fact)
    assert (timer.kind, timer.name, timer.at) == (
        "case",
        "H1-R1",
        datetime(2021, 9, 1, 16, tzinfo=UTC),
    )


@pytest.mark.clause("HJ-17")
def test_a_standing_duty_begins_when_its_period_is_over() -> None:
    """H2 is merged into the self-evaluation and has no timer."""
    [timer] = timers(APPROVED)
    assert (timer.kind, timer.code, timer.at) == (
        "standing",
        "H1",
        datetime(2021, 6, 30, 16, tzinfo=UTC),
    )


def test_targets_approved_between_the_end_and_the_day_are_due_at_once() -> None:
    arrived = datetime(2021, 7, 5, 4, tzinfo=UTC)
    [timer] = timers(APPROVED, arrived)
    assert arrived < timer.at <= arrived + timedelta(seconds=5)
    assert timers(APPROVED, datetime(2021, 7, 10, 16, tzinfo=UTC)) == []


@pytest.mark.clause("QM-03")
def test_the_months_of_qiemo_are_twelve_timers() -> None:
    found = timers(APPROVED, datetime(2020, 12, 1, tzinfo=UTC), "qiemo")
    assert [timer.code for timer in found] == [f"M{month:02}" for month in range(1, 13)]


def test_an_adopted_edition_plans_its_own_year_and_the_next() -> None:
    found = timers(ADOPTED, datetime(2021, 1, 4, tzinfo=UTC))
    assert [timer.fiscal_year for timer in found] == [2021, 2022]
    late = timers(ADOPTED, datetime(2022, 8, 1, tzinfo=UTC))
    assert [timer.fiscal_year for timer in late] == [2023]


def test_a_place_that_issues_tasks_and_a_place_without_law_have_no_duties() -> None:
    assert timers(APPROVED, place="hailin") == []
    assert planned(recorded(APPROVED, aggregate=PROJECT), MARCH, Law()) == []


def test_what_sets_no_day_plans_nothing() -> None:
    closed = replace(issued("H1"), submit_by=date(2020, 1, 1))
    assert timers(closed) == []
