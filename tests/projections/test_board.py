from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import (
    SubmissionFiled,
    SubmissionReturned,
    SubmissionReviewed,
    SubmissionWithdrawn,
    TaskOverdue,
    TaskWaived,
)
from events.rectification import (
    RectificationAccepted,
    RectificationAcknowledged,
    RectificationNoticeIssued,
)
from events.targets import AdjustmentProposed, AdjustmentRejected, AdjustmentWithdrawn
from events.terms import Cause, Light, WarningDocument
from events.warning import (
    CorrectionFormSubmitted,
    MonitoringReportSubmitted,
    WarningCleared,
    WarningRaised,
)
from projections.board import VIEW
from projections.board.row import Board, CaseState, TaskState
from tests.projections.story import finalized, folded, issued, snapshot, submitted


def row(*facts: object) -> Board:
    [only] = folded(VIEW, issued(), *facts)  # type: ignore[arg-type]  # facts of one task
    return only


def warning(rule: str, *documents: WarningDocument) -> WarningRaised:
    return WarningRaised(
        task="H1-SELF",
        submission=1,
        rule=rule,
        value=Decimal("25.00"),
        threshold=Decimal("20.00"),
        light="RED",
        edition="qiemo@2020",
        documents=documents,
    )


def notice(case: str, task: str = "H1-SELF") -> RectificationNoticeIssued:
    return RectificationNoticeIssued(
        case=case,
        task=task,
        grounds=(),
        issued_on=date(2021, 7, 21),
        due_on=date(2021, 8, 1),
        edition="qiemo@2020",
        department="林业和草原局",
        unit="林场",
    )


RETURNED = SubmissionReturned(task="H1-SELF", submission=1, level="DEPT", reason="不实")


def test_no_light_before_anything_is_submitted() -> None:
    assert (row().state, row().light) == (TaskState.ISSUED, None)


def test_money_is_frozen_by_the_last_snapshot() -> None:
    board = row(snapshot(300, 112, "37.33"), snapshot(300, 150, "50.00", submission=2))
    assert (board.base_fen, board.executed_fen) == (300, 150)


def test_behind_schedule_is_yellow_and_ahead_is_green() -> None:
    assert row(submitted("60.00", "37.33")).light is Light.YELLOW
    assert row(submitted("60.00", "50.00")).light is Light.GREEN


@pytest.mark.clause("HL-06")
def test_a_warning_has_the_light_of_its_rule() -> None:
    slow = replace(warning("slow"), light="YELLOW")
    assert row(submitted("60.00", "55.00"), slow).light is Light.YELLOW
    worst = (submitted("60.00", "55.00"), slow, warning("low"))
    assert row(*worst).light is Light.RED
    cleared = WarningCleared(task="H1-SELF", submission=2, rule="low")
    assert row(*worst, cleared).light is Light.YELLOW


def test_a_standing_warning_is_red_until_it_is_cleared() -> None:
    raised = row(submitted("60.00", "35.00"), warning("rate-gap"), warning("low"))
    assert (raised.light, raised.warnings) == (Light.RED, ("rate-gap", "low"))
    cleared = row(
        submitted("60.00", "55.00"),
        warning("rate-gap"),
        WarningCleared(task="H1-SELF", submission=2, rule="rate-gap"),
    )
    assert (cleared.light, cleared.warnings) == (Light.GREEN, ())


def test_missing_documents_are_what_was_asked_less_what_was_handed_in() -> None:
    asked = warning(
        "rate-gap",
        WarningDocument.CORRECTION_FORM,
        WarningDocument.ADJUSTMENT_FORM,
        WarningDocument.MONITORING_REPORT,
    )
    form = CorrectionFormSubmitted(task="H1-SELF", lines=(), problems=(), measures=())
    report = MonitoringReportSubmitted(
        task="H1-SELF",
        organisation="",
        execution_analysis="",
        target_analysis="",
        problems=(),
        measures=(),
    )
    adjustment = AdjustmentProposed(
        adjustment="A1", cause=Cause.OBJECTIVE, reason="", basis="", indicators=(), task="H1-SELF"
    )
    assert row(form, asked, report).documents_missing == (WarningDocument.ADJUSTMENT_FORM,)
    assert row(asked, adjustment, report, form).documents_missing == ()


