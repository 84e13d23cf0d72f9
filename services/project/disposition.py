"""What is done about a project: suspension, stop of appropriation, budget reduction."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from events.accountability import ViolationSuspected
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
from events.terms import Cause, DispositionKind
from services.decision import Context
from services.project import accountability
from services.project.command import ProjectCommand, Text
from services.project.measures import yuan
from services.project.register import Entry, Register, allowed, carried_out, executing
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class SuspendProject(ProjectCommand, frozen=True, kw_only=True):
    """Stop the project; what the treasury reports is recorded all the same (LY-20, HL-06)."""

    title = "暂停项目实施"

    cause: Cause
    reason: Text
    effective_on: date | None = None
    disposition: str = ""


class ResumeProject(ProjectCommand, frozen=True, kw_only=True):
    """Let a suspended project go on once every rectification is accepted."""

    title = "恢复项目实施"

    reason: Text
    effective_on: date | None = None


class StopAppropriation(ProjectCommand, frozen=True, kw_only=True):
    """Release no more money (LY-20, HJ-05, HJ-27)."""

    title = "停止拨付资金"

    cause: Cause
    reason: Text
    effective_on: date | None = None
    disposition: str = ""


class ResumeAppropriation(ProjectCommand, frozen=True, kw_only=True):
    """Release money again after a stop."""

    title = "恢复拨付资金"

    reason: Text
    effective_on: date | None = None


class ReduceBudget(ProjectCommand, frozen=True, kw_only=True):
    """Decide a reduction in 分; an objective cause is paired with a target adjustment."""

    title = "调减预算"

    cause: Cause
    reason: Text
    amount_fen: int
    disposition: str = ""


DispositionCommand = (
    SuspendProject | ResumeProject | StopAppropriation | ResumeAppropriation | ReduceBudget
)
Spans = tuple[tuple[date, date | None], ...]


class Disposition(Struct, frozen=True):
    """Spans of suspension and of stopped appropriation, decided reductions, the register."""

    suspensions: Spans = ()
    stops: Spans = ()
    objective_reductions: tuple[str, ...] = ()
    register: Register = {}
    serious: bool = False

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
        case ProjectSuspended(effective_on=day):
            return replace(disposition, suspensions=(*disposition.suspensions, (day, None)))
        case ProjectResumed(effective_on=day):
            ended = _ended(disposition.suspensions, day)
            return replace(disposition, suspensions=ended, serious=False)
        case AppropriationStopped(effective_on=day):
            return replace(disposition, stops=(*disposition.stops, (day, None)))
        case AppropriationResumed(effective_on=day):
            return replace(disposition, stops=_ended(disposition.stops, day))
        case SeriousCaseDisposed():
            return replace(disposition, serious=True)
        case BudgetReduced(cause=cause, correlation=correlation):
            objective = (correlation,) if cause is Cause.OBJECTIVE else ()
            return replace(
                disposition,
                objective_reductions=(*disposition.objective_reductions, *objective),
            )
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


def decide(
    project: "Project", command: DispositionCommand, context: Context
) -> list[DispositionFact | ViolationSuspected]:
    """Decide a disposition; suspending and stopping also look at what is already known."""
    rules, disposition = context.rules.disposition, project.disposition
    match command:
        case ResumeProject():
            context.require(rules.resume_roles, command.title)
            return _resume(project, command, context)
        case ResumeAppropriation(reason=reason):
            context.require(rules.resume_roles, command.title)
            if not disposition.stopped:
                return []
            day = command.effective_on or context.today
            since, _ = disposition.stops[-1]
            if day < since:
                raise Refused(f"恢复日期早于停止日期 {since}")
            return [AppropriationResumed(reason=reason, effective_on=day)]
        case SuspendProject() | StopAppropriation() | ReduceBudget():
            context.require(rules.decider_roles, command.title, rules.clause)
            allowed(rules, command.cause, _KINDS[type(command)])
            return _take(project, command, context)


_KINDS = {
    SuspendProject: DispositionKind.SUSPEND,
    StopAppropriation: DispositionKind.STOP_FUNDS,
    ReduceBudget: DispositionKind.REDUCE_BUDGET,
}


def _take(
    project: "Project", command: SuspendProject | StopAppropriation | ReduceBudget, context: Context
) -> list[DispositionFact | ViolationSuspected]:
    disposition, cause, reason = project.disposition, command.cause, command.reason
    kind = _KINDS[type(command)]
    if isinstance(command, StopAppropriation) and (
        DispositionKind.POSTPONE_FUNDS in _decided(disposition, command.disposition)
    ):
        kind = DispositionKind.POSTPONE_FUNDS
    name = executing(disposition.register, kind, command.disposition, cause)
    remedy = context.rules.disposition.catalogue.get(cause)
    if remedy is not None and remedy.approval and not name:
        context.require(remedy.decider_roles, f"因{cause.zh}{command.title}", remedy.clause)
    match command:
        case SuspendProject():
            day = command.effective_on or context.today
            if disposition.suspended:
                _same_day(disposition.suspensions, command.effective_on, "暂停实施")
                return [*carried_out(disposition.register, command.disposition, kind, day)]
            suspended = ProjectSuspended(
                cause=cause, reason=reason, effective_on=day, disposition=name
            )
            suspicions = accountability.paid_while_suspended(project, day)
            return [suspended, *carried_out(disposition.register, name, kind, day), *suspicions]
        case StopAppropriation():
            day = command.effective_on or context.today
            if disposition.stopped:
                _same_day(disposition.stops, command.effective_on, "停止拨付")
                return [*carried_out(disposition.register, command.disposition, kind, day)]
            stopped = AppropriationStopped(
                cause=cause, reason=reason, effective_on=day, disposition=name
            )
            suspicions = accountability.appropriated_while_stopped(project, day)
            return [stopped, *carried_out(disposition.register, name, kind, day), *suspicions]
        case ReduceBudget(amount_fen=amount):
            if command.disposition and not carried_out(
                disposition.register, name, kind, context.today
            ):
                return []
            current = project.execution.totals(date.max).current
            if not 0 < amount <= current:
                raise Refused(f"调减金额须大于 0 且不超过现有预算 {yuan(current)} 元")
            decided = disposition.register[name].proposed.amount_fen if name else 0
            if decided and amount > decided:
                raise Refused(f"调减金额超过分类处置 {name} 决定的 {yuan(decided)} 元")
            reduced = BudgetReduced(
                cause=cause,
                reason=reason,
                amount_fen=amount,
                correlation=context.correlation,
                disposition=name,
            )
            return [reduced, *carried_out(disposition.register, name, kind, context.today)]


def _same_day(spans: Spans, day: date | None, what: str) -> None:
    """Refuse another day for what stands already; it would be accepted and not be so."""
    since, _ = spans[-1]
    if day not in (None, since):
        raise Refused(f"项目已自 {since} 起{what}，不能另定 {day}")


def _decided(disposition: Disposition, name: str) -> tuple[DispositionKind, ...]:
    entry = disposition.register.get(name)
    return entry.proposed.kinds if entry else ()


def _resume(
    project: "Project", command: ResumeProject, context: Context
) -> list[DispositionFact | ViolationSuspected]:
    if not project.disposition.suspended:
        return []
    unfinished = project.rectification.open_cases()
    if unfinished:
        raise Refused(f"整改未验收，不能恢复：{'、'.join(unfinished)}")
    day = command.effective_on or context.today
    since, _ = project.disposition.suspensions[-1]
    if day < since:
        raise Refused(f"恢复日期早于暂停日期 {since}")
    return [ProjectResumed(reason=command.reason, effective_on=day)]


def unpaired(project: "Project") -> frozenset[str]:
    """Matters of objective changes of budget or target that lack their other half (LY-19, HJ-24).

    A matter is paired once for all; changes without a matter ("") are paired one by one.
    """
    cut, adjusted = project.disposition.objective_reductions, project.targets.objective_adjustments
    unnamed = {""} if cut.count("") != adjusted.count("") else set[str]()
    return frozenset(({*cut} ^ {*adjusted}) - {""} | unnamed)
