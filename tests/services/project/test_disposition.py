"""Dispositions: suspension, stop of appropriation, reduction; money in any order of arrival."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from events.accountability import ViolationSuspected
from events.disposition import (
    AppropriationStopped,
    BudgetReduced,
    ProjectResumed,
    ProjectSuspended,
)
from events.execution import ExecutionFact
from events.terms import Cause, Violation
from services.decision import Actor
from services.project.disposition import (
    ReduceBudget,
    ResumeProject,
    StopAppropriation,
    SuspendProject,
)
from tests.services.project.given import (
    CHIEF,
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
    day,
    given,
)
from tests.services.project.stories import (
    adjusted,
    appropriated,
    budget,
    paid,
    refunded,
    registered,
)

SUSPEND = SuspendProject(**P, cause=Cause.SERIOUS, reason="损失浪费")
RESUME = ResumeProject(**P, reason="已整改")
STOP = StopAppropriation(**P, cause=Cause.SERIOUS, reason="损失浪费")
REDUCE = ReduceBudget(**P, cause=Cause.SERIOUS, reason="低效", amount_fen=100)
JULY_1 = date(2021, 7, 1)


def chief(*, at: tuple[int, int] = (7, 1)) -> Given:
    return registered().by(CHIEF).at(day(*at))


def suspended() -> Given:
    return chief().when(SUSPEND).so_far


def stopped() -> Given:
    return chief().when(STOP).so_far


def test_a_project_is_suspended_and_resumed_once() -> None:
    fact = ProjectSuspended(
        cause=Cause.SERIOUS,
        reason="损失浪费",
        effective_on=JULY_1,
        project_name="农村道路",
        department="D01",
    )
    story = chief().when(SUSPEND).then(fact)
    story.when(SUSPEND).nothing()
    resumed = ProjectResumed(reason="已整改", effective_on=date(2021, 8, 1))
    story.at(day(8, 1)).when(RESUME).then(resumed).when(RESUME).nothing()


def test_what_stands_already_is_not_given_another_day() -> None:
    for story, command, why in ((suspended(), SUSPEND, "暂停实施"), (stopped(), STOP, "停止拨付")):
        story.when(replace(command, effective_on=JULY_1)).nothing()
        other = replace(command, effective_on=date(2021, 6, 1))
        story.when(other).refused(f"项目已自 2021-07-01 起{why}，不能另定 2021-06-01")


def test_a_project_can_be_suspended_again() -> None:
    story = suspended().at(day(8, 1)).when(RESUME).so_far.at(day(9, 1))
    assert story.when(SUSPEND).one(ProjectSuspended).effective_on == date(2021, 9, 1)
    assert not story.state.disposition.suspended


def test_appropriation_is_stopped_once() -> None:
    fact = AppropriationStopped(
        cause=Cause.SERIOUS,
        reason="损失浪费",
        effective_on=JULY_1,
        project_name="农村道路",
        department="D01",
    )
    chief().when(STOP).then(fact).when(STOP).nothing()


@pytest.mark.parametrize("other", [FILER, SECTION, EXPERT], ids=lambda one: one.role)
def test_only_those_the_rules_name_dispose(other: Actor) -> None:
    story = registered().by(other)
    for command in (SUSPEND, STOP, REDUCE):
        story.when(command).refused(f"{command.title}须由", clause="HL-06")


@pytest.mark.parametrize("other", [REVIEWER, OFFICER, FILER], ids=lambda one: one.role)
def test_only_the_head_of_the_bureau_lets_a_project_go_on(other: Actor) -> None:
    suspended().by(other).when(RESUME).refused("恢复项目实施须由财政局领导办理")


def test_a_project_does_not_resume_before_it_was_suspended() -> None:
    earlier = replace(RESUME, effective_on=date(2021, 6, 30))
    suspended().when(earlier).refused("恢复日期早于暂停日期 2021-07-01")
    same = suspended().when(replace(RESUME, effective_on=JULY_1))
    assert same.one(ProjectResumed).effective_on == JULY_1


@pytest.mark.parametrize("amount", [0, -1, 1151, 10**30])
def test_a_reduction_lies_within_the_current_budget(amount: int) -> None:
    story = chief().reported(budget(1000), adjusted(150)).so_far
    story.when(replace(REDUCE, amount_fen=amount)).refused("不超过现有预算 11.50 元")


def test_a_reduction_is_recorded_with_its_matter() -> None:
    story = chief().reported(budget(1000), adjusted(150)).so_far.about("事项1")
    story.when(replace(REDUCE, amount_fen=1150)).then(
        BudgetReduced(
            cause=Cause.SERIOUS,
            reason="低效",
            amount_fen=1150,
            correlation="事项1",
            project_name="农村道路",
            department="D01",
        )
    )
    registered().by(CHIEF).when(REDUCE).refused("不超过现有预算 0.00 元")


def case(
    number: int, violation: Violation, evidence: str, fen: int, department: str = "D01"
) -> ViolationSuspected:
    return ViolationSuspected(
        case=f"A{number}",
        violation=violation,
        evidence=evidence,
        amount_fen=fen,
        department=department,
        unit="U01" if department else "",
    )


def late(number: int, document: str, month: int, of_month: int, fen: int) -> ViolationSuspected:
    evidence = f"项目暂停期间支付：{document}（2021-{month:02}-{of_month:02}）"
    return case(number, Violation.PAID_WHILE_SUSPENDED, evidence, fen)


@pytest.mark.clause("LY-20", "HL-06")
def test_a_payment_during_a_suspension_is_recorded_and_suspected() -> None:
    payment = paid(500, 7, 2, "V1")
    suspended().reported(payment).then(payment, late(1, "V1", 7, 2, 500))


@pytest.mark.parametrize("kind", [paid, appropriated], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("fen", [0, -500])
def test_a_line_that_pays_nobody_is_no_suspicion(
    kind: Callable[[int, int, int], ExecutionFact], fen: int
) -> None:
    fact = kind(fen, 7, 2)
    for story in (suspended(), stopped()):
        story.reported(fact).then(fact)
    known = chief(at=(7, 5)).reported(fact).so_far
    for command in (SUSPEND, STOP):
        answer = known.when(replace(command, effective_on=JULY_1))
        assert answer.all(ViolationSuspected) == []


def test_a_payment_reported_before_the_suspension_was_recorded_is_suspected_then() -> None:
    """The same facts in the other order of arrival lead to the same suspicion."""
    story = chief(at=(7, 5)).reported(paid(500, 7, 2, "V1"), paid(7, 7, 1, "V0")).so_far
    answer = story.when(replace(SUSPEND, effective_on=JULY_1))
    assert answer.all(ViolationSuspected) == [late(1, "V1", 7, 2, 500)]


def test_several_payments_are_several_cases_in_the_order_of_their_days() -> None:
    story = suspended().reported(paid(3, 7, 9, "V3"), paid(2, 7, 8, "V2")).so_far
    assert [fact.case for fact in story.facts if isinstance(fact, ViolationSuspected)] == [
        "A1",
        "A2",
    ]
    other_way = chief(at=(7, 20)).reported(paid(3, 7, 9, "V3"), paid(2, 7, 8, "V2")).so_far
    answer = other_way.when(replace(SUSPEND, effective_on=JULY_1))
    assert answer.all(ViolationSuspected) == [late(1, "V2", 7, 8, 2), late(2, "V3", 7, 9, 3)]


@pytest.mark.parametrize("of_month", [30, 1])
def test_a_payment_until_the_day_of_the_suspension_is_in_order(of_month: int) -> None:
    payment = paid(500, 6 if of_month > 1 else 7, of_month)
    suspended().reported(payment).then(payment)


def test_a_payment_after_the_resumption_is_in_order_one_in_between_is_not() -> None:
    story = suspended().at(day(8, 1)).when(RESUME).so_far
    after, between = paid(1, 8, 1, "V1"), paid(2, 7, 31, "V2")
    story.reported(after).then(after)
    story.reported(between).then(between, late(1, "V2", 7, 31, 2))


def test_a_suspension_dated_back_over_an_earlier_one_suspects_nothing_twice() -> None:
    story = suspended().reported(paid(2, 7, 2, "V2")).so_far.at(day(8, 1)).when(RESUME).so_far
    story = story.reported(paid(3, 8, 2, "V3")).so_far
    answer = story.when(replace(SUSPEND, effective_on=JULY_1))
    assert answer.all(ViolationSuspected) == [late(2, "V3", 8, 2, 3)]


def test_a_refund_during_a_suspension_is_welcome() -> None:
    fact = refunded(5, 7, 9)
    suspended().reported(fact).then(fact)


@pytest.mark.clause("LY-20", "HJ-27")
def test_funds_released_after_the_stop_are_suspected_in_either_order() -> None:
    release = appropriated(900, 7, 2, "B1")
    evidence = "停止拨付后拨款：B1（2021-07-02）"
    suspicion = case(1, Violation.APPROPRIATED_WHILE_STOPPED, evidence, 900)
    stopped().reported(release).then(release, suspicion)
    before = chief(at=(7, 5)).reported(release, appropriated(1, 7, 1)).so_far
    answer = before.when(replace(STOP, effective_on=JULY_1))
    assert answer.all(ViolationSuspected) == [suspicion]


def test_a_payment_after_the_stop_and_a_release_during_a_suspension_are_in_order() -> None:
    payment, release = paid(1, 7, 9), appropriated(1, 7, 9)
    stopped().reported(payment).then(payment)
    suspended().reported(release).then(release)
    first = appropriated(1, 7, 1)
    stopped().reported(first).then(first)


def test_money_of_a_project_nobody_registered_is_recorded() -> None:
    given().reported(paid(5, 7, 9, "V")).then(paid(5, 7, 9, "V"))
