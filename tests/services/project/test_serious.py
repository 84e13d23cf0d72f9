"""The serious case: everything at once, procurement under way left alone (HJ-27)."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.accountability import ViolationSuspected
from events.disposition import (
    AppropriationStopped,
    BudgetReduced,
    DispositionExecuted,
    ProjectSuspended,
    SeriousCaseDisposed,
)
from events.terms import Cause, DispositionKind
from services.project.disposition import ResumeProject, SuspendProject
from services.project.remedies import DecideDisposition, ProposeDisposition
from services.project.serious import DisposeSeriousCase
from tests.services.project.given import CHIEF, REVIEWER, Given, P, day
from tests.services.project.stories import (
    appropriated,
    budget,
    committed,
    paid,
    registered,
    released,
)

K = DispositionKind
ALL = (K.SUSPEND, K.REDUCE_BUDGET, K.STOP_FUNDS)
COMMAND = DisposeSeriousCase(**P, reason="损失浪费")
JULY_1 = date(2021, 7, 1)


def story(under: str = "hanggin") -> Given:
    money = (budget(1000), paid(300), committed(200, no="采购1"), committed(100, no="采购2"))
    known = registered(under=under).reported(*money).so_far
    return known.reported(released(100, no="采购2")).so_far.by(CHIEF).at(day(7, 1))


@pytest.mark.clause("HJ-27")
def test_suspension_reduction_and_stop_in_one_append_and_procurement_left() -> None:
    after = (
        story()
        .about("事项1")
        .when(COMMAND)
        .then(
            ProjectSuspended(
                cause=Cause.SERIOUS,
                reason="损失浪费",
                effective_on=JULY_1,
                project_name="农村道路",
                department="D01",
            ),
            BudgetReduced(
                cause=Cause.SERIOUS,
                reason="损失浪费",
                amount_fen=500,
                correlation="事项1",
                project_name="农村道路",
                department="D01",
            ),
            AppropriationStopped(
                cause=Cause.SERIOUS,
                reason="损失浪费",
                effective_on=JULY_1,
                project_name="农村道路",
                department="D01",
            ),
            SeriousCaseDisposed(
                reason="损失浪费",
                measures=ALL,
                reduced_fen=500,
                committed_fen=200,
                procurement=("采购1",),
                edition="hanggin@2021-01-01",
                project_name="农村道路",
                department="D01",
            ),
        )
    )
    after.when(COMMAND).nothing()
    again = after.at(day(8, 1)).when(ResumeProject(**P, reason="已整改")).so_far
    assert again.when(COMMAND).one(SeriousCaseDisposed).measures == (K.SUSPEND, K.REDUCE_BUDGET)


@pytest.mark.parametrize("amount", [0, -1, 501])
def test_what_is_spent_or_committed_is_not_cut(amount: int) -> None:
    answer = story().when(replace(COMMAND, amount_fen=amount))
    answer.refused("未支付、未采购占用的 5.00 元", clause="HJ-27")
    assert story().when(replace(COMMAND, amount_fen=1)).one(BudgetReduced).amount_fen == 1


def test_a_project_with_nothing_left_is_stopped_without_a_reduction() -> None:
    empty = registered(under="hanggin").by(CHIEF).at(day(7, 1)).when(COMMAND)
    assert empty.one(SeriousCaseDisposed).measures == (K.SUSPEND, K.STOP_FUNDS)
    assert empty.all(BudgetReduced) == []


@pytest.mark.clause("LY-20")
def test_lingyuan_suspends_and_stops() -> None:
    answer = story("lingyuan").when(COMMAND)
    assert answer.one(SeriousCaseDisposed).measures == (K.SUSPEND, K.STOP_FUNDS)


def test_what_was_decided_is_carried_out_and_what_was_done_already_is_left() -> None:
    propose = ProposeDisposition(
        **P, disposition="D1", cause=Cause.SERIOUS, kinds=ALL, reason="损失浪费"
    )
    decided = story().by(REVIEWER).when(propose).so_far.by(CHIEF)
    decided = decided.when(DecideDisposition(**P, disposition="D1")).so_far
    answer = decided.when(COMMAND)
    assert [fact.kind for fact in answer.all(DispositionExecuted)] == [*ALL]
    suspended = story().when(SuspendProject(**P, cause=Cause.SERIOUS, reason="先停")).so_far
    assert suspended.when(COMMAND).one(SeriousCaseDisposed).measures == ALL[1:]


def test_money_already_known_to_be_later_is_suspected_under_its_own_number() -> None:
    known = story().reported(paid(5, 7, 9, "V"), appropriated(7, 7, 8, "B")).so_far.at(day(7, 20))
    cases = known.when(replace(COMMAND, effective_on=JULY_1)).all(ViolationSuspected)
    assert [(one.case, one.amount_fen) for one in cases] == [("A1", 5), ("A2", 7)]


def test_only_those_the_catalogue_names_dispose() -> None:
    story().by(REVIEWER).when(COMMAND).refused("处置严重问题须由", clause="HJ-27")
