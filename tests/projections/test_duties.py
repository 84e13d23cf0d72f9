"""The views of what is owed to others and of third parties."""

from datetime import date
from decimal import Decimal

import pytest

from events.engagement import InstitutionEngaged, QualityRated, WorkSubmitted
from events.obligation import (
    ObligationFulfilled,
    ObligationOverdue,
    ObligationRegistered,
    ObligationWaived,
)
from events.subjects import engagement_id, obligation_id
from events.terms import Duty, Recipient, TargetGrade
from projections import engagements, obligations
from projections.obligations import ObligationState
from tests.projections.story import folded

SUMMARY = obligation_id("652825", 2020, "SUMMARY")
OWED = ObligationRegistered(
    kind=Duty.REPORT,
    what="总结",
    owed_by=("财政局", "档案馆"),
    recipients=(Recipient.CONGRESS,),
    copies=(Recipient.SUPERIOR_FINANCE,),
    due_on=date(2020, 11, 30),
    edition="x",
)


def sent(*to: Recipient, of_month: int, complete: bool) -> ObligationFulfilled:
    on = date(2020, 11, of_month)
    late = (on - OWED.due_on).days
    return ObligationFulfilled(
        department="财政局", recipients=to, document="号", on=on, days_late=late, complete=complete
    )


@pytest.mark.clause("QM-01")
def test_an_obligation_is_fulfilled_when_the_last_has_it_and_as_late_as_the_last() -> None:
    part = sent(Recipient.CONGRESS, of_month=28, complete=False)
    whole = sent(Recipient.SUPERIOR_FINANCE, of_month=18, complete=True)
    rows = folded(obligations.VIEW, OWED, part, aggregate=SUMMARY)
    assert [row.state for row in rows] == [ObligationState.PARTLY, ObligationState.OPEN]
    row = folded(obligations.VIEW, OWED, part, whole, aggregate=SUMMARY)[0]
    assert (row.state, row.fulfilled_on, row.days_late) == (
        ObligationState.FULFILLED,
        date(2020, 11, 28),
        -2,
    )
    assert [one.position for one in row.deliveries] == [2, 3]


def test_overdue_is_a_mark_and_waived_a_state_of_one_debtor() -> None:
    overdue = ObligationOverdue(department="档案馆", due_on=OWED.due_on)
    waived = ObligationWaived(department="档案馆", reason="撤并")
    bureau, archive = folded(obligations.VIEW, OWED, overdue, waived, aggregate=SUMMARY)
    assert (bureau.state, bureau.overdue) == (ObligationState.OPEN, False)
    assert (archive.state, archive.overdue) == (ObligationState.WAIVED, True)
    assert folded(obligations.VIEW, overdue, aggregate=SUMMARY) == []


@pytest.mark.clause("HL-13")
def test_what_is_waived_stays_so_when_a_part_is_delivered_all_the_same() -> None:
    waived = ObligationWaived(department="财政局", reason="撤并")
    part = sent(Recipient.CONGRESS, of_month=28, complete=False)
    whole = sent(Recipient.SUPERIOR_FINANCE, of_month=29, complete=True)
    row = folded(obligations.VIEW, OWED, waived, part, aggregate=SUMMARY)[0]
    assert (row.state, len(row.deliveries)) == (ObligationState.WAIVED, 1)
    row = folded(obligations.VIEW, OWED, waived, part, whole, aggregate=SUMMARY)[0]
    assert row.state is ObligationState.FULFILLED


@pytest.mark.clause("HL-11")
def test_the_newest_rating_of_a_piece_of_work_is_shown() -> None:
    engaged = InstitutionEngaged(
        engagement="E1", institution="甲公司", purpose="评价", on=date(2021, 9, 1), edition="x"
    )
    work = WorkSubmitted(
        engagement="E1", work="报告", document="号", submission=1, on=date(2021, 9, 9)
    )
    rated = QualityRated(
        engagement="E1",
        submission=1,
        score=Decimal(50),
        grade=TargetGrade.POOR,
        barred=True,
        edition="x",
    )
    aggregate = engagement_id("231083", 2021, "T01")
    [row] = folded(engagements.VIEW, engaged, work, rated, aggregate=aggregate)
    assert (row.institution, row.name, row.submissions, row.grade, row.barred) == (
        "T01",
        "甲公司",
        1,
        TargetGrade.POOR,
        True,
    )
    assert folded(engagements.VIEW, work, aggregate=aggregate) == []
