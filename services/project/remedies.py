"""Dispositions as a register: proposed from the catalogue, decided, carried out, revoked."""

from datetime import date
from typing import TYPE_CHECKING

from events.disposition import (
    DispositionDecided,
    DispositionExecuted,
    DispositionFact,
    DispositionProposed,
    DispositionRevoked,
)
from events.terms import Cause, DispositionKind, MeasureKind
from services.decision import Context
from services.policies.rules import Remedy
from services.project.command import Code, ProjectCommand, Text
from services.project.register import Entry
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

_OWN_COMMAND = {
    DispositionKind.SUSPEND: "SuspendProject",
    DispositionKind.STOP_FUNDS: "StopAppropriation",
    DispositionKind.POSTPONE_FUNDS: "StopAppropriation",
    DispositionKind.REDUCE_BUDGET: "ReduceBudget",
}


class ProposeDisposition(ProjectCommand, frozen=True, kw_only=True):
    """Propose what to do; the cause decides which measures there are and what goes together."""

    title = "提出分类处置意见"

    disposition: Code
    cause: Cause
    kinds: tuple[DispositionKind, ...]
    reason: Text
    measure: MeasureKind | None = None
    basis: str = ""
    amount_fen: int = 0


class DecideDisposition(ProjectCommand, frozen=True, kw_only=True):
    """Decide a proposal, one way or the other."""

    title = "决定分类处置"

    disposition: Code
    approved: bool = True
    opinion: str = ""
    document: str = ""


class ExecuteDisposition(ProjectCommand, frozen=True, kw_only=True):
    """Record that a decided measure was carried out that no other command carries out."""

    title = "执行分类处置"

    disposition: Code
    kind: DispositionKind
    on: date | None = None
    note: Text


class RevokeDisposition(ProjectCommand, frozen=True, kw_only=True):
    """Take a disposition back of which nothing was carried out."""

    title = "撤销分类处置"

    disposition: Code
    reason: Text


RemedyCommand = ProposeDisposition | DecideDisposition | ExecuteDisposition | RevokeDisposition


def decide(project: "Project", command: RemedyCommand, context: Context) -> list[DispositionFact]:
    """Decide about a line of the register."""
    if isinstance(command, ProposeDisposition):
        return _propose(project, command, context)
    name = command.disposition
    entry = project.disposition.register.get(name)
    if entry is None:
        raise Refused(f"没有分类处置 {name}")
    rules = context.law.edition(entry.proposed.edition).disposition
    remedy = rules.catalogue.get(entry.proposed.cause)
    roles = remedy.decider_roles if remedy else rules.decider_roles
    clause = remedy.clause if remedy else rules.clause
    match command:
        case DecideDisposition():
            context.require(roles, command.title, clause)
            return _decide(project, command, entry, context)
        case ExecuteDisposition():
            context.require(rules.proposer_roles, command.title, clause)
            return _execute(project, command, entry, context)
        case RevokeDisposition(reason=reason):
            context.require(roles, command.title, clause)
            if entry.revoked:
                return []
            if entry.executed:
                raise Refused(f"分类处置 {name} 已经执行，不能撤销", clause=clause)
            return [DispositionRevoked(disposition=name, reason=reason)]


def _propose(
    project: "Project", command: ProposeDisposition, context: Context
) -> list[DispositionFact]:
    rules, registration = context.rules.disposition, project.registered
    context.require(rules.proposer_roles, command.title, rules.clause)
    remedy = rules.catalogue.get(command.cause)
    if remedy is None:
        raise Refused(f"处置目录没有“{command.cause.zh}”这一情形", clause=rules.clause)
    kinds = tuple(dict.fromkeys(command.kinds))
    _fits(remedy, command.cause, kinds)
    if command.amount_fen < 0:
        raise Refused("处置金额不能为负", clause=remedy.clause)
    if command.basis and not _known(project, command.basis):
        raise Refused(f"处置依据 {command.basis} 不是本项目的监控任务、评价或问责线索")
    known = project.disposition.register.get(command.disposition)
    fact = DispositionProposed(
        disposition=command.disposition,
        cause=command.cause,
        kinds=kinds,
        reason=command.reason,
        proposer=context.actor.id if known is None else known.proposed.proposer,
        edition=context.rules.edition if known is None else known.proposed.edition,
        project_name=registration.name,
        department=registration.department,
        measure=command.measure,
        basis=command.basis,
        amount_fen=command.amount_fen,
    )
    if known is None:
        return [fact]
    if known.proposed == fact:
        return []
    raise Refused(f"分类处置 {command.disposition} 已经提出，内容不同")


def _fits(remedy: Remedy, cause: Cause, kinds: tuple[DispositionKind, ...]) -> None:
    if not kinds:
        raise Refused("至少提出一项处置措施", clause=remedy.clause)
    if wrong := [kind.zh for kind in kinds if kind not in remedy.kinds]:
        raise Refused(f"“{cause.zh}”不适用“{'、'.join(wrong)}”", clause=remedy.clause)
    missing = [kind.zh for kind in remedy.paired if kind not in kinds]
    if missing and {*kinds} & {*remedy.paired}:
        raise Refused(f"须同时提出：{'、'.join(missing)}", clause=remedy.clause)


def _known(project: "Project", basis: str) -> bool:
    return (
        basis in project.monitoring.tasks
        or basis in project.evaluation.evaluations
        or basis in project.accountability.cases
    )


def _decide(
    project: "Project", command: DecideDisposition, entry: Entry, context: Context
) -> list[DispositionFact]:
    name = command.disposition
    if entry.revoked:
        raise Refused(f"分类处置 {name} 已撤销")
    if entry.decided is not None:
        decided = entry.decided
        given = (command.approved, command.opinion, command.document)
        if given == (decided.approved, decided.opinion, decided.document):
            return []
        raise Refused(
            f"分类处置 {name} 已经决定（{'同意' if decided.approved else '不同意'}"
            f"{f'，文号 {decided.document}' if decided.document else ''}）；"
            "改变决定请撤销（RevokeDisposition）后另行提出"
        )
    if context.actor.id == entry.proposed.proposer:
        raise Refused("提出人不能决定自己提出的处置意见")
    return [
        DispositionDecided(
            disposition=name,
            approved=command.approved,
            opinion=command.opinion,
            document=command.document,
            target_version=project.targets.version,
            taken_fen=project.clawback.taken_fen,
        )
    ]


def _execute(
    project: "Project", command: ExecuteDisposition, entry: Entry, context: Context
) -> list[DispositionFact]:
    name, kind, decided = command.disposition, command.kind, entry.decided
    if kind in entry.executed:
        return []
    if decided is None or kind not in entry.pending:
        raise Refused(f"分类处置 {name} 未决定“{kind.zh}”")
    if own := _OWN_COMMAND.get(kind):
        raise Refused(f"“{kind.zh}”请用 {own} 办理，并注明分类处置 {name}")
    if kind is DispositionKind.ADJUST_TARGET and project.targets.version <= decided.target_version:
        raise Refused("绩效目标在决定之后尚未调整", clause="LY-19")
    if kind is DispositionKind.RECLAIM and project.clawback.taken_fen <= decided.taken_fen:
        raise Refused("资金在决定之后尚未收回", clause="HJ-05")
    if command.on is not None and command.on > context.today:
        raise Refused(f"执行日期 {command.on} 晚于今天")
    return [
        DispositionExecuted(
            disposition=name, kind=kind, on=command.on or context.today, note=command.note
        )
    ]