@pytest.mark.clause("HJ-22")
def test_an_adjustment_taken_back_or_refused_is_missing_again() -> None:
    asked = warning("rate-gap", WarningDocument.ADJUSTMENT_FORM)
    first, second = (
        AdjustmentProposed(
            adjustment=name,
            cause=Cause.OBJECTIVE,
            reason="",
            basis="",
            indicators=(),
            task="H1-SELF",
        )
        for name in ("A1", "A2")
    )
    gone = AdjustmentWithdrawn(adjustment="A1")
    refused = AdjustmentRejected(adjustment="A2", reason="缺依据")
    assert row(asked, first, gone).documents_missing == (WarningDocument.ADJUSTMENT_FORM,)
    assert row(asked, first, second, gone).documents_missing == ()
    assert row(asked, first, second, gone, refused).documents_missing != ()


def test_a_warning_that_is_cleared_asks_for_nothing() -> None:
    asked = warning("rate-gap", WarningDocument.CORRECTION_FORM)
    other = warning("low-score", WarningDocument.MONITORING_REPORT)
    cleared = WarningCleared(task="H1-SELF", submission=2, rule="rate-gap")
    assert row(asked, other, cleared).documents_missing == (WarningDocument.MONITORING_REPORT,)
    assert row(asked, cleared).documents_missing == ()


def test_a_resubmission_keeps_the_first_day_and_counts_the_return() -> None:
    board = row(submitted("60.00", "37.33", late=2), RETURNED, submitted("70.00", "37.33"))
    assert (board.state, board.times_returned) == (TaskState.SUBMITTED, 1)
    assert (board.days_late, board.resubmission_days_late) == (2, 0)
    assert board.completion_rate == Decimal("70.00")


def test_a_withdrawn_submission_leaves_the_task_to_be_done() -> None:
    withdrawn = SubmissionWithdrawn(task="H1-SELF", submission=1)
    board = row(submitted("60.00", "37.33", late=2), withdrawn)
    assert (board.state, board.submitted_at, board.days_late) == (TaskState.ISSUED, None, None)
    assert (board.light, board.completion_rate) == (None, None)


def test_review_scores_and_the_end_of_the_chain() -> None:
    reviewed = SubmissionReviewed(task="H1-SELF", submission=1, level="FIN", score=Decimal("95.05"))
    filed = SubmissionFiled(task="H1-SELF", submission=1, level="PERF")
    in_review = row(submitted("93.34", "92.53"), reviewed, filed)
    assert (in_review.state, in_review.score, in_review.filed) == (
        TaskState.IN_REVIEW,
        Decimal("95.05"),
        True,
    )
    done = row(submitted("93.34", "92.53"), finalized("93.34", "92.53", "95.05"))
    assert (done.state, done.rate_gap, done.finalized_position) == (
        TaskState.FINALIZED,
        Decimal("0.81"),
        3,
    )


def test_overdue_is_a_mark_and_waived_a_state() -> None:
    overdue = row(TaskOverdue(task="H1-SELF", submit_by=date(2021, 7, 10)))
    assert (overdue.state, overdue.overdue) == (TaskState.ISSUED, True)
    assert row(TaskWaived(task="H1-SELF", reason="撤项")).state is TaskState.WAIVED


def test_a_case_is_found_by_its_own_name_among_the_tasks_of_the_project() -> None:
    rows = folded(
        VIEW,
        issued("H1"),
        issued("Q3"),
        notice("Q3-R1", "Q3"),
        notice("H1-R1", "H1"),
        RectificationAcknowledged(case="Q3-R1"),
        RectificationAccepted(case="H1-R1", on=date(2021, 7, 30)),
    )
    assert [(r.task, r.case_id, r.case_state, r.case_accepted_on) for r in rows] == [
        ("H1", "H1-R1", CaseState.ACCEPTED, date(2021, 7, 30)),
        ("Q3", "Q3-R1", CaseState.ACKNOWLEDGED, None),
    ]


def test_a_second_case_is_shown_and_the_first_is_kept() -> None:
    board = row(
        notice("x"), RectificationAccepted(case="x", on=date(2021, 7, 30)), notice("another")
    )
    assert (board.case_id, board.case_state) == ("another", CaseState.NOTICE_ISSUED)
    assert [case.state for case in board.cases] == [CaseState.ACCEPTED, CaseState.NOTICE_ISSUED]


def test_facts_of_a_task_that_was_never_issued_make_no_row() -> None:
    assert folded(VIEW, submitted("60.00", "50.00"), notice("x"), RETURNED) == []
