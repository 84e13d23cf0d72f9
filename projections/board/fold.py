"""The fold of the board: a task from its issue to its end."""

from collections.abc import Mapping
from typing import assert_never

from msgspec.structs import replace

from events.envelope import Recorded
from events.inspection import ExtendedCheckRecorded, ThirdPartyOpinionGiven
from events.judgement import FocusFinding
from events.monitoring import (
    ExecutionSnapshotTaken,
    MonitoringFact,
    MonitoringSubmitted,
    SubmissionFiled,
    SubmissionReturned,
    SubmissionReviewed,
    SubmissionWithdrawn,
    TaskFinalized,
    TaskIssued,
    TaskOverdue,
    TaskWaived,
)
from events.rectification import (
    RectificationAccepted,
    RectificationAcknowledged,
    RectificationEscalated,
    RectificationExtended,
    RectificationFeedbackSubmitted,
    RectificationGroundsAdded,
    RectificationItemClosed,
    RectificationNoticeIssued,
    RectificationOverdue,
    RectificationPlanSubmitted,
    RectificationRejected,
    SiteVerified,
)
from events.targets import (
    AdjustmentProposed,
    AdjustmentRejected,
    AdjustmentReturned,
    AdjustmentWithdrawn,
)
from events.task import (
    DraftSaved,
    ExecutionDisputeResolved,
    ExecutionRateDisputed,
    PaperFormReceived,
    TaskClosedIncomplete,
    TaskDeadlineExtended,
)
from events.terms import FocusPoint, Light
from events.warning import (
    CorrectionFormSubmitted,
    MonitoringReportSubmitted,
    WarningCleared,
    WarningRaised,
)
from projections.board.follow_up import rectified, warned, with_cases, withdrawn
from projections.board.row import Board, Case, CaseState, TaskState
from projections.board.surroundings import surrounded


def fold(rows: Mapping[str, Board], recorded: Recorded) -> tuple[Board, ...]:
    """Add one fact to its task's row; a fact of a task that was never issued makes none."""
    match recorded.fact:
        case TaskIssued() as fact:
            return (_issued(recorded, fact),)
        case RectificationNoticeIssued() as fact:
            row = rows.get(fact.task)
            case = Case(
                case=fact.case,
                state=CaseState.NOTICE_ISSUED,
                due_on=fact.due_on,
                step=fact.step,
                reopens=fact.reopens,
            )
            return () if row is None else (with_cases(row, (*row.cases, case)),)
        case (
            RectificationAcknowledged()
            | RectificationGroundsAdded()
            | RectificationPlanSubmitted()
            | RectificationFeedbackSubmitted()
            | SiteVerified()
            | RectificationAccepted()
            | RectificationRejected()
            | RectificationItemClosed()
            | RectificationExtended()
            | RectificationOverdue()
            | RectificationEscalated()
        ) as fact:
            return rectified(rows, fact)
        case (
            TaskOverdue()
            | TaskWaived()
            | ExecutionSnapshotTaken()
            | MonitoringSubmitted()
            | SubmissionWithdrawn()
            | SubmissionReviewed()
            | SubmissionReturned()
            | SubmissionFiled()
            | TaskFinalized()
        ) as fact:
            row = rows.get(fact.task)
            return () if row is None else (_lit(_monitored(row, fact, recorded)),)
        case (
            TaskDeadlineExtended()
            | TaskClosedIncomplete()
            | DraftSaved()
            | PaperFormReceived()
            | ExecutionRateDisputed()
            | ExecutionDisputeResolved()
            | ExtendedCheckRecorded()
            | ThirdPartyOpinionGiven()
        ) as fact:
            row = rows.get(fact.task)
            return () if row is None else (surrounded(row, fact),)
        case (
            WarningRaised()
            | WarningCleared()
            | CorrectionFormSubmitted()
            | MonitoringReportSubmitted()
            | AdjustmentProposed()
        ) as fact:
            row = rows.get(fact.task)
            return () if row is None else (_lit(warned(row, fact)),)
        case AdjustmentRejected() | AdjustmentReturned() | AdjustmentWithdrawn() as fact:
            return withdrawn(rows, fact)
        case _:
            return ()


