"""What follows from a submission: warnings, the documents they ask for, rectification."""

from collections.abc import Mapping

from msgspec.structs import replace

from events.rectification import (
    RectificationAccepted,
    RectificationAcknowledged,
    RectificationEscalated,
    RectificationExtended,
    RectificationFact,
    RectificationFeedbackSubmitted,
    RectificationItemClosed,
    RectificationNoticeIssued,
    RectificationOverdue,
    RectificationPlanSubmitted,
    RectificationRejected,
    SiteVerified,
)
from events.targets import AdjustmentProposed
from events.terms import WarningDocument
from events.warning import (
    CorrectionFormSubmitted,
    MonitoringReportSubmitted,
    WarningCleared,
    WarningFact,
    WarningRaised,
)
from projections.board.row import Board, Case, CaseState


def warned(row: Board, fact: WarningFact | AdjustmentProposed) -> Board:
    """Add a warning, or a document that a warning asked for (HJ-22)."""
    match fact:
        case WarningRaised(rule=rule, documents=documents):
            standing = row.warnings if rule in row.warnings else (*row.warnings, rule)
            asked = (*row.documents_asked, *(d for d in documents if d not in row.documents_asked))
            return _with_documents(replace(row, warnings=standing), asked, row.documents_handed_in)
        case WarningCleared(rule=rule):
            return replace(row, warnings=tuple(code for code in row.warnings if code != rule))
        case CorrectionFormSubmitted():
            document = WarningDocument.CORRECTION_FORM
        case MonitoringReportSubmitted():
            document = WarningDocument.MONITORING_REPORT
        case AdjustmentProposed():
            document = WarningDocument.ADJUSTMENT_FORM
    handed = row.documents_handed_in
    return _with_documents(
        row, row.documents_asked, handed if document in handed else (*handed, document)
    )


def _with_documents(
    row: Board, asked: tuple[WarningDocument, ...], handed_in: tuple[WarningDocument, ...]
) -> Board:
    return replace(
        row,
        documents_asked=asked,
        documents_handed_in=handed_in,
        documents_missing=tuple(document for document in asked if document not in handed_in),
    )


def rectified(rows: Mapping[str, Board], fact: RectificationFact) -> tuple[Board, ...]:
    """Add a step to the case the fact names, in the row of the task it belongs to."""
    # The fact names its case only: the project's few rows say which task the case belongs to.
    for row in rows.values():
        if any(case.case == fact.case for case in row.cases):
            cases = tuple(
                _step(case, fact) if case.case == fact.case else case for case in row.cases
            )
            return (with_cases(row, cases),)
    return ()


def _step(case: Case, fact: RectificationFact) -> Case:
    match fact:
        case RectificationNoticeIssued():
            return case
        case RectificationAcknowledged():
            return replace(case, state=CaseState.ACKNOWLEDGED)
        case RectificationPlanSubmitted(items=items):
            return replace(case, state=CaseState.PLAN_SUBMITTED, items=len(items))
        case RectificationItemClosed():
            return replace(case, items_closed=case.items_closed + 1)
        case RectificationExtended(due_on=due_on):
            return replace(case, due_on=due_on, overdue=False)
        case RectificationOverdue():
            return replace(case, overdue=True)
        case RectificationEscalated(step=step):
            return replace(case, step=step)
        case RectificationFeedbackSubmitted():
            return replace(case, state=CaseState.FEEDBACK_SUBMITTED)
        case SiteVerified():
            return replace(case, state=CaseState.SITE_VERIFIED)
        case RectificationAccepted(on=on):
            return replace(case, state=CaseState.ACCEPTED, accepted_on=on)
        case RectificationRejected():
            return replace(case, state=CaseState.REJECTED)


def with_cases(row: Board, cases: tuple[Case, ...]) -> Board:
    """Keep all cases of a task; the newest is the one that is shown."""
    newest = cases[-1]
    return replace(
        row,
        cases=cases,
        case_id=newest.case,
        case_state=newest.state,
        case_due_on=newest.due_on,
        case_accepted_on=newest.accepted_on,
        case_overdue=newest.overdue,
        case_step=newest.step,
    )
