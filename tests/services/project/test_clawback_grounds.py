"""Objections, what is never taken from, and how late facts are followed (HL-07)."""

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
from events.terms import Resolution, SubjectKind
from services.project.clawback import (
    ConfirmAmount,
    ExecuteClawback,
    RecordObjection,
    ResolveObjection,
)
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
    taken,
)

BEHIND = 95_000_000


@pytest.mark.clause("HL-07")
def test_a_refund_before_its_payment_frees_no_money() -> None:
    """The payment it belongs to comes later, dated before the cut-off, and is mended then."""
    story = given().when(registration()).so_far.reported(budget(), refunded(50_000_000, 11, 2))
    early = story.so_far.by(CHIEF).at(day(12, 1))
    fact = early.when(examining()).one(ClawbackCandidateIdentified)
    assert (fact.amount_fen, fact.figures.recoverable_fen) == (275_000_000, 300_000_000)
    early = taken(early.when(examining()).so_far)
    late = early.reported(paid(150_000_000, 11, 1))
    assert [one.delta_fen for one in late.all(ClawbackCorrected)] == [-75_000_000]
    assert late.one(ClawbackCorrectionProposed).delta_fen == -25_000_000


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
    story = taken(story.when(replace(examining(), edition="hailin@2021-02-01")).so_far)
    contract = story.reported(committed(30_000_000, 11, 29))
    assert contract.one(ClawbackCorrected).delta_fen == -5_000_000
    late = story.reported(paid(30_000_000, 11, 29, "V9"))
    assert [fact.delta_fen for fact in late.all(ClawbackCorrected)] == [-30_000_000]
    assert late.all(ClawbackCorrectionProposed) == []
    assert late.so_far.reported(refunded(1, 11, 29)).all(ClawbackCorrected) == []
