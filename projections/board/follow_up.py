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
from events.targets import (
    AdjustmentProposed,
    AdjustmentRejected,
    AdjustmentReturned,
    AdjustmentWithdrawn,
)
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
            row = replace(row, lights={**row.lights, rule: fact.light})
            standing = row.warnings if rule in row.warnings else (*row.warnings, rule)
            asked = {**row.documents_asked, rule: documents}
            return _counted(replace(row, warnings=standing, documents_asked=asked))
        case WarningCleared(rule=rule):
            lights = {code: light for code, light in row.lights.items() if code != rule}
            row = replace(row, lights=lights)
            standing = tuple(code for code in row.warnings if code != rule)
            asked = {code: row.documents_asked.get(code, ()) for code in standing}
            return _counted(replace(row, warnings=standing, documents_asked=asked))
        case CorrectionFormSubmitted():
            return _handed_in(row, WarningDocument.CORRECTION_FORM)
        case MonitoringReportSubmitted():
            return _handed_in(row, WarningDocument.MONITORING_REPORT)
        case AdjustmentProposed(adjustment=name):
            row = replace(row, adjustments=(*row.adjustments, name))
            return _handed_in(row, WarningDocument.ADJUSTMENT_FORM)


def withdrawn(
    rows: Mapping[str, Board],
    fact: AdjustmentRejected | AdjustmentReturned | AdjustmentWithdrawn,
) -> tuple[Board, ...]:
    """Take 附件3 out of what was handed in when no other form stands (HJ-22)."""
    for row in rows.values():
        if fact.adjustment in row.adjustments:
            left = tuple(name for name in row.adjustments if name != fact.adjustment)
            handed = row.documents_handed_in
            if not left:
                handed = tuple(one for one in handed if one is not WarningDocument.ADJUSTMENT_FORM)
            return (_counted(replace(row, adjustments=left, documents_handed_in=handed)),)
    return ()


def _handed_in(row: Board, document: WarningDocument) -> Board:
    handed = row.documents_handed_in
    if document not in handed:
        handed = (*handed, document)
    return _counted(replace(row, documents_handed_in=handed))


def _counted(row: Board) -> Board:
    """Say what is missing: what the standing warnings ask for and nobody handed in."""
    asked = dict.fromkeys(one for documents in row.documents_asked.values() for one in documents)
    missing = tuple(one for one in asked if one not in row.documents_handed_in)
    return replace(row, documents_missing=missing)


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
