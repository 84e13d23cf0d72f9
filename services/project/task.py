"""Where monitoring tasks stand, folded from their facts."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from events.aggregation import AggregationFact, RegionSubmission, TransferAggregated
from events.inspection import ExtendedCheckRecorded, InspectionFact, ThirdPartyOpinionGiven
from events.monitoring import (
    ExecutionFigures,
    ExecutionSnapshotTaken,
    Level,
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
from events.task import (
    DraftSaved,
    ExecutionDisputeResolved,
    ExecutionRateDisputed,
    PaperFilingAllowed,
    PaperFormReceived,
    TaskClosedIncomplete,
    TaskDeadlineExtended,
    TaskFact,
)
from events.terms import Attainability, DisputeOutcome, WarningDocument
from events.warning import WarningCleared, WarningFact, WarningRaised
from services.refusal import Refused

AboutTask = MonitoringFact | WarningFact | TaskFact | InspectionFact | AggregationFact
Status = Literal["ISSUED", "SUBMITTED", "RETURNED", "FINALIZED", "WAIVED", "CLOSED_INCOMPLETE"]
FINISHED: Final = ("FINALIZED", "WAIVED", "CLOSED_INCOMPLETE")


class Form(Struct, frozen=True):
    """What a form said about the end of the year; the day of an old one is not known."""

    on: date | None
    impossible: bool


class Task(Struct, frozen=True):
    """Where a task stands; ``passed`` are the levels that passed the current submission.

    ``reviewers`` are who passed it, ``receiver`` is who typed it in when it came on paper,
    ``drafter`` who wrote the draft that another handed in;
    ``summed`` is what the regions had standing when it was summed (LY-11).
    """

    issued: TaskIssued
    status: Status = "ISSUED"
    submission: int = 0
    submitted: MonitoringSubmitted | None = None
    passed: frozenset[str] = frozenset()
    reviewers: frozenset[str] = frozenset()
    receiver: str = ""
    drafter: str = ""
    score: Decimal | None = None
    returned: bool = False
    overdue: bool = False
    warnings: dict[str, WarningRaised] = {}
    handed_in: frozenset[WarningDocument] = frozenset()
    late: int | None = None
    late_again: int | None = None
    returned_by: str = ""
    draft: DraftSaved | None = None
    checked: bool = False
    returns: int = 0
    figures: ExecutionFigures | None = None
    forms: tuple[Form, ...] = ()
    summed: tuple[RegionSubmission, ...] = ()

    def form(self, as_of: date) -> Form | None:
        """The form that stood at the end of a day; where none did, the one that stands now."""
        known = [one for one in self.forms if one.on is None or one.on <= as_of] or self.forms
        return known[-1] if known else None

    @property
    def owed(self) -> frozenset[WarningDocument]:
        """What the standing warnings ask for and nobody handed in (HJ-22)."""
        asked = {one for raised in self.warnings.values() for one in raised.documents}
        return frozenset(asked - self.handed_in)

    @property
    def round_no(self) -> int:
        """How often it was handed up: once, and once more after every return (QM-10)."""
        return self.returns + 1

    def review_by(self, level: Level) -> date:
        """The last day of a level's review; levels above the county have days of their own."""
        return self.issued.review_by + timedelta(days=level.review_days)

    @property
    def hand_in_by(self) -> date:
        """The last day to hand in; after a return the day of the level that returned it."""
        if self.status != "RETURNED":
            return self.issued.submit_by
        levels = (one for one in self.issued.chain if one.level == self.returned_by)
        return next((self.review_by(one) for one in levels), self.issued.review_by)

    def next_levels(self) -> list[Level]:
        """The levels whose turn it is: all of the lowest order that has not passed whole."""
        waiting = [level for level in self.issued.chain if level.level not in self.passed]
        turn = min((level.order for level in waiting), default=0)
        return [level for level in waiting if level.order == turn]


class Dispute(Struct, frozen=True):
    """An objection to the money of a task and whether it was resolved (LY-14)."""

    opened: ExecutionRateDisputed
    outcome: DisputeOutcome | None = None

    @property
    def resolved(self) -> bool:
        """Whether somebody, or upstream, has answered it."""
        return self.outcome is not None


class Monitoring(Struct, frozen=True):
    """Every task of the project by its name, in the order of issue, and what was disputed."""

    tasks: dict[str, Task] = {}
    disputes: dict[str, Dispute] = {}
    paper_allowed: bool = False

    def open_dispute_of(self, task: str) -> str:
        """Return the open dispute about the money of a task, "" when there is none."""
        return next(
            (
                name
                for name, dispute in self.disputes.items()
                if dispute.opened.task == task and not dispute.resolved
            ),
            "",
        )

    def task(self, name: str) -> Task:
        """Return a task; :class:`Refused` when there is none of that name."""
        task = self.tasks.get(name)
        if task is None:
            raise Refused(f"没有监控任务 {name}")
        return task


