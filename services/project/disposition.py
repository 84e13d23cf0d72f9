"""What is done about a project: suspension, stop of appropriation, budget reduction."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from events.accountability import ViolationSuspected
from events.disposition import (
    AppropriationStopped,
    BudgetReduced,
    DispositionFact,
    ProjectResumed,
    ProjectSuspended,
)
from events.terms import Cause
from services.decision import Context
from services.project import accountability
from services.project.command import ProjectCommand, Text
from services.project.measures import yuan
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class SuspendProject(ProjectCommand, frozen=True, kw_only=True):
    """Stop the project; what the treasury reports is recorded all the same (LY-20, HL-06)."""

    title = "暂停项目实施"

    cause: Cause
    reason: Text
    effective_on: date | None = None


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


class ReduceBudget(ProjectCommand, frozen=True, kw_only=True):
    """Decide a reduction in 分; an objective cause is paired with a target adjustment."""

    title = "调减预算"

    cause: Cause
    reason: Text
    amount_fen: int


DispositionCommand = SuspendProject | ResumeProject | StopAppropriation | ReduceBudget


class Disposition(Struct, frozen=True):
    """Spans of suspension, the day appropriation stopped, and decided reductions."""

    suspensions: tuple[tuple[date, date | None], ...] = ()
    stopped_on: date | None = None
    objective_reductions: frozenset[str] = frozenset()

    @property
    def suspended(self) -> bool:
        """Whether the project stands still now."""
        return any(until is None for _, until in self.suspensions)

    def suspended_on(self, day: date) -> bool:
        """Whether a day lies after the start of a suspension and before its end."""
        return any(
            since < day and (until is None or day < until) for since, until in self.suspensions
        )


def evolve(disposition: Disposition, fact: DispositionFact) -> Disposition:
    """Fold one disposition."""
    match fact:
        case ProjectSuspended(effective_on=day):
            return replace(disposition, suspensions=(*disposition.suspensions, (day, None)))
        case ProjectResumed(effective_on=day):
            if not disposition.suspensions:
                return disposition
            *earlier, (since, _) = disposition.suspensions
            return replace(disposition, suspensions=(*earlier, (since, day)))
        case AppropriationStopped(effective_on=day):
            return replace(disposition, stopped_on=day)
        case BudgetReduced(cause=cause, correlation=correlation):
            objective = {correlation} if cause is Cause.OBJECTIVE else set()
            return replace(
                disposition,
                objective_reductions=disposition.objective_reductions | objective,
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
        case SuspendProject(cause=cause, reason=reason):
            context.require(rules.decider_roles, command.title, rules.clause)
            if disposition.suspended:
                return []
            day = command.effective_on or context.today
            suspended = ProjectSuspended(cause=cause, reason=reason, effective_on=day)
            return [suspended, *accountability.paid_while_suspended(project, day)]
        case StopAppropriation(cause=cause, reason=reason):
            context.require(rules.decider_roles, command.title, rules.clause)
            if disposition.stopped_on:
                return []
            day = command.effective_on or context.today
            stopped = AppropriationStopped(cause=cause, reason=reason, effective_on=day)
            return [stopped, *accountability.appropriated_while_stopped(project, day)]
        case ReduceBudget(cause=cause, reason=reason, amount_fen=amount):
            context.require(rules.decider_roles, command.title, rules.clause)
            current = project.execution.totals(date.max).current
            if not 0 < amount <= current:
                raise Refused(f"调减金额须大于 0 且不超过现有预算 {yuan(current)} 元")
            return [
                BudgetReduced(
                    cause=cause,
                    reason=reason,
                    amount_fen=amount,
                    correlation=context.correlation,
                )
            ]


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
    """Objective changes of budget or target that lack their other half (LY-19, HJ-24)."""
    return project.disposition.objective_reductions ^ project.targets.objective_adjustments
