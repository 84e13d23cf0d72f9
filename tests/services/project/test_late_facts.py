"""Late facts: what was taken although it was spent goes back at once, the rest is proposed."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.clawback import ClawbackCorrected, ClawbackCorrectionProposed
from events.execution import ExecutionFact
from services.project.clawback import (
    ConfirmAmount,
    CorrectClawback,
    ExecuteClawback,
    NotifyDepartment,
)
from tests.services.project.given import CHIEF, Given, P, day
from tests.services.project.stories import (
    adjusted,
    budget,
    committed,
    corrected,
    examining,
    notified,
    paid,
    refunded,
    registered,
    released,
    taken_back,
)


def back(fen: int, document: str = "V9", round_: str = "R1") -> ClawbackCorrected:
    return ClawbackCorrected(round=round_, delta_fen=-fen, document_no=document)


def further(fen: int, document: str = "V9", round_: str = "R1") -> ClawbackCorrectionProposed:
    return ClawbackCorrectionProposed(round=round_, delta_fen=-fen, document_no=document)


def test_the_late_payment_of_the_brief() -> None:
    """§5.7: 300,000 of 29 November arrives on 3 December: -50,000 at once, -250,000 proposed."""
    late = paid(30_000_000, 11, 29, "V9")
    after = taken_back().reported(late).then(late, back(5_000_000), further(25_000_000))
    assert after.state.clawback.taken_fen == 90_000_000


def test_a_correction_upwards_is_spending_too() -> None:
    late = corrected(30_000_000, 11, 29, "V9")
    taken_back().reported(late).then(late, back(5_000_000), further(25_000_000))


@pytest.mark.parametrize(
    ("fen", "facts"),
    [
        (25_000_000, (further(25_000_000),)),
        (25_000_001, (back(1), further(25_000_000))),
        (95_000_000, (back(70_000_000), further(25_000_000))),
        (120_000_000, (back(95_000_000),)),
        (999_000_000, (back(95_000_000),)),
    ],
)
def test_what_goes_back_is_never_more_than_was_taken(
    fen: int, facts: tuple[ClawbackCorrected | ClawbackCorrectionProposed, ...]
) -> None:
    late = paid(fen, 11, 29, "V9")
    after = taken_back().reported(late).then(late, *facts)
    assert after.state.clawback.taken_fen >= 0


def test_the_day_of_the_cutoff_is_before_the_cutoff() -> None:
    late = paid(30_000_000, 11, 30, "V9")
    taken_back().reported(late).then(late, back(5_000_000), further(25_000_000))


@pytest.mark.parametrize(
    "fact",
    [
        paid(30_000_000, 12, 3, "V9"),
        adjusted(-30_000_000, 12, 1, "V9"),
        adjusted(30_000_000, 11, 29, "V9"),
        committed(30_000_000, 12, 1, "V9"),
        committed(25_000_000, 11, 29, "V9"),
        released(30_000_000, 11, 29, "V9"),
        refunded(30_000_000, 11, 29, "V9"),
        corrected(-30_000_000, 11, 29, "V9"),
    ],
    ids=lambda fact: fact.title,
)
def test_nothing_else_moves_a_clawback(fact: ExecutionFact) -> None:
    taken_back().reported(fact).then(fact)


def test_what_the_unit_spends_after_the_money_was_taken_is_not_given_back() -> None:
    """300,000 of 3 December are 50,000 too much; a late payment of 0.01 frees no more than that."""
    overspent = taken_back().reported(paid(30_000_000, 12, 3)).so_far
    late = paid(1, 11, 29, "V9")
    overspent.reported(late).then(late, further(1))
    just = taken_back().reported(paid(25_000_000, 11, 29), paid(30_000_000, 12, 3)).so_far
    assert just.reported(late).all(ClawbackCorrected) == [back(1)]


@pytest.mark.parametrize("of_month", [1, 2])
def test_what_was_spent_before_the_money_was_taken_goes_back(of_month: int) -> None:
    """After the cut-off the frozen list stands, yet what was spent was not there to be taken."""
    late = paid(30_000_000, 12, of_month, "V9")
    taken_back().reported(late).then(late, back(5_000_000))


def test_a_budget_cut_before_the_cutoff_is_followed() -> None:
    """2,700,000 x 11/12 - 1,800,000 = 675,000 of the 950,000 taken; 50,000 were no budget."""
    cut = adjusted(-30_000_000, 11, 29, "V9")
    taken_back().reported(cut).then(cut, back(5_000_000), further(22_500_000))


def test_a_contract_signed_before_the_cutoff_is_left_alone_by_proposal() -> None:
    """Example 23: with 300,000 committed it is 900,000; a release withdraws the proposal."""
    contract = committed(30_000_000, 11, 29, "V9")
    story = taken_back().reported(contract).then(contract, further(5_000_000))
    release = released(5_000_000, 11, 30, "V8")
    story.reported(release).then(release, further(0, "V8"))
    story.reported(later := released(5_000_000, 12, 1, "V8")).then(later)


def test_more_budget_before_the_cutoff_lowers_what_was_proposed() -> None:
    """3,120,000 x 11/12 - 2,100,000 = 760,000 of the 900,000 left."""
    story = taken_back().reported(paid(30_000_000, 11, 29, "V9")).so_far
    more = adjusted(12_000_000, 11, 1, "V8")
    story.reported(more).then(more, further(14_000_000, "V8"))


def test_the_same_late_payment_mends_once() -> None:
    late = paid(30_000_000, 11, 29, "V9")
    taken_back().reported(late).so_far.reported(late).nothing()


def test_every_later_payment_mends_its_own_part() -> None:
    story = taken_back().reported(paid(30_000_000, 11, 29, "V9")).so_far
    second = paid(10_000_000, 11, 28, "V8")
    mended = story.reported(second).then(second, back(10_000_000, "V8"), further(25_000_000, "V8"))
    assert mended.state.clawback.taken_fen == 80_000_000


def test_what_was_not_taken_yet_is_not_mended() -> None:
    late = paid(30_000_000, 11, 29, "V9")
    notified().reported(late).then(late)


def test_a_person_may_give_back_the_rest() -> None:
    story = taken_back().reported(paid(30_000_000, 11, 29, "V9")).so_far
    rest = CorrectClawback(**P, round="R1", amount_fen=25_000_000, document_no="V9")
    given_back = story.when(rest).so_far
    assert given_back.state.clawback.taken_fen == 65_000_000
    assert given_back.state.clawback.items["R1"].proposed_fen == 0
    less = refunded(10_000_000, 11, 29, "V8")
    given_back.reported(less).then(less)
    nothing = paid(1, 12, 31, "V7")
    given_back.reported(nothing).then(nothing)


def test_a_late_refund_withdraws_what_was_proposed() -> None:
    story = taken_back().reported(paid(25_000_000, 11, 29, "V9")).so_far
    assert story.state.clawback.items["R1"].proposed_fen == 25_000_000
    less = refunded(10_000_000, 11, 29, "V8")
    fewer = story.reported(less).then(less, further(15_000_000, "V8"))
    rest = refunded(15_000_000, 11, 28, "V7")
    after = fewer.reported(rest).then(rest, further(0, "V7"))
    assert after.state.clawback.items["R1"].proposed_fen == 0


def two_rounds() -> Given:
    """Have 1,000 of budget: one round confirms 400, another 600, before anything is executed."""
    story = registered().reported(budget(1000)).so_far.by(CHIEF).at(day(12, 1))
    for name, share in (("R1", 400), ("R2", 600)):
        story = story.when(examining(name)).so_far
        story = story.when(NotifyDepartment(**P, round=name)).so_far
        confirm = ConfirmAmount(**P, round=name, amount_fen=share, reason="分两批")
        story = story.when(confirm).so_far
    for name in ("R1", "R2"):
        story = story.when(ExecuteClawback(**P, round=name)).so_far
    return story


def test_two_rounds_together_give_back_exactly_what_was_spent() -> None:
    late = paid(700, 11, 29, "V9")
    answer = two_rounds().reported(late)
    assert answer.all(ClawbackCorrected) == [back(600, round_="R2"), back(100, round_="R1")]
    assert answer.so_far.state.clawback.taken_fen == 300


def test_the_second_round_gives_back_first() -> None:
    answer = two_rounds().reported(paid(300, 11, 29, "V9"))
    assert answer.all(ClawbackCorrected) == [back(300, round_="R2")]


def test_money_already_given_back_by_hand_is_not_given_back_again() -> None:
    by_hand = CorrectClawback(**P, round="R1", amount_fen=200, document_no="X")
    story = two_rounds().when(by_hand).so_far
    answer = story.reported(paid(150, 11, 29, "V9"))
    assert answer.all(ClawbackCorrected) == []
    assert answer.so_far.state.clawback.taken_fen == 800


@pytest.mark.parametrize(("taken_on", "first"), [((7, 1), 0), ((12, 1), 100)])
def test_a_round_is_only_mended_by_what_was_spent_before_its_money_was_taken(
    taken_on: tuple[int, int], first: int
) -> None:
    story = registered().reported(budget(1200)).so_far.by(CHIEF).at(day(12, 1))
    for name, cutoff in (("R1", date(2021, 6, 30)), ("R2", date(2021, 11, 30))):
        story = story.when(replace(examining(name), cutoff_on=cutoff)).so_far
        story = story.when(NotifyDepartment(**P, round=name)).so_far
        story = story.when(ConfirmAmount(**P, round=name)).so_far
        on = date(2021, *taken_on) if name == "R1" else date(2021, 12, 1)
        story = story.when(ExecuteClawback(**P, round=name, on=on)).so_far
    assert [item.taken_fen for item in story.state.clawback.items.values()] == [600, 550]
    answer = story.reported(paid(700, 9, 1, "V9"))
    assert answer.all(ClawbackCorrected) == [
        back(fen, round_=name) for name, fen in (("R2", 550), ("R1", first)) if fen
    ]