def evolve(monitoring: Monitoring, fact: AboutTask) -> Monitoring:
    """Fold one fact about a task."""
    match fact:
        case PaperFilingAllowed():
            return replace(monitoring, paper_allowed=True)
        case TaskIssued():
            return replace(monitoring, tasks={**monitoring.tasks, fact.task: Task(fact)})
        case ExecutionRateDisputed(dispute=name):
            return replace(monitoring, disputes={**monitoring.disputes, name: Dispute(fact)})
        case ExecutionDisputeResolved(dispute=name, outcome=outcome):
            if name not in monitoring.disputes:
                return monitoring
            done = replace(monitoring.disputes[name], outcome=outcome)
            return replace(monitoring, disputes={**monitoring.disputes, name: done})
        case _:
            task = monitoring.tasks.get(fact.task)
            if task is None:
                return monitoring
            after = _evolve_task(task, fact)
            return replace(monitoring, tasks={**monitoring.tasks, fact.task: after})


def _impossible(fact: MonitoringSubmitted) -> bool:
    return any(line.attainability is Attainability.IMPOSSIBLE for line in fact.lines)


def _drafter(task: Task, handed_in: MonitoringSubmitted) -> str:
    """Who wrote what was handed in, where it is the last draft; else nobody."""
    draft = task.draft
    return draft.filer if draft is not None and draft.lines == handed_in.lines else ""


def _evolve_task(task: Task, fact: AboutTask) -> Task:
    match fact:
        case TaskDeadlineExtended():
            days = replace(task.issued, submit_by=fact.submit_by, review_by=fact.review_by)
            return replace(
                task,
                issued=days,
                overdue=False,
                late=fact.days_late,
                late_again=fact.resubmission_days_late,
            )
        case TaskClosedIncomplete():
            return replace(task, status="CLOSED_INCOMPLETE")
        case DraftSaved():
            return replace(task, draft=fact)
        case ExtendedCheckRecorded():
            return replace(task, checked=True)
        case PaperFormReceived(receiver=receiver):
            return replace(task, receiver=receiver)
        case ThirdPartyOpinionGiven():
            return task
        case TransferAggregated(regions=regions):
            return replace(task, summed=regions)
        case TaskOverdue():
            return replace(task, overdue=True)
        case TaskWaived():
            return replace(task, status="WAIVED")
        case MonitoringSubmitted(submission=number, days_late=days_late):
            again = task.returned
            return replace(
                task,
                late=task.late if again else days_late,
                late_again=days_late if again else None,
                overdue=task.overdue and (again or days_late > 0),
                draft=None,
                forms=(*task.forms, Form(fact.on, _impossible(fact))),
                drafter=_drafter(task, fact),
                status="SUBMITTED",
                submission=number,
                submitted=fact,
                passed=frozenset(),
                reviewers=frozenset(),
                score=None,
            )
        case SubmissionWithdrawn():
            return replace(
                task,
                status="RETURNED" if task.returned else "ISSUED",
                submitted=None,
                forms=task.forms[:-1],
                late=task.late if task.returned else None,
                late_again=None,
            )
        case SubmissionReviewed(level=level, score=score, reviewer=reviewer):
            kept = task.score if score is None else score
            passed, reviewers = task.passed | {level}, task.reviewers | {reviewer}
            return replace(task, passed=passed, reviewers=reviewers, score=kept)
        case SubmissionFiled(level=level):
            return replace(task, passed=task.passed | {level})
        case SubmissionReturned(level=level):
            return replace(
                task,
                status="RETURNED",
                returned=True,
                returned_by=level,
                passed=frozenset(),
                reviewers=frozenset(),
                score=None,
                returns=task.returns + 1,
            )
        case ExecutionSnapshotTaken(figures=figures):
            return replace(task, figures=figures)
        case TaskFinalized():
            return replace(task, status="FINALIZED")
        case WarningRaised(rule=rule):
            return replace(task, warnings={**task.warnings, rule: fact})
        case WarningCleared(rule=rule):
            standing = {name: raised for name, raised in task.warnings.items() if name != rule}
            return replace(task, warnings=standing)
        case (
            TaskIssued()
            | PaperFilingAllowed()
            | ExecutionRateDisputed()
            | ExecutionDisputeResolved()
        ):
            return task
        case _:
            return replace(task, handed_in=task.handed_in | {fact.document})
