"""What is done about a project: suspension, stop of appropriation, budget reduction."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from events.accountability import ViolationSuspected
from events.disposition import (
    AppropriationResumed,
    AppropriationStopped,
    BudgetReduced,
    DispositionFact,
    Measure,
    ProjectResumed,
    ProjectSuspended,
)
from events.terms import Cause, DispositionKind
from services.decision import Context
from services.project import accountability
from services.project.command import ProjectCommand, Text
from services.project.disposed import Disposition, Spans
from services.project.measures import yuan
from services.project.register import allowed, carried_out, executing
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


F = TypeVar("F")


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
                _same_end(disposition.stops, command.effective_on, "恢复拨付")
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
                if not command.disposition:
                    _same_cause(disposition.suspended_for, cause, "暂停实施")
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
                if not command.disposition:
                    _same_cause(disposition.stopped_for, cause, "停止拨付")
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
                before = disposition.register[name].reduced_fen
                if amount != before:
                    raise Refused(
                        f"分类处置 {name} 已调减 {yuan(before)} 元；"
                        "再调减须另行提出（ProposeDisposition），或不注明分类处置"
                    )
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


def named(project: "Project", facts: Iterable[F]) -> list[F]:
    """Let each measure say whose project it concerns: registers list them by department."""
    own = project.registered
    return [
        replace(fact, project_name=own.name, department=own.department)
        if isinstance(fact, Measure)
        else fact
        for fact in facts
    ]


def _same_day(spans: Spans, day: date | None, what: str) -> None:
    """Refuse another day for what stands already; it would be accepted and not be so."""
    since, _ = spans[-1]
    if day not in (None, since):
        raise Refused(f"项目已自 {since} 起{what}，不能另定 {day}")


def _same_cause(stands: Cause | None, cause: Cause, what: str) -> None:
    """Refuse another cause for what stands already."""
    if stands is not None and cause is not stands:
        raise Refused(
            f"项目已因{stands.zh}{what}，不能另定原因“{cause.zh}”；恢复后方可再定，"
            "另有处置请提出分类处置（ProposeDisposition）"
        )


def _same_end(spans: Spans, day: date | None, what: str) -> None:
    """Refuse another day for what has gone on again, or never stood still."""
    until = spans[-1][1] if spans else None
    if day is not None and day != until:
        stands = f"已自 {until} 起{what}" if until else "未曾停止"
        raise Refused(f"项目{stands}，不能另定 {day}")


def _decided(disposition: Disposition, name: str) -> tuple[DispositionKind, ...]:
    entry = disposition.register.get(name)
    return entry.proposed.kinds if entry else ()


def _resume(
    project: "Project", command: ResumeProject, context: Context
) -> list[DispositionFact | ViolationSuspected]:
    if not project.disposition.suspended:
        _same_end(project.disposition.suspensions, command.effective_on, "恢复实施")
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
