from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from events.clawback import (
    ClawbackCandidateIdentified,
    ClawbackConfirmed,
    ClawbackCorrected,
    ClawbackCorrectionProposed,
    ClawbackExecuted,
    ClawbackFact,
    ClawbackFigures,
    ClawbackNotified,
    ClawbackObjected,
    ClawbackObjectionResolved,
    ClawbackWaived,
    NextYearReallocationRequired,
)
from events.terms import ClawbackGround, Destination, Resolution
from projections.clawback import VIEW, ClawbackState
from tests.projections.story import folded

FIGURES = ClawbackFigures(
    as_of=date(2021, 11, 30),
    budget_fen=300_000_000,
    executed_fen=180_000_000,
    committed_fen=0,
    prior_clawback_fen=0,
    schedule_rate=Decimal("91.67"),
    shortfall_fen=95_000_000,
    recoverable_fen=120_000_000,
)


def listed(code: str = "R1") -> ClawbackCandidateIdentified:
    return ClawbackCandidateIdentified(
        round=code,
        grounds=(ClawbackGround.BEHIND_SCHEDULE,),
        figures=FIGURES,
        amount_fen=95_000_000,
        edition="hailin@2021",
        project_name="造林",
        department="林业和草原局",
    )


def test_a_waiver_keeps_its_reason() -> None:
    waived = ClawbackWaived(round="R1", reason="政府采购已开标", waived_fen=95_000_000)
    [row] = folded(VIEW, listed(), ClawbackObjected(round="R1", reason="已签合同"), waived)
    assert (row.state, row.objection, row.waiver_reason) == (
        ClawbackState.WAIVED,
        "已签合同",
        "政府采购已开标",
    )


def test_money_taken_back_and_given_back() -> None:
    [row] = folded(
        VIEW,
        listed(),
        ClawbackNotified(round="R1", on=date(2021, 11, 30)),
        ClawbackConfirmed(round="R1", amount_fen=95_000_000, reason="异议部分成立"),
        ClawbackExecuted(round="R1", amount_fen=95_000_000, on=date(2021, 12, 2)),
        ClawbackCorrected(round="R1", delta_fen=-5_000_000, document_no="D-9"),
        ClawbackCorrectionProposed(round="R1", delta_fen=-25_000_000, document_no="D-9"),
        NextYearReallocationRequired(round="R1", amount_fen=95_000_000),
    )
    assert (row.state, row.executed_fen, row.corrected_fen, row.proposed_fen) == (
        ClawbackState.EXECUTED,
        95_000_000,
        -5_000_000,
        -25_000_000,
    )
    assert row.confirmation_reason == "异议部分成立"
    assert (row.must_continue, row.reallocation_fen) == (True, 95_000_000)


def test_no_more_goes_to_the_superior_than_was_taken() -> None:
    """900,000 of 950,000 are a superior's: what is given back comes from the rest first."""
    up = replace(listed(), destination=Destination.SUPERIOR, superior_fen=90_000_000)
    told = ClawbackNotified(round="R1", on=date(2021, 11, 30))
    confirmed = ClawbackConfirmed(round="R1", amount_fen=95_000_000)
    executed = ClawbackExecuted(round="R1", amount_fen=95_000_000, on=date(2021, 12, 2))

    def upward(*facts: ClawbackFact) -> int:
        [row] = folded(VIEW, up, told, *facts)
        return row.superior_fen

    def corrected(fen: int) -> ClawbackCorrected:
        return ClawbackCorrected(round="R1", delta_fen=-fen, document_no="D")

    assert upward(confirmed, executed) == 90_000_000
    assert upward(confirmed, executed, corrected(5_000_000)) == 90_000_000
    assert upward(confirmed, executed, corrected(5_000_005)) == 89_999_995
    assert upward(confirmed, executed, corrected(5_000_000), corrected(90_000_000)) == 0
    assert upward(ClawbackConfirmed(round="R1", amount_fen=80_000_000)) == 80_000_000
    reduced = ClawbackObjectionResolved(
        round="R1", resolution=Resolution.REDUCED, amount_fen=70_000_000, reason="部分采信"
    )
    assert upward(reduced) == 70_000_000
    assert upward(ClawbackWaived(round="R1", reason="年内支付", waived_fen=95_000_000)) == 0


def test_a_proposal_takes_the_place_of_the_one_before_and_is_used_up() -> None:
    def proposed(*deltas: int, given_back: int = 0) -> int:
        facts = [
            ClawbackCorrectionProposed(round="R1", delta_fen=delta, document_no="D")
            for delta in deltas
        ]
        back = ClawbackCorrected(round="R1", delta_fen=-given_back, document_no="E")
        [row] = folded(VIEW, listed(), *facts, *([back] if given_back else []))
        return row.proposed_fen

    assert proposed(-250, -250) == -250
    assert proposed(-250, 0) == 0
    assert proposed(-250, given_back=100) == -150
    assert proposed(-250, given_back=300) == 0


def test_rounds_are_apart() -> None:
    rows = folded(VIEW, listed("R1"), listed("R2"), ClawbackConfirmed(round="R2", amount_fen=1))
    assert [(r.round, r.confirmed_fen) for r in rows] == [("R1", 0), ("R2", 1)]


def test_a_round_that_never_listed_the_project_has_no_row() -> None:
    assert folded(VIEW, ClawbackConfirmed(round="R9", amount_fen=1)) == []
