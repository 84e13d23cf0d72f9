"""A serious case: suspended, reduced and stopped at once; procurement under way is left (HJ-27)."""

from datetime import date
from typing import TYPE_CHECKING

from events.accountability import ViolationSuspected
from events.disposition import (
    AppropriationStopped,
    BudgetReduced,
    DispositionFact,
    ProjectSuspended,
    SeriousCaseDisposed,
)
from events.terms import Cause, DispositionKind
from services.decision import Context
from services.project import accountability, recovery
from services.project.command import ProjectCommand, Text
from services.project.measures import yuan
from services.project.register import carried_out, executing
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

_AT_ONCE = (DispositionKind.SUSPEND, DispositionKind.REDUCE_BUDGET, DispositionKind.STOP_FUNDS)


class DisposeSeriousCase(ProjectCommand, frozen=True, kw_only=True):
    """Do everything the catalogue has for a serious case in one append.

    Without ``amount_fen`` (分) all that is neither spent nor committed is cut.
    """

    title = "处置严重问题"

    reason: Text
    amount_fen: int | None = None
    effective_on: date | None = None
    disposition: str = ""


SeriousCommand = DisposeSeriousCase


def decide(
    project: "Project", command: SeriousCommand, context: Context
) -> list[DispositionFact | ViolationSuspected]:
    """Suspend, reduce and stop what is not suspended, reduced and stopped yet."""
    rules, state = context.rules.disposition, project.disposition
    remedy = rules.catalogue.get(Cause.SERIOUS)
    if remedy is None:
        raise Refused(f"处置目录没有“{Cause.SERIOUS.zh}”这一情形", clause=rules.clause)
    context.require(remedy.decider_roles, command.title, remedy.clause)
    if state.serious is not None:
        before = state.serious.reduced_fen
        if command.amount_fen not in (None, before):
            raise Refused(
                f"严重问题已处置，调减 {yuan(before)} 元；再调减请用调减预算（ReduceBudget）",
                clause=remedy.clause,
            )
        return []
    day = command.effective_on or context.today
    left = recovery.figures(project, date.max, recovery.NO_SCHEDULE)
    measures = [kind for kind in _AT_ONCE if kind in remedy.kinds]
    if state.suspended and DispositionKind.SUSPEND in measures:
        measures.remove(DispositionKind.SUSPEND)
    if state.stopped and DispositionKind.STOP_FUNDS in measures:
        measures.remove(DispositionKind.STOP_FUNDS)
    amount = left.recoverable_fen if command.amount_fen is None else command.amount_fen
    if DispositionKind.REDUCE_BUDGET not in measures:
        amount = 0
    elif command.amount_fen is not None and not 0 < amount <= left.recoverable_fen:
        raise Refused(
            f"调减金额须大于 0 且不超过未支付、未采购占用的 {yuan(left.recoverable_fen)} 元",
            clause=remedy.clause,
        )
    elif not amount:
        measures.remove(DispositionKind.REDUCE_BUDGET)
    facts: list[DispositionFact | ViolationSuspected] = []
    for kind in measures:
        name = executing(state.register, kind, command.disposition, Cause.SERIOUS)
        facts.append(_measure(kind, name, command.reason, day, amount, context))
        facts.extend(carried_out(state.register, name, kind, day))
    facts.append(
        SeriousCaseDisposed(
            reason=command.reason,
            measures=tuple(measures),
            reduced_fen=amount,
            committed_fen=left.committed_fen,
            procurement=project.execution.commitments(),
            edition=context.rules.edition,
        )
    )
    if DispositionKind.SUSPEND in measures:
        facts.extend(accountability.paid_while_suspended(project, day))
    if DispositionKind.STOP_FUNDS in measures:
        ahead = sum(isinstance(fact, ViolationSuspected) for fact in facts)
        facts.extend(accountability.appropriated_while_stopped(project, day, ahead))
    return facts


def _measure(  # noqa: PLR0913, PLR0917  # one measure and everything it says
    kind: DispositionKind, name: str, reason: str, day: date, amount: int, context: Context
) -> DispositionFact:
    cause = Cause.SERIOUS
    match kind:
        case DispositionKind.SUSPEND:
            return ProjectSuspended(cause=cause, reason=reason, effective_on=day, disposition=name)
        case DispositionKind.STOP_FUNDS:
            return AppropriationStopped(
                cause=cause, reason=reason, effective_on=day, disposition=name
            )
        case _:
            return BudgetReduced(
                cause=cause,
                reason=reason,
                amount_fen=amount,
                correlation=context.correlation,
                disposition=name,
            )
