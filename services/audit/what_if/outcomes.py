"""What a history decided about a project, as a reader compares it: by task, evaluation, round."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct

from events.catalogue import ProjectFact
from events.clawback import ClawbackCandidateIdentified
from events.disposition import DispositionProposed, DispositionRevoked
from events.evaluation import EvaluationConcluded, EvaluationScored, EvaluationStarted
from events.monitoring import MonitoringSubmitted, TaskIssued
from events.rectification import RectificationNoticeIssued
from events.terms import Cause
from events.warning import WarningCleared, WarningRaised
from projections.trail.words import rests_on
from services.answers.difference import Matter
from services.policies.law import Law
from services.project.measures import yuan


class Key(Struct, frozen=True):
    """Of what: a task, an evaluation or a round, the matter, and the rule where there are many."""

    subject: str
    matter: Matter
    rule: str = ""


class Outcome(Struct, frozen=True):
    """What came out, in words, the clause it rests on, and 分 where it is about money.

    A ``limit`` says what was compared with; another limit alone is no other outcome.
    """

    words: str
    clause: str
    fen: int = 0
    limit: str = ""

    @property
    def told(self) -> str:
        """The words with the limit."""
        return f"{self.words}（界限 {self.limit}）" if self.limit else self.words


Outcomes = dict[Key, Outcome]


def outcomes(facts: Iterable[ProjectFact], law: Law) -> Outcomes:
    """Read a history; later facts about the same thing take the place of earlier ones."""
    found: Outcomes = {}
    editions: dict[str, str] = {}
    for fact in facts:
        match fact:
            case TaskIssued(task=task, period=period, edition=edition, submit_by=day):
                editions[task] = edition
                known = law.edition(edition).periods.get(period)
                found[Key(task, Matter.DUE)] = Outcome(str(day), known.clause if known else "")
            case MonitoringSubmitted(task=task):
                for key in (key for key in [*found] if _measured(key, task)):
                    del found[key]
                found |= _figures(fact, law, editions[task])
            case WarningRaised(task=task, rule=name, edition=edition):
                rule = law.edition(edition).warnings[name]
                found[Key(task, Matter.WARNING, name)] = Outcome(
                    f"{fact.value}", rule.clause, limit=f"{rule.operator} {fact.threshold}"
                )
            case WarningCleared(task=task, rule=name):
                found.pop(Key(task, Matter.WARNING, name), None)
            case RectificationNoticeIssued(task=task, case=case, edition=edition):
                rests = "、".join(rests_on(ground.rule) for ground in fact.grounds)
                clause = law.edition(edition).rectification.clause
                found[Key(task, Matter.CASE, case)] = Outcome(
                    f"{rests}，{fact.due_on} 前整改", clause
                )
            case DispositionProposed(cause=Cause.TARGET_MISMATCH, basis=basis, disposition=name):
                remedy = law.edition(fact.edition).disposition.catalogue.get(fact.cause)
                kinds = "、".join(kind.zh for kind in fact.kinds)
                found[Key(basis, Matter.OVER_FULFILMENT, name)] = Outcome(
                    kinds, remedy.clause if remedy else ""
                )
            case DispositionRevoked(disposition=name):
                found = {key: one for key, one in found.items() if key.rule != name}
            case EvaluationStarted(evaluation=name, edition=edition):
                editions[name] = edition
            case EvaluationScored(evaluation=name, score=score):
                clause = law.edition(editions[name]).evaluation.clause
                found[Key(name, Matter.EVALUATION)] = Outcome(f"{score} 分", clause)
            case EvaluationConcluded(evaluation=name, score=score, grade=grade):
                clause = law.edition(editions[name]).evaluation.clause
                found[Key(name, Matter.EVALUATION)] = Outcome(f"{score} 分，{grade.zh}", clause)
            case ClawbackCandidateIdentified(round=code, amount_fen=fen):
                grounds = "、".join(ground.zh for ground in fact.grounds)
                found[Key(code, Matter.CLAWBACK)] = Outcome(
                    f"{yuan(fen):,} 元（{grounds}，截至 {fact.figures.as_of}）",
                    law.edition(fact.edition).clawback.clause,
                    fen,
                )
            case _:
                pass
    return found


def _measured(key: Key, task: str) -> bool:
    return key.subject == task and key.matter in (Matter.LATE, *_RATES)


_RATES = (Matter.EXECUTION, Matter.COMPLETION, Matter.GAP, Matter.SCHEDULE)


def _figures(fact: MonitoringSubmitted, law: Law, edition: str) -> Outcomes:
    rules = law.edition(edition)
    rates = (fact.execution_rate, fact.completion_rate, fact.rate_gap, fact.schedule_rate)
    found = {
        Key(fact.task, matter): Outcome(_percent(rate), rules.figures.clause)
        for matter, rate in zip(_RATES, rates, strict=True)
    }
    if fact.days_late:
        found[Key(fact.task, Matter.LATE)] = Outcome(f"逾期 {fact.days_late} 日", "")
    return found


def _percent(rate: Decimal | None) -> str:
    return "不可评价" if rate is None else f"{rate}"


def compared(
    before: Outcomes, after: Outcomes
) -> Iterator[tuple[Key, Outcome | None, Outcome | None]]:
    """Pair what differs; None where nothing came out."""
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if (old and old.words) != (new and new.words):
            yield key, old, new
