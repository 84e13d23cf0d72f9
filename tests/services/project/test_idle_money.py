"""Idle money: how old it is, how much of it there is, and where it goes (HL-12, HJ-05)."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.clawback import (
    ClawbackCandidateIdentified,
    ClawbackCorrected,
    ClawbackCorrectionProposed,
)
from events.terms import ClawbackGround, Destination, FundSource, FundTag
from services.project.standing import LinkCarryover
from tests.services.project.given import (
    CHIEF,
    Given,
    P,
    amended,
    day,
    given,
    law_of,
)
from tests.services.project.stories import (
    budget,
    committed,
    examining,
    paid,
    refunded,
    registration,
    released,
    taken,
)


def idle(first: int | None, *tags: FundTag, spent: int = 290_000_000) -> Given:
    entered = replace(registration(*tags), first_arranged_year=first)
    story = given().when(entered).so_far.reported(budget(), paid(spent, 11, 1)).so_far
    return story.by(CHIEF).at(day(12, 1))


def only_idle(story: Given) -> ClawbackCandidateIdentified:
    """What is found where only idle money of a superior goes back up."""
    law = amended(law_of("hailin"), day(2, 1), clawback__superior_returns="IDLE")
    command = replace(examining(), edition="hailin@2021-02-01")
    return story.under(law).when(command).one(ClawbackCandidateIdentified)


@pytest.mark.clause("HL-12", "HJ-05")
@pytest.mark.parametrize(("first", "years"), [(2019, 2), (2015, 6), (2018, 3)])
def test_money_idle_for_two_years_is_taken_whole(first: int, years: int) -> None:
    fact = idle(first).when(examining()).one(ClawbackCandidateIdentified)
    assert fact.grounds == (ClawbackGround.IDLE,)
    assert (fact.amount_fen, fact.idle_years) == (10_000_000, years)
    assert fact.destination is Destination.LOCAL_POOL


@pytest.mark.parametrize("first", [None, 2020, 2021])
def test_younger_money_or_money_of_unknown_age_is_not_idle(first: int | None) -> None:
    idle(first).when(examining()).nothing()


@pytest.mark.clause("HL-12")
def test_money_of_a_project_that_says_it_is_young_is_as_old_as_where_it_came_from() -> None:
    entered = replace(registration(), first_arranged_year=2021)
    story = given().when(entered).so_far.by(CHIEF)
    link = LinkCarryover(**P, from_year=2019, from_project="P0", amount_fen=300_000_000)
    moved = story.when(link).so_far.reported(budget(), paid(290_000_000, 11, 1)).so_far
    fact = moved.at(day(12, 1)).when(examining()).one(ClawbackCandidateIdentified)
    assert (fact.grounds, fact.idle_years) == ((ClawbackGround.IDLE,), 2)


def test_idle_money_that_is_committed_is_left() -> None:
    story = idle(2019).reported(committed(4_000_000)).so_far
    assert story.when(examining()).one(ClawbackCandidateIdentified).amount_fen == 6_000_000
    story.reported(committed(6_000_000, 6)).so_far.when(examining()).nothing()


def test_a_release_before_its_commitment_frees_no_money() -> None:
    story = idle(2019, spent=0).reported(released(50_000_000)).so_far
    assert story.when(examining()).one(ClawbackCandidateIdentified).amount_fen == 300_000_000


def test_idle_and_behind_is_the_maximum_never_the_sum() -> None:
    fact = idle(2019, spent=180_000_000).when(examining()).one(ClawbackCandidateIdentified)
    assert fact.grounds == (ClawbackGround.BEHIND_SCHEDULE, ClawbackGround.IDLE)
    assert fact.amount_fen == 120_000_000


@pytest.mark.clause("HJ-05", "HL-12")
@pytest.mark.parametrize("tag", [FundTag.SPECIAL_TRANSFER, FundTag.DIRECT])
def test_superior_money_goes_back_up_idle_or_not_unless_the_place_says_only_idle(
    tag: FundTag,
) -> None:
    back = idle(2019, tag).when(examining()).one(ClawbackCandidateIdentified)
    assert (back.destination, back.superior_fen) == (Destination.SUPERIOR, back.amount_fen)
    slow = idle(2021, tag, spent=180_000_000)
    fact = slow.when(examining()).one(ClawbackCandidateIdentified)
    assert fact.grounds == (ClawbackGround.BEHIND_SCHEDULE,)
    assert (fact.destination, fact.superior_fen) == (Destination.SUPERIOR, fact.amount_fen)
    kept = only_idle(slow)
    assert (kept.destination, kept.superior_fen) == (Destination.LOCAL_POOL, 0)


@pytest.mark.clause("HJ-05", "HL-12", "LY-02")
@pytest.mark.parametrize("source", FundSource)
def test_a_superiors_transfer_is_known_by_its_source_too(source: FundSource) -> None:
    entered = replace(registration(), first_arranged_year=2019, fund_source=source)
    story = given().when(entered).so_far.reported(budget()).so_far.by(CHIEF).at(day(12, 1))
    back = story.when(examining()).one(ClawbackCandidateIdentified).destination
    upward = source is FundSource.SUPERIOR_TRANSFER
    assert back is (Destination.SUPERIOR if upward else Destination.LOCAL_POOL)


def carried(arranged: int, fen: int, *tags: FundTag, spent: int = 290_000_000) -> Given:
    """Money of the budget that came over from an earlier year."""
    story = given().when(registration(*tags)).so_far.by(CHIEF)
    link = LinkCarryover(
        **P, from_year=2020, from_project="P0", amount_fen=fen, arranged_in=arranged
    )
    linked = story.when(link).so_far
    return linked.reported(budget(), paid(spent, 11, 1)).so_far.at(day(12, 1))


@pytest.mark.clause("HL-12", "HJ-05")
def test_carried_money_is_idle_from_the_year_it_was_first_arranged() -> None:
    fact = carried(2019, 300_000_000).when(examining()).one(ClawbackCandidateIdentified)
    assert fact.grounds == (ClawbackGround.IDLE,)
    assert (fact.amount_fen, fact.idle_years) == (10_000_000, 2)
    carried(2020, 300_000_000).when(examining()).nothing()
    carried(2019, 290_000_000).when(examining()).nothing()


@pytest.mark.parametrize(
    ("old", "spent", "idle_fen", "taken"),
    [
        (295_000_000, 290_000_000, 5_000_000, 5_000_000),
        (50_000_000, 0, 50_000_000, 275_000_000),
        (300_000_000, 0, 300_000_000, 300_000_000),
    ],
)
def test_of_money_that_is_partly_old_only_what_is_left_of_the_old_is_idle(
    old: int, spent: int, idle_fen: int, taken: int
) -> None:
    fact = carried(2018, old, spent=spent).when(examining()).one(ClawbackCandidateIdentified)
    assert (fact.idle_fen, fact.amount_fen) == (idle_fen, taken)


@pytest.mark.clause("HJ-05", "HL-12")
def test_only_the_idle_part_of_superior_money_goes_up_where_the_place_says_so() -> None:
    tagged = carried(2018, 50_000_000, FundTag.DIRECT, spent=0)
    fact = only_idle(tagged)
    assert (fact.amount_fen, fact.idle_fen) == (275_000_000, 50_000_000)
    assert (fact.destination, fact.superior_fen) == (Destination.SUPERIOR, 50_000_000)
    whole = tagged.when(examining()).one(ClawbackCandidateIdentified)
    assert (whole.idle_fen, whole.superior_fen) == (50_000_000, 275_000_000)
    own = carried(2018, 50_000_000, spent=0).when(examining()).one(ClawbackCandidateIdentified)
    assert (own.idle_fen, own.destination) == (50_000_000, Destination.LOCAL_POOL)


def test_a_refund_before_its_payment_makes_no_more_money_old() -> None:
    story = carried(2018, 50_000_000, spent=0).reported(refunded(30_000_000, 11, 2)).so_far
    assert story.when(examining()).one(ClawbackCandidateIdentified).idle_fen == 50_000_000


def test_old_money_that_was_taken_back_is_not_idle_a_second_time() -> None:
    story = taken(carried(2018, 50_000_000, spent=0).when(examining()).so_far)
    again = story.when(examining("R2", date(2021, 12, 31))).one(ClawbackCandidateIdentified)
    assert again.grounds == (ClawbackGround.BEHIND_SCHEDULE,)
    assert (again.amount_fen, again.idle_fen) == (25_000_000, 0)


def test_a_late_payment_of_old_money_makes_less_of_it_idle() -> None:
    """295 carried, 290 paid, 5 taken as idle; 3 more were paid in time and told late."""
    story = taken(carried(2018, 295_000_000).when(examining()).so_far)
    late = story.reported(paid(3_000_000, 11, 29))
    assert late.all(ClawbackCorrected) == []
    assert late.one(ClawbackCorrectionProposed).delta_fen == -3_000_000


def test_the_year_of_the_cutoff_counts_the_idle_years() -> None:
    assert (
        idle(2019)
        .when(examining(cutoff=date(2021, 1, 31)))
        .one(ClawbackCandidateIdentified)
        .idle_years
        == 2
    )
