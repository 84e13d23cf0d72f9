from datetime import date

from events.clawback_round import (
    CandidatesFrozen,
    ClawbackRoundClosed,
    ClawbackRoundOpened,
    FundsReallocated,
)
from events.subjects import clawback_round_id
from projections.rounds import VIEW
from tests.projections.story import folded

OPENED = ClawbackRoundOpened(cutoff_on=date(2021, 11, 30), edition="hailin@2021-01-01")
GIVEN = FundsReallocated(
    number=1,
    project="P9",
    purpose="防汛",
    document="统1",
    amount_fen=500,
    pool_fen=900,
    position=7,
    on=date(2021, 12, 3),
)
FROZEN = CandidatesFrozen(projects=("P1", "P2"), position=120)


def test_a_round_is_opened_frozen_given_from_and_closed() -> None:
    round_ = clawback_round_id("231083", 2021, "R1")
    [row] = folded(VIEW, OPENED, FROZEN, GIVEN, GIVEN, ClawbackRoundClosed(), aggregate=round_)
    assert (row.division, row.fiscal_year, row.round) == ("231083", 2021, "R1")
    assert (row.cutoff_on, row.edition) == (date(2021, 11, 30), "hailin@2021-01-01")
    assert (row.examined, row.position, row.given_fen) == (2, 120, 1000)
    assert row.frozen_at is not None
    assert row.closed_at is not None


def test_an_open_round_has_no_list_yet() -> None:
    [row] = folded(VIEW, OPENED)
    assert (row.frozen_at, row.examined, row.closed_at) == (None, None, None)


def test_what_is_said_of_a_round_never_opened_makes_no_row() -> None:
    assert folded(VIEW, FROZEN, GIVEN, ClawbackRoundClosed()) == []
