"""What surrounds a task's form: its days, drafts, paper, disputes, inspections."""

from msgspec.structs import replace

from events.inspection import ExtendedCheckRecorded, ThirdPartyOpinionGiven
from events.task import (
    DraftSaved,
    ExecutionDisputeResolved,
    ExecutionRateDisputed,
    PaperFormReceived,
    TaskClosedIncomplete,
    TaskDeadlineExtended,
)
from projections.board.row import Board, TaskState

Surrounding = (
    TaskDeadlineExtended
    | TaskClosedIncomplete
    | DraftSaved
    | PaperFormReceived
    | ExecutionRateDisputed
    | ExecutionDisputeResolved
    | ExtendedCheckRecorded
    | ThirdPartyOpinionGiven
)


def surrounded(row: Board, fact: Surrounding) -> Board:
    """Show one fact; after other days the task is judged by these (HJ-19)."""
    match fact:
        case TaskDeadlineExtended():
            return replace(
                row,
                submit_by=fact.submit_by,
                review_by=fact.review_by,
                extended_to=fact.submit_by,
                overdue=False,
                days_late=fact.days_late,
                resubmission_days_late=fact.resubmission_days_late,
            )
        case TaskClosedIncomplete():
            return replace(row, state=TaskState.CLOSED_INCOMPLETE)
        case DraftSaved(filer=filer):
            return replace(row, draft_by=filer)
        case PaperFormReceived(received_on=on):
            return replace(row, received_on=on)
        case ExecutionRateDisputed(dispute=dispute):
            return replace(row, dispute=dispute)
        case ExecutionDisputeResolved(dispute=dispute):
            return replace(row, dispute="") if row.dispute == dispute else row
        case ExtendedCheckRecorded(on=on):
            return replace(row, extended_check_on=on)
        case ThirdPartyOpinionGiven():
            return replace(row, opinions=row.opinions + 1)