def _issued(recorded: Recorded, fact: TaskIssued) -> Board:
    project = recorded.aggregate
    return Board(
        division=project.division,
        fiscal_year=project.year,
        project=project.code,
        task=fact.task,
        project_name=fact.project_name,
        subject_kind=fact.subject_kind,
        fund_tags=fact.fund_tags,
        department=fact.department,
        unit=fact.unit,
        period=fact.period,
        kind=fact.kind,
        edition=fact.edition,
        target_version=fact.target_version,
        cutoff_on=fact.cutoff_on,
        submit_by=fact.submit_by,
        review_by=fact.review_by,
        reason=fact.reason,
        on_paper=fact.on_paper,
    )


def _monitored(row: Board, fact: MonitoringFact, recorded: Recorded) -> Board:
    match fact:
        case TaskIssued():
            return row
        case TaskOverdue():
            return replace(row, overdue=True)
        case TaskWaived():
            return replace(row, state=TaskState.WAIVED)
        case ExecutionSnapshotTaken(figures=money):
            return replace(
                row,
                initial_fen=money.initial_fen,
                current_fen=money.current_fen,
                appropriated_fen=money.appropriated_fen,
                executed_fen=money.executed_fen,
                committed_fen=money.committed_fen,
                base_fen=money.base_fen,
                execution_rate=money.execution_rate,
            )
        case MonitoringSubmitted():
            at, first = recorded.envelope.time, row.submitted_at is None
            return replace(
                row,
                state=TaskState.SUBMITTED,
                submission=fact.submission,
                submitted_at=at if first else row.submitted_at,
                resubmitted_at=None if first else at,
                days_late=fact.days_late if first else row.days_late,
                resubmission_days_late=None if first else fact.days_late,
                overdue=row.overdue and not (first and fact.days_late == 0),
                completion_rate=fact.completion_rate,
                execution_rate=fact.execution_rate,
                rate_gap=fact.rate_gap,
                schedule_rate=fact.schedule_rate,
                score=None,
                filed=False,
                draft_by="",
                focus_found=(),
                implementation_progress=fact.implementation and fact.implementation.progress,
                implementation_gap_execution=fact.implementation_gap_execution,
                implementation_gap_completion=fact.implementation_gap_completion,
                expected_carryover_fen=fact.expected_carryover_fen,
            )
        case SubmissionWithdrawn():
            returned = row.times_returned > 0
            return replace(
                row,
                state=TaskState.RETURNED if returned else TaskState.ISSUED,
                submitted_at=row.submitted_at if returned else None,
                resubmitted_at=None,
                resubmission_days_late=None,
                days_late=row.days_late if returned else None,
                completion_rate=None,
                execution_rate=None,
                rate_gap=None,
                schedule_rate=None,
            )
        case SubmissionReviewed(score=score, focus=focus):
            return replace(
                row,
                state=TaskState.IN_REVIEW,
                score=row.score if score is None else score,
                focus_found=_found(row, focus),
            )
        case SubmissionReturned(focus=focus):
            return replace(
                row,
                state=TaskState.RETURNED,
                times_returned=row.times_returned + 1,
                focus_found=_found(row, focus),
            )
        case SubmissionFiled():
            return replace(row, filed=True)
        case TaskFinalized():
            return replace(
                row,
                state=TaskState.FINALIZED,
                score=fact.score,
                completion_rate=fact.completion_rate,
                execution_rate=fact.execution_rate,
                rate_gap=fact.rate_gap,
                finalized_position=recorded.sequence,
            )
    assert_never(fact)


def _found(row: Board, focus: tuple[FocusFinding, ...]) -> tuple[FocusPoint, ...]:
    """Add what a level found to what the levels before it found in the same submission."""
    points = (one.point for one in focus if one.found)
    return tuple(dict.fromkeys((*row.focus_found, *points)))


def _lit(row: Board) -> Board:
    light: Light | None
    if row.schedule_rate is None:
        light = None
    else:
        behind = row.execution_rate is not None and row.execution_rate < row.schedule_rate
        shown = {Light.YELLOW if behind else Light.GREEN, *row.warning_lights.values()}
        light = next(one for one in Light if one in shown)
    return row if light is row.light else replace(row, light=light)
