from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.execution import (
    BudgetAdjusted,
    BudgetApproved,
    CommitmentRecorded,
    CommitmentReleased,
    FundsAppropriated,
    PaymentCorrected,
    PaymentRefunded,
)
from events.monitoring import SubmissionWithdrawn
from events.registration import FundsTagged
from events.targets import TargetApproved
from events.terms import FundTag
from projections.execution import VIEW
from tests.projections.story import folded, money, paid, registered, snapshot


def test_executed_is_payments_less_refunds_plus_corrections() -> None:
    [row] = folded(
        VIEW, paid(1_200_000), money(PaymentRefunded, 100_000), money(PaymentCorrected, -50_000)
    )
    assert row.executed_fen == 105_000_000


def test_rates_stand_on_the_initial_and_on_the_current_budget() -> None:
    [row] = folded(
        VIEW,
        registered(),
        money(BudgetApproved, 3_000_000),
        paid(1_120_000),
        money(BudgetAdjusted, 600_000),
    )
    assert (row.rate_initial, row.rate_current) == (Decimal("37.33"), Decimal("31.11"))
    assert row.current_fen == 360_000_000


def test_an_added_project_has_no_rate_on_its_initial_budget() -> None:
    [row] = folded(VIEW, registered(), money(BudgetAdjusted, 1_200_000), paid(300_000))
    assert (row.rate_initial, row.rate_current) == (None, Decimal("25.00"))


@pytest.mark.clause("LY-04")
def test_a_submission_stands_beside_what_is_known_of_its_day_now() -> None:
    frozen = snapshot(300, 112, "37.33")
    late = [
        replace(money(kind, 1), occurred_on=day)
        for kind in (FundsAppropriated, PaymentRefunded)
        for day in (date(2021, 6, 30), date(2021, 7, 1))
    ]
    [row] = folded(VIEW, frozen, *late)
    [one] = row.submissions
    assert (one.executed_fen, one.executed_now_fen) == (112, 12)
    assert (one.appropriated_fen, one.appropriated_now_fen) == (112, 212)
    [row] = folded(VIEW, frozen, *late, SubmissionWithdrawn(task="H1-SELF", submission=1))
    assert row.submissions == ()


def test_a_payment_before_registration_is_kept() -> None:
    [row] = folded(VIEW, paid(100), registered("造林"))
    assert (row.name, row.executed_fen) == ("造林", 10_000)


def test_commitments_and_appropriations_are_apart_from_execution() -> None:
    [row] = folded(
        VIEW,
        money(FundsAppropriated, 500),
        money(CommitmentRecorded, 300),
        money(CommitmentReleased, 100),
    )
    assert (row.appropriated_fen, row.committed_fen, row.executed_fen) == (50_000, 20_000, 0)


def test_the_first_and_last_business_day_do_not_follow_the_order_of_arrival() -> None:
    [row] = folded(
        VIEW, paid(1, date(2021, 5, 6)), paid(1, date(2021, 3, 1)), paid(1, date(2021, 4, 1))
    )
    assert (row.first_on, row.last_on) == (date(2021, 3, 1), date(2021, 5, 6))


def test_approved_targets_show_their_version() -> None:
    approved = TargetApproved(version=2, overall_objective="造林", indicators=())
    assert [row.target_version for row in folded(VIEW, registered(), approved)] == [2]


def test_tags_added_before_or_after_the_registration_are_tags_of_the_money() -> None:
    tagged = FundsTagged(tags=(FundTag.DIRECT,), basis="文")
    entered = registered(tags=[FundTag.SPECIAL_BOND])
    for facts in ((tagged, entered), (entered, tagged), (entered, tagged, tagged)):
        [row] = folded(VIEW, *facts)
        assert sorted(row.fund_tags) == [FundTag.DIRECT, FundTag.SPECIAL_BOND]
