"""Idle money, destinations, objections and how late facts are followed (HL-07, HL-12, HJ-05)."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.clawback import (
    ClawbackCandidateIdentified,
    ClawbackConfirmed,
    ClawbackCorrected,
    ClawbackCorrectionProposed,
    ClawbackObjectionResolved,
    ClawbackWaived,
)
from events.terms import ClawbackGround, Destination, FundTag, Resolution, SubjectKind
from services.project.clawback import (
    ConfirmAmount,
    ExecuteClawback,
    NotifyDepartment,
    RecordObjection,
    ResolveObjection,
)
from services.project.standing import LinkCarryover
from tests.services.project.given import (
    AUDITOR,
    CHIEF,
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
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
    notified,
    paid,
    refunded,
    registration,
    released,
)

BEHIND = 95_000_000


def idle(first: int | None, *tags: FundTag, spent: int = 290_000_000) -> Given:
    entered = replace(registration(*tags), first_arranged_year=first)
    story = given().when(entered).so_far.reported(budget(), paid(spent, 11, 1)).so_far
    return story.by(CHIEF).at(day(12, 1))


@pytest.mark.clause("HL-12", "HJ-05")
@pytest.mark.parametrize(("first", "years"), [(2019, 2), (2015, 6), (2018, 3)])
def test_money_idle_for_two_years_is_taken_whole(first: int, years: int) -> None:
    fact = idle(first).when(examining()).one(ClawbackCandidateIdentified)
    assert fact.grounds == (ClawbackGround.IDLE,)
    assert (fact.amount_fen, fact.idle_years) == (10_000_000, years)
    assert fact.destination is Destination.LOCAL_POOL


@pytest.mark.parametrize("first", [None, 2020, 2021, 2022])
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


@pytest.mark.clause("HL-07")
def test_a_refund_before_its_payment_frees_no_money() -> None:
    """The payment it belongs to comes later, dated before the cut-off, and is mended then."""
    story = given().when(registration()).so_far.reported(budget(), refunded(50_000_000, 11, 2))
    early = story.so_far.by(CHIEF).at(day(12, 1))
    fact = early.when(examining()).one(ClawbackCandidateIdentified)
    assert (fact.amount_fen, fact.figures.recoverable_fen) == (275_000_000, 300_000_000)
    for command in (
        examining(),
        NotifyDepartment(**P, round="R1"),
        ConfirmAmount(**P, round="R1"),
        ExecuteClawback(**P, round="R1"),
    ):
        early = early.when(command).so_far
    late = early.reported(paid(150_000_000, 11, 1))
    assert [one.delta_fen for one in late.all(ClawbackCorrected)] == [-75_000_000]
    assert late.one(ClawbackCorrectionProposed).delta_fen == -25_000_000


def test_a_release_before_its_commitment_frees_no_money() -> None:
    story = idle(2019, spent=0).reported(released(50_000_000)).so_far
    assert story.when(examining()).one(ClawbackCandidateIdentified).amount_fen == 300_000_000


def test_idle_and_behind_is_the_maximum_never_the_sum() -> None:
    fact = idle(2019, spent=180_000_000).when(examining()).one(ClawbackCandidateIdentified)
    assert fact.grounds == (ClawbackGround.BEHIND_SCHEDULE, ClawbackGround.IDLE)
    assert fact.amount_fen == 120_000_000


@pytest.mark.clause("HJ-05", "HL-12")
@pytest.mark.parametrize("tag", [FundTag.SPECIAL_TRANSFER, FundTag.DIRECT])
def test_idle_superior_money_goes_back_up_the_rest_to_the_pool(tag: FundTag) -> None:
    back = idle(2019, tag).when(examining()).one(ClawbackCandidateIdentified)
    assert back.destination is Destination.SUPERIOR
    slow = idle(2021, tag, spent=180_000_000).when(examining()).one(ClawbackCandidateIdentified)
    assert slow.destination is Destination.LOCAL_POOL


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
def test_only_the_idle_part_of_superior_money_goes_up() -> None:
    tagged = carried(2018, 50_000_000, FundTag.DIRECT, spent=0)
    fact = tagged.when(examining()).one(ClawbackCandidateIdentified)
    assert (fact.amount_fen, fact.idle_fen) == (275_000_000, 50_000_000)
    assert fact.destination is Destination.SUPERIOR
    own = carried(2018, 50_000_000, spent=0).when(examining()).one(ClawbackCandidateIdentified)
    assert (own.idle_fen, own.destination) == (50_000_000, Destination.LOCAL_POOL)


def test_a_late_payment_of_old_money_makes_less_of_it_idle() -> None:
    """295 carried, 290 paid, 5 taken as idle; 3 more were paid in time and told late."""
    story = carried(2018, 295_000_000).when(examining()).so_far
    for command in (
        NotifyDepartment(**P, round="R1"),
        ConfirmAmount(**P, round="R1"),
        ExecuteClawback(**P, round="R1"),
    ):
        story = story.when(command).so_far
    late = story.reported(paid(3_000_000, 11, 29))
    assert late.all(ClawbackCorrected) == []
    assert late.one(ClawbackCorrectionProposed).delta_fen == -3_000_000


@pytest.mark.clause("HL-07")
@pytest.mark.parametrize("kind", SubjectKind)
def test_what_only_sums_others_up_is_not_taken_from(kind: SubjectKind) -> None:
    story = given().when(replace(registration(), subject_kind=kind)).so_far.reported(budget())
    answer = story.so_far.by(CHIEF).at(day(12, 1)).when(examining())
    listed = kind in {SubjectKind.PROJECT, SubjectKind.TRANSFER_REGION}
    assert len(answer.all(ClawbackCandidateIdentified)) == listed


def objected() -> Given:
    story = notified().by(REVIEWER).when(RecordObjection(**P, round="R1", reason="在建"))
    return story.so_far.by(CHIEF)


@pytest.mark.clause("HL-07")
def test_the_department_objects_or_the_bureau_writes_it_down() -> None:
    objection = RecordObjection(**P, round="R1", reason="在建")
    for actor in (FILER, REVIEWER, OFFICER, CHIEF):
        assert notified().by(actor).when(objection).facts
    for actor in (EXPERT, AUDITOR):
        notified().by(actor).when(objection).refused("部门提出异议须由", clause="HL-07")


def answer(resolution: Resolution, fen: int | None = None) -> ResolveObjection:
    return ResolveObjection(**P, round="R1", resolution=resolution, reason="已核", amount_fen=fen)


@pytest.mark.clause("HL-07")
def test_an_objection_is_upheld_reduced_or_waived() -> None:
    def resolved(resolution: Resolution, fen: int) -> ClawbackObjectionResolved:
        return ClawbackObjectionResolved(
            round="R1", resolution=resolution, amount_fen=fen, reason="已核"
        )

    kept = objected().when(answer(Resolution.UPHELD)).then(resolved(Resolution.UPHELD, BEHIND))
    kept.when(answer(Resolution.UPHELD)).nothing()
    kept.when(ConfirmAmount(**P, round="R1")).then(ClawbackConfirmed(round="R1", amount_fen=BEHIND))
    less = objected().when(answer(Resolution.REDUCED, 100)).then(resolved(Resolution.REDUCED, 100))
    less.when(ConfirmAmount(**P, round="R1")).then(ClawbackConfirmed(round="R1", amount_fen=100))
    more = ConfirmAmount(**P, round="R1", amount_fen=101, reason="另定")
    less.when(more).refused("不超过可收回的 1.00 元", clause="HL-07")
    waived = (
        objected()
        .when(answer(Resolution.WAIVED))
        .then(
            resolved(Resolution.WAIVED, 0),
            ClawbackWaived(round="R1", reason="已核", waived_fen=BEHIND),
        )
    )
    waived.when(answer(Resolution.WAIVED)).nothing()


@pytest.mark.parametrize("fen", [None, 0, -1, BEHIND, BEHIND + 1])
def test_a_reduction_lies_between_nothing_and_the_amount(fen: int | None) -> None:
    objected().when(answer(Resolution.REDUCED, fen)).refused("核减后的金额", clause="HL-07")


def test_only_an_objection_is_answered_and_only_the_head_waives_by_it() -> None:
    notified().when(answer(Resolution.UPHELD)).refused("没有待答复的异议", clause="HL-07")
    story = objected().by(OFFICER)
    story.when(answer(Resolution.WAIVED)).refused("须由财政局领导办理", clause="HL-07")
    kept = story.when(answer(Resolution.UPHELD)).one(ClawbackObjectionResolved)
    assert kept.amount_fen == BEHIND


def test_a_confirmed_amount_may_only_go_down_until_it_is_taken() -> None:
    confirmed = notified().when(ConfirmAmount(**P, round="R1")).so_far
    spent = confirmed.reported(paid(100_000_000, 12, 1)).so_far
    execute = ExecuteClawback(**P, round="R1")
    spent.when(execute).refused("可收回余额只有", clause="HL-07")
    lower = ConfirmAmount(**P, round="R1", amount_fen=20_000_000, reason="已支付")
    after = spent.when(lower).so_far
    after.when(replace(lower, amount_fen=30_000_000)).refused("须先告知部门", clause="HL-07")
    assert after.when(execute).so_far.state.clawback.taken_fen == 20_000_000


@pytest.mark.clause("HL-07")
def test_a_bureau_may_have_late_facts_followed_in_full() -> None:
    """§9, 10: under RECOMPUTE the example gives back 300,000 at once, nothing is proposed."""
    law = amended(law_of("hailin"), day(2, 1), clawback__late_facts="RECOMPUTE")
    story = given().under(law).when(registration()).so_far
    story = story.reported(budget(), paid(180_000_000, 11, 1)).so_far.by(CHIEF).at(day(12, 1))
    for command in (
        replace(examining(), edition="hailin@2021-02-01"),
        NotifyDepartment(**P, round="R1"),
        ConfirmAmount(**P, round="R1"),
        ExecuteClawback(**P, round="R1"),
    ):
        story = story.when(command).so_far
    late = story.reported(paid(30_000_000, 11, 29, "V9"))
    assert [fact.delta_fen for fact in late.all(ClawbackCorrected)] == [-30_000_000]
    assert late.all(ClawbackCorrectionProposed) == []
    assert late.so_far.reported(refunded(1, 11, 29)).all(ClawbackCorrected) == []


def test_the_year_of_the_cutoff_counts_the_idle_years() -> None:
    assert (
        idle(2019)
        .when(examining(cutoff=date(2021, 1, 31)))
        .one(ClawbackCandidateIdentified)
        .idle_years
        == 2
    )
