"""Where the rectification cases of a project stand, folded from their facts (domain 4.4)."""

from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from events.rectification import (
    RectificationAccepted,
    RectificationAcknowledged,
    RectificationEscalated,
    RectificationExtended,
    RectificationFact,
    RectificationFeedbackSubmitted,
    RectificationGroundsAdded,
    RectificationItemClosed,
    RectificationNoticeIssued,
    RectificationOverdue,
    RectificationPlanSubmitted,
    RectificationRejected,
    SiteVerified,
)
from events.terms import EscalationStep

Status = Literal["NOTICE_ISSUED", "ACKNOWLEDGED", "IN_PROGRESS", "FEEDBACK_SUBMITTED", "ACCEPTED"]


class Case(Struct, frozen=True):
    """Where a case stands; the notice has the grounds that came later as well."""

    notice: RectificationNoticeIssued
    status: Status = "NOTICE_ISSUED"
    planner: str = ""
    submitter: str = ""
    verified: bool = False
    accepted_on: date | None = None
    due_on: date | None = None
    late: int | None = None
    overdue: bool = False
    step: EscalationStep = EscalationStep.NOTICE
    items: tuple[str, ...] = ()
    closed: frozenset[int] = frozenset()

    @property
    def due(self) -> date:
        """The day the case has to be done by, after every extension."""
        return self.due_on or self.notice.due_on

    @property
    def runs(self) -> bool:
        """Whether a result is still to come by the day and the day was not said to be over."""
        return not self.overdue and self.status not in ("ACCEPTED", "FEEDBACK_SUBMITTED")

    def open_items(self) -> list[int]:
        """Items of the plan that were not closed, counted from 1."""
        return [number for number in range(1, len(self.items) + 1) if number not in self.closed]


class Rectification(Struct, frozen=True):
    """Every case of a project; a new one never changes an old one."""

    cases: dict[str, Case] = {}

    def open_cases(self) -> list[str]:
        """The names of the cases not accepted yet."""
        return [name for name, case in self.cases.items() if case.status != "ACCEPTED"]

    def open_case_of(self, task: str) -> str | None:
        """The open case of a task, of which there is at most one."""
        return next((name for name in self.open_cases() if self._task(name) == task), None)

    def count_of(self, task: str) -> int:
        """How many cases a task ever had."""
        return sum(self._task(name) == task for name in self.cases)

    def uncorrected(self, as_of: date) -> bool:
        """Whether a notice of that day or before was not accepted by that day (HL-07)."""
        return any(
            case.notice.issued_on <= as_of
            and (case.accepted_on is None or case.accepted_on > as_of)
            for case in self.cases.values()
        )

    def _task(self, name: str) -> str:
        return self.cases[name].notice.task


def evolve(rectification: Rectification, fact: RectificationFact) -> Rectification:
    """Fold one fact about a case."""
    if isinstance(fact, RectificationNoticeIssued):
        return Rectification({**rectification.cases, fact.case: Case(fact, step=fact.step)})
    case = rectification.cases.get(fact.case)
    if case is None:
        return rectification
    match fact:
        case RectificationGroundsAdded(grounds=grounds):
            notice = replace(case.notice, grounds=(*case.notice.grounds, *grounds))
            case = replace(case, notice=notice)
        case RectificationAcknowledged():
            case = replace(case, status="ACKNOWLEDGED")
        case RectificationPlanSubmitted(items=items, submitter=planner):
            case = replace(case, status="IN_PROGRESS", items=items, planner=planner)
        case RectificationFeedbackSubmitted(submitter=submitter, days_late=late):
            case = replace(case, status="FEEDBACK_SUBMITTED", submitter=submitter, late=late)
        case RectificationItemClosed(item=item):
            case = replace(case, closed=case.closed | {item})
        case RectificationExtended(due_on=due_on, days_late=late):
            case = replace(case, due_on=due_on, late=late, overdue=False)
        case RectificationOverdue():
            case = replace(case, overdue=True)
        case RectificationEscalated(step=step):
            case = replace(case, step=step)
        case SiteVerified():
            case = replace(case, verified=True)
        case RectificationAccepted(on=on):
            case = replace(case, status="ACCEPTED", accepted_on=on)
        case RectificationRejected():
            case = replace(case, status="IN_PROGRESS", verified=False)
    return Rectification({**rectification.cases, fact.case: case})
