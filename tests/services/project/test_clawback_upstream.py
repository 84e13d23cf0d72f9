"""Upstream lowers the budget on the clawback's document: counted once, in any order of arrival."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from events.clawback import (
    ClawbackCandidateIdentified,
    ClawbackCorrected,
    ClawbackExecuted,
    ClawbackSettled,
)
from events.execution import BudgetAdjusted, ExecutionFact
from services.project.clawback import (
    ConfirmAmount,
    CorrectClawback,
    ExecuteClawback,
    NotifyDepartment,
)
from services.project.decider import record
from services.project.recovery import NO_SCHEDULE, figures
from services.project.state import fold
from tests.services.project.given import Given, P, day
from tests.services.project.stories import (
    adjusted,
    budget,
    examining,
    notified,
    paid,
    registered,
    taken_back,
)

TAKEN = 95_000_000
EXECUTE = ExecuteClawback(**P, round="R1", document_no="收回1号")


def lowering(fen: int = TAKEN, document: str = "收回1号", **other: object) -> BudgetAdjusted:
    return replace(adjusted(-fen, 12, 10, document), **other)


def executed() -> Given:
    return notified().when(ConfirmAmount(**P, round="R1")).so_far.when(EXECUTE).so_far


def left(story: Given) -> int:
    return figures(story.state, date.max, NO_SCHEDULE).recoverable_fen


@pytest.mark.clause("LY-21", "HL-07")
def test_an_adjustment_that_names_the_document_settles_the_item_once() -> None:
    fact = lowering()
    settled = ClawbackSettled(round="R1", amount_fen=TAKEN, document_no="收回1号")
    story = executed().reported(fact).then(fact, settled)
    assert left(story) == left(executed()) == 25_000_000
    further = lowering(1, line_no=2)
    story.reported(further).then(further)


def test_an_adjustment_that_reverses_on_the_document_names_it_too() -> None:
    fact = replace(adjusted(-TAKEN, 12, 10, "调整77"), reverses="收回1号")
    assert executed().reported(fact).one(ClawbackSettled).amount_fen == TAKEN


def test_an_adjustment_in_parts_settles_with_the_last_part() -> None:
    first, second = lowering(60_000_000), lowering(35_000_000, line_no=2)
    story = executed().reported(first).then(first)
    assert left(story) == 25_000_000
    assert story.reported(second).one(ClawbackSettled).amount_fen == TAKEN


def test_what_is_given_back_settles_an_item_that_upstream_lowered_by_the_rest() -> None:
    story = executed().reported(lowering(90_000_000)).so_far
    back = CorrectClawback(**P, round="R1", amount_fen=5_000_000, document_no="更正1")
    given_back = ClawbackCorrected(round="R1", delta_fen=-5_000_000, document_no="更正1")
    settled = ClawbackSettled(round="R1", amount_fen=90_000_000, document_no="收回1号")
    story.when(back).then(given_back, settled)
    story.when(replace(back, amount_fen=4_999_999)).one(ClawbackCorrected)


def test_an_adjustment_that_came_before_the_execution_was_recorded_counts_once() -> None:
    confirmed = notified().when(ConfirmAmount(**P, round="R1")).so_far
    story = confirmed.reported(lowering()).so_far.when(EXECUTE)
    assert story.one(ClawbackExecuted).amount_fen == TAKEN
    assert story.one(ClawbackSettled).amount_fen == TAKEN
    assert left(story.so_far) == 25_000_000


def test_an_adjustment_that_came_before_the_amount_was_confirmed_counts_once() -> None:
    """Upstream names the item itself, which is known before any document is."""
    story = notified().reported(lowering(document="231083-2021-P1-R1")).so_far
    confirmed = story.when(ConfirmAmount(**P, round="R1")).so_far
    answer = confirmed.when(replace(EXECUTE, document_no=""))
    assert answer.one(ClawbackSettled).amount_fen == TAKEN
    assert left(answer.so_far) == 25_000_000


def test_an_adjustment_that_names_nothing_of_the_kind_is_one_of_its_own() -> None:
    story = executed().reported(lowering(10_000_000, "调整5")).so_far
    assert not story.state.clawback.items["R1"].settled
    assert left(story) == 15_000_000


def test_a_second_round_sees_the_settled_money_gone_once() -> None:
    story = executed().reported(lowering()).so_far.at(day(12, 31))
    later = replace(examining("R2"), cutoff_on=date(2021, 12, 31))
    found = story.when(later).one(ClawbackCandidateIdentified).figures
    assert (found.budget_fen, found.prior_clawback_fen) == (205_000_000, 0)
    assert (found.shortfall_fen, found.recoverable_fen) == (25_000_000, 25_000_000)


def test_a_late_payment_after_the_settlement_gives_back_no_more_than_before_it() -> None:
    late = paid(30_000_000, 11, 29, "V9")
    before = executed().reported(late).all(ClawbackCorrected)
    after = executed().reported(lowering()).so_far.reported(late).all(ClawbackCorrected)
    assert before == after
    assert [fact.delta_fen for fact in after] == [-5_000_000]


def test_money_added_after_the_cutoff_pays_for_what_is_spent_from_it() -> None:
    """A late payment that the larger budget covers proves nothing was taken too much."""
    story = taken_back().reported(adjusted(50_000_000, 12, 5), paid(40_000_000, 12, 6)).so_far
    assert story.reported(paid(1, 11, 29, "V9")).all(ClawbackCorrected) == []


def test_a_document_serves_one_round_of_a_project() -> None:
    story = executed().when(replace(examining("R2"), cutoff_on=date(2021, 12, 31))).so_far
    story = story.when(NotifyDepartment(**P, round="R2")).so_far
    story = story.when(ConfirmAmount(**P, round="R2")).so_far
    again = replace(EXECUTE, round="R2")
    story.when(again).refused("文号 收回1号 已用于另一次收回", clause="HL-07")


FACTS: tuple[ExecutionFact, ...] = (
    lowering(60_000_000),
    lowering(35_000_000, line_no=2),
    adjusted(20_000_000, 12, 9, "追加"),
    paid(30_000_000, 11, 29, "V9"),
)


def test_whatever_comes_first_the_same_is_left() -> None:
    ends = {
        (left(story), story.state.clawback.taken_fen, story.state.clawback.items["R1"].settled)
        for order in permutations(FACTS)
        for story in [executed().reported(*order).so_far]
        if order.index(FACTS[2]) < order.index(FACTS[3])
    }
    assert len(ends) == 1


@settings(deadline=None, max_examples=80)
@for_all(
    st.lists(st.integers(1, 40_000_000), max_size=4),
    st.lists(st.integers(-30_000_000, 30_000_000), max_size=3),
    st.integers(0, 100),
    st.randoms(use_true_random=False),
)
def test_named_adjustments_never_change_what_is_left(
    parts: list[int], others: list[int], share: int, random: object
) -> None:
    """What is left is the budget without the named adjustments, less what was taken and spent."""
    confirmed = notified().when(ConfirmAmount(**P, round="R1")).so_far
    facts = [lowering(fen, line_no=n) for n, fen in enumerate(parts, 1)]
    facts += [adjusted(fen, 12, 4, f"调{n}") for n, fen in enumerate(others)]
    random.shuffle(facts)  # type: ignore[attr-defined]  # hypothesis gives a Random
    middle = len(facts) * share // 100
    state = confirmed.state
    for fact in facts[:middle]:
        state = fold(record(state, fact), state)
    early = Given((*confirmed.facts, *facts[:middle]), confirmed.law, confirmed.actor)
    answer = early.at(day(12, 2)).when(EXECUTE)
    if answer.refusal is not None:
        assert "可收回余额" in str(answer.refusal)
        return
    state = fold(answer.facts, state)
    for fact in facts[middle:]:
        state = fold(record(state, fact), state)
    expected = 300_000_000 + sum(others) - 180_000_000 - TAKEN
    assert figures(state, date.max, NO_SCHEDULE).recoverable_fen == max(0, expected)
    assert state.clawback.items["R1"].settled == (sum(parts) >= TAKEN)


def test_a_lowering_of_an_unlisted_project_is_an_adjustment() -> None:
    story = registered().reported(budget(100), lowering(40)).so_far
    assert left(story) == 60
