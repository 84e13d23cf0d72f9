"""A recorded history decided once more under another edition, by the deciders' own functions."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import groupby, takewhile
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from events.aggregation import TransferAggregated
from events.catalogue import ProjectFact
from events.clawback import ClawbackCandidateIdentified
from events.evaluation import EvaluationConcluded, EvaluationScored
from events.monitoring import (
    ExecutionSnapshotTaken,
    MonitoringSubmitted,
    TaskFinalized,
    TaskIssued,
    TaskOverdue,
)
from events.rectification import RectificationNoticeIssued
from events.subjects import AggregateId
from events.terms import EvaluationKind, Role
from services.decision import Actor, Context
from services.desk.history import Stamped
from services.policies.calendar import resolve
from services.policies.law import Law
from services.policies.rules import Rules
from services.project import aggregation, measures, scoring, submission, warnings
from services.project.candidate import listed
from services.project.paper import Received
from services.project.state import Project, evolve, fold
from services.refusal import Refused

_DAYS: Final = {
    "from_on": "starts",
    "cutoff_on": "cutoff",
    "submit_by": "submit_by",
    "review_by": "review_by",
}
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


class Round(Struct, frozen=True, kw_only=True):
    """A clawback round of the year; ``frozen_at`` is None where no list was frozen."""

    code: str
    cutoff_on: date
    edition: str
    frozen_at: datetime | None = None


class Trial:
    """One project's year under other rules; ``refusals`` are forms they would not have taken.

    People did what they did: submissions, scores and payments are taken as recorded, and what
    follows from them is decided again. A case that only the other rules open stays out of what
    comes after it, for nobody knows what would have been done about it.
    """

    def __init__(self, aggregate: AggregateId, law: Law, rules: Rules) -> None:
        """Try an edition, adopted or not; ``ValueError`` for other rules under a known name."""
        known = next((one for one in law.editions if one.edition == rules.edition), None)
        if known not in (None, rules):
            raise ValueError(rules.edition)
        self.law = law if known else Law((*law.editions, rules))
        self._rules = rules
        self._aggregate = aggregate
        self._project = self._recorded = Project()
        self.refusals: list[tuple[str, str]] = []

    def run(self, events: Sequence[Stamped], rounds: Iterable[Round]) -> list[ProjectFact]:
        """Return the facts there would have been."""
        found: list[ProjectFact] = []
        waiting = sorted(rounds, key=lambda one: (one.frozen_at or _NEVER, one.code))
        for _, together in groupby(events, key=lambda event: event.envelope.commandid):
            group = [*together]
            facts = [_of_project(event) for event in group]
            named = {one.round for one in facts if isinstance(one, ClawbackCandidateIdentified)}
            while waiting and _before(waiting[0], group[0].envelope.time, named):
                found += self._examined(waiting.pop(0))
            decided = [*self._again(facts, self._context(group[0]))]
            recorded = {type(fact) for fact in facts}
            found += decided
            for fact in decided:
                if not (isinstance(fact, RectificationNoticeIssued) and type(fact) not in recorded):
                    self._project = evolve(self._project, fact)
            self._recorded = fold(facts, self._recorded)
        for one in waiting:
            found += self._examined(one)
        return found

    def _again(self, facts: list[ProjectFact], context: Context) -> Iterator[ProjectFact]:
        if any(isinstance(fact, MonitoringSubmitted) for fact in facts):
            yield from self._submitted(facts, context)
        elif any(isinstance(fact, TaskFinalized) for fact in facts):
            yield from self._finalized(facts, context)
        else:
            for fact in facts:
                yield from self._one(fact)

    def _submitted(self, facts: list[ProjectFact], context: Context) -> list[ProjectFact]:
        before = takewhile(lambda fact: not isinstance(fact, ExecutionSnapshotTaken), facts)
        own = [fact for fact in before if not isinstance(fact, TaskOverdue)]  # decided anew
        [form] = [fact for fact in facts if isinstance(fact, MonitoringSubmitted)]
        project = self._project
        for fact in own:
            if isinstance(fact, TransferAggregated):
                project = replace(project, execution=aggregation.money(fact.regions))
        received = Received(filer=form.submitter, on=self._handed_in(form, context))
        command = submission.Submit(
            fiscal_year=self._aggregate.year,
            project_code=self._aggregate.code,
            task=form.task,
            lines=form.lines,
            funding=form.funding,
            implementation=form.implementation,
        )
        task = self._project.monitoring.task(form.task)
        try:
            return [*own, *submission.submit(project, command, task, context, received)]
        except Refused as refused:
            self.refusals.append((form.task, str(refused)))
            return facts

    def _handed_in(self, form: MonitoringSubmitted, context: Context) -> date:
        """Say when a form came in: by the record, whose clock may stand later than the day."""
        task = self._recorded.monitoring.task(form.task)
        due = task.hand_in_by
        if form.days_late:
            return due + timedelta(days=form.days_late)
        return min(due, context.today)

    def _finalized(self, facts: list[ProjectFact], context: Context) -> list[ProjectFact]:
        [end] = [fact for fact in facts if isinstance(fact, TaskFinalized)]
        own = facts[: facts.index(end)]
        task = self._project.monitoring.task(end.task)
        if task.submitted is None:
            return facts
        finalized = replace(
            end,
            completion_rate=task.submitted.completion_rate,
            execution_rate=task.submitted.execution_rate,
            rate_gap=task.submitted.rate_gap,
        )
        return [*own, finalized, *warnings.open_case(self._project, task, end.score, context)]

    def _one(self, fact: ProjectFact) -> Iterator[ProjectFact]:
        match fact:
            case TaskIssued():
                yield self._issued(fact)
            case EvaluationScored():
                yield self._scored(fact)
            case EvaluationConcluded(evaluation=name):
                scored = self._project.evaluation.evaluations[name].scored
                score = fact.score if scored is None else scored.score
                floors = self._rules.evaluation.grades
                yield replace(fact, score=score, grade=measures.grade(score, floors))
            case ClawbackCandidateIdentified():
                pass  # the round itself is examined
            case _:
                yield fact

    def _issued(self, fact: TaskIssued) -> TaskIssued:
        """Issue a task under the other edition; days that were set by hand stay."""
        old, new = (
            one.periods.get(fact.period) for one in (self.law.edition(fact.edition), self._rules)
        )
        days: dict[str, date] = {}
        if old is not None and new is not None:
            year = self._aggregate.year
            days = {
                name: resolve(getattr(new, rule), year)
                for name, rule in _DAYS.items()
                if getattr(fact, name) == resolve(getattr(old, rule), year)
            }
        return replace(fact, edition=self._rules.edition, **days)

    def _scored(self, fact: EvaluationScored) -> EvaluationScored:
        """Weigh a self-evaluation's published rates anew; marks of other schemes stay."""
        started = self._project.evaluation.evaluations[fact.evaluation].started
        old, new = self.law.edition(started.edition).evaluation, self._rules.evaluation
        same = (old.weights, old.rounding) == (new.weights, new.rounding)
        if started.kind is not EvaluationKind.SELF or same:
            return fact
        parts = [
            scoring.Part(line.name, line.dimension, line.full, Fraction(line.rate) / 100)
            for line in fact.lines
            if line.dimension is not None and line.rate is not None
        ]
        spent = None if fact.execution_rate is None else Fraction(fact.execution_rate) / 100
        score = scoring.self_evaluation(spent, parts, new.weights, new.rounding)
        return fact if score is None else replace(fact, score=score.score)

    def _examined(self, one: Round) -> list[ProjectFact]:
        year = self._aggregate.year
        cutoff = one.cutoff_on
        if cutoff == resolve(self.law.edition(one.edition).clawback.cutoff, year):
            cutoff = resolve(self._rules.clawback.cutoff, year)
        facts = listed(self._project, one.code, cutoff, self._rules)
        self._project = fold(facts, self._project)
        return [*facts]

    def _context(self, event: Stamped) -> Context:
        envelope = event.envelope
        return Context(
            command_id=envelope.commandid,
            at=envelope.time,
            actor=Actor(id=envelope.actor, role=Role[envelope.actorrole], org=envelope.actororg),
            aggregate=self._aggregate,
            law=self.law,
        )


def recorded(events: Sequence[Stamped], rounds: Iterable[Round], law: Law) -> list[ProjectFact]:
    """Return the facts there are, and what a round that nobody froze would have listed."""
    facts = [_of_project(event) for event in events]
    for one in rounds:
        if one.frozen_at is None:
            facts += listed(fold(facts), one.code, one.cutoff_on, law.edition(one.edition))
    return facts


def _before(one: Round, moment: datetime, named: set[str]) -> bool:
    """Whether a round was frozen before what is at hand; its own list is the round itself."""
    return one.code in named or (one.frozen_at is not None and one.frozen_at < moment)


def _of_project(event: Stamped) -> ProjectFact:
    fact = event.fact
    if not isinstance(fact, ProjectFact):
        raise TypeError(fact)
    return fact
