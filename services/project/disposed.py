"""Where a project stands still, what was stopped and lowered, and the register (domain 4.1)."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from events.disposition import (
    AppropriationResumed,
    AppropriationStopped,
    BudgetReduced,
    DispositionDecided,
    DispositionExecuted,
    DispositionFact,
    DispositionProposed,
    DispositionRevoked,
    ProjectResumed,
    ProjectSuspended,
    SeriousCaseDisposed,
)
from events.terms import Cause
from services.project.register import Entry, Register

Spans = tuple[tuple[date, date | None], ...]


class Disposition(Struct, frozen=True):
    """Spans of suspension and of stopped appropriation, decided reductions, the register."""

    suspensions: Spans = ()
    stops: Spans = ()
    objective_reductions: tuple[str, ...] = ()
    register: Register = {}
    serious: SeriousCaseDisposed | None = None
    suspended_for: Cause | None = None
    stopped_for: Cause | None = None

    @property
    def suspended(self) -> bool:
        """Whether the project stands still now."""
        return any(until is None for _, until in self.suspensions)

    def suspended_on(self, day: date) -> bool:
        """Whether a day lies after the start of a suspension and before its end."""
        return _within(self.suspensions, day)

    @property
    def stopped(self) -> bool:
        """Whether appropriation is stopped now."""
        return any(until is None for _, until in self.stops)

    def stopped_on(self, day: date) -> bool:
        """Whether a day lies after the start of a stop and before its end."""
        return _within(self.stops, day)


def _within(spans: Spans, day: date) -> bool:
    return any(since < day and (until is None or day < until) for since, until in spans)


def _ended(spans: Spans, day: date) -> Spans:
    if not spans:
        return spans
    *earlier, (since, _) = spans
    return (*earlier, (since, day))


def evolve(disposition: Disposition, fact: DispositionFact) -> Disposition:
    """Fold one disposition."""
    match fact:
        case ProjectSuspended(effective_on=day, cause=cause):
            spans = (*disposition.suspensions, (day, None))
            return replace(disposition, suspensions=spans, suspended_for=cause)
        case ProjectResumed(effective_on=day):
            ended = _ended(disposition.suspensions, day)
            return replace(disposition, suspensions=ended, serious=None)
        case AppropriationStopped(effective_on=day, cause=cause):
            spans = (*disposition.stops, (day, None))
            return replace(disposition, stops=spans, stopped_for=cause)
        case AppropriationResumed(effective_on=day):
            return replace(disposition, stops=_ended(disposition.stops, day))
        case SeriousCaseDisposed():
            return replace(disposition, serious=fact)
        case BudgetReduced(cause=cause, correlation=correlation):
            objective = (correlation,) if cause is Cause.OBJECTIVE else ()
            lowered = replace(
                disposition,
                objective_reductions=(*disposition.objective_reductions, *objective),
            )
            entry = disposition.register.get(fact.disposition)
            if entry is None:
                return lowered
            entry = replace(entry, reduced_fen=fact.amount_fen)
            return _entered(lowered, fact.disposition, entry)
        case DispositionProposed(disposition=name):
            return _entered(disposition, name, Entry(fact))
        case (
            DispositionDecided(disposition=name)
            | DispositionExecuted(disposition=name)
            | DispositionRevoked(disposition=name)
        ):
            entry = disposition.register.get(name)
            if entry is None:
                return disposition
            match fact:
                case DispositionDecided():
                    entry = replace(entry, decided=fact)
                case DispositionExecuted(kind=kind):
                    entry = replace(entry, executed=entry.executed | {kind})
                case DispositionRevoked():
                    entry = replace(entry, revoked=True)
            return _entered(disposition, name, entry)


def _entered(disposition: Disposition, name: str, entry: Entry) -> Disposition:
    return replace(disposition, register={**disposition.register, name: entry})
