"""Taking money back from one project: grounds, amount, decision, late facts (HL-07, HL-08)."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from events.clawback import (
    ClawbackConfirmed,
    ClawbackCorrected,
    ClawbackExecuted,
    ClawbackFact,
    ClawbackNotified,
    ClawbackObjected,
    ClawbackSettled,
    ClawbackWaived,
    NextYearReallocationRequired,
)
from events.terms import Resolution
from services.decision import Context
from services.policies.rules import ClawbackRules
from services.project import late_facts, objection, recovery
from services.project.authority import OWN
from services.project.candidate import IdentifyCandidate, identify
from services.project.clawback_item import Item, Status, evolve
from services.project.command import Code, ProjectCommand, Text
from services.project.measures import yuan
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class NotifyDepartment(ProjectCommand, frozen=True, kw_only=True):
    """Tell the department."""

    title = "告知部门"

    round: Code


class RecordObjection(ProjectCommand, frozen=True, kw_only=True):
    """Record what the department objects."""

    title = "部门提出异议"

    round: Code
    reason: Text


class ResolveObjection(ProjectCommand, frozen=True, kw_only=True):
    """Answer an objection; a reduction names the 分 that may still be taken."""

    title = "答复部门异议"

    round: Code
    resolution: Resolution
    reason: Text
    amount_fen: int | None = None


class WaiveItem(ProjectCommand, frozen=True, kw_only=True):
    """Leave the money, with a reason (原则上, HL-07)."""

    title = "免予收回"

    round: Code
    reason: Text


class ConfirmAmount(ProjectCommand, frozen=True, kw_only=True):
    """Confirm the amount in 分; less than identified needs a reason."""

    title = "确认收回金额"

    round: Code
    amount_fen: int | None = None
    reason: str = ""


class ExecuteClawback(ProjectCommand, frozen=True, kw_only=True):
    """Take the money back; ``must_continue`` leads to HL-08.

    ``document_no`` is the document upstream will name; without one the item's own name is used.
    """

    title = "执行收回"

    round: Code
    on: date | None = None
    must_continue: bool = False
    document_no: str = ""


class CorrectClawback(ProjectCommand, frozen=True, kw_only=True):
    """Give money back after a decision: ``amount_fen`` positive 分."""

    title = "更正收回金额"

    round: Code
    amount_fen: int
    document_no: Text


_TOO_EARLY_OR_LATE = "部门尚未被告知，或金额已经确认"
_CLOSED_TO_OBJECTIONS: dict[Status, str] = {
    "OBJECTED": "部门异议尚待答复，不能再提",
    "RESOLVED": "部门异议已经答复，不能再提",
    "WAIVED": "已免予收回，没有可提的异议",
}

ClawbackCommand = (
    IdentifyCandidate
    | NotifyDepartment
    | RecordObjection
    | ResolveObjection
    | WaiveItem
    | ConfirmAmount
    | ExecuteClawback
    | CorrectClawback
)


def decide(project: "Project", command: ClawbackCommand, context: Context) -> list[ClawbackFact]:
    """Decide about an item; an amount never exceeds what is recoverable."""
    items = project.clawback.items
    if isinstance(command, IdentifyCandidate):
        return [*identify(project, command, context)]
    item = items.get(command.round)
    if item is None:
        raise Refused(f"项目不在盘活收回批次 {command.round} 的清单中", clause="HL-07")
    rules = context.law.edition(item.identified.edition).clawback
    waives = isinstance(command, WaiveItem) or (
        isinstance(command, ResolveObjection) and command.resolution is Resolution.WAIVED
    )
    roles = rules.waiver_roles if waives else rules.decider_roles
    if isinstance(command, RecordObjection):
        roles = (*OWN, *rules.decider_roles)
    context.require(roles, command.title, rules.clause)
    match command:
        case NotifyDepartment(round=name):
            if item.status == "WAIVED" and item.notified_on is None:
                raise Refused("已免予收回，不必告知", clause="HL-07")
            if item.status != "IDENTIFIED":
                return []
            return [ClawbackNotified(round=name, on=context.today)]
        case RecordObjection(round=name, reason=reason):
            objection.at(
                item, ("NOTIFIED",), _CLOSED_TO_OBJECTIONS.get(item.status, _TOO_EARLY_OR_LATE)
            )
            return [ClawbackObjected(round=name, reason=reason)]
        case ResolveObjection():
            return objection.resolve(command, item)
        case WaiveItem(round=name, reason=reason):
            if item.status == "WAIVED":
                return objection.let_be(item, reason)
            if item.status == "EXECUTED":
                raise Refused("款项已收回", clause="HL-07")
            return [ClawbackWaived(round=name, reason=reason, waived_fen=item.limit_fen)]
        case ConfirmAmount():
            return _confirm(project, command, item, context)
        case ExecuteClawback():
            return _execute(project, command, item, context)
        case CorrectClawback(round=name, amount_fen=amount, document_no=document):
            objection.at(item, ("EXECUTED",), "款项尚未收回")
            if not 0 < amount <= item.taken_fen:
                raise Refused(f"更正金额须大于 0 且不超过已收回的 {yuan(item.taken_fen)} 元")
            given = ClawbackCorrected(round=name, delta_fen=-amount, document_no=document)
            after = replace(project, clawback=evolve(project.clawback, given))
            return [given, *late_facts.settle(after)]


def _confirm(
    project: "Project", command: ConfirmAmount, item: Item, context: Context
) -> list[ClawbackFact]:
    lower = command.amount_fen is not None and command.amount_fen < item.confirmed_fen
    if not (item.status == "CONFIRMED" and lower):
        if item.status == "OBJECTED":
            raise Refused("部门异议尚未答复", clause="HL-07")
        objection.at(item, ("NOTIFIED", "RESOLVED"), "须先告知部门，且尚未确认")
    rules = context.law.edition(item.identified.edition).clawback
    identified = item.limit_fen
    amount = identified if command.amount_fen is None else command.amount_fen
    _spared(project, rules)
    limit = min(identified, _left(project, _own_document(command.round, context)))
    if not 0 < amount <= limit:
        raise Refused(f"收回金额须大于 0 且不超过可收回的 {yuan(limit)} 元", clause="HL-07")
    if amount < identified and not command.reason.strip():
        raise Refused(f"少于列明的 {yuan(identified)} 元，须说明理由", clause="HL-07")
    told = item.notified_on
    if told is None or (context.today - told).days < rules.notice_days:
        raise Refused(f"告知部门满 {rules.notice_days} 日后方可确认")
    return [ClawbackConfirmed(round=command.round, amount_fen=amount, reason=command.reason)]


def _execute(
    project: "Project", command: ExecuteClawback, item: Item, context: Context
) -> list[ClawbackFact]:
    if item.status == "EXECUTED":
        document = command.document_no.strip() or item.document_no
        given = (command.on or item.executed_on, document, command.must_continue)
        objection.same(
            given == (item.executed_on, item.document_no, item.must_continue),
            f"款项已于 {item.executed_on} 收回（文号 {item.document_no}），"
            "不能改日期、文号或是否继续实施；多收的用更正收回（CorrectClawback）退回",
        )
        return []
    objection.at(item, ("CONFIRMED",), "收回金额尚未确认")
    _spared(project, context.law.edition(item.identified.edition).clawback)
    document = command.document_no.strip() or _own_document(command.round, context)
    if document in project.clawback.documents:
        raise Refused(f"文号 {document} 已用于另一次收回", clause="HL-07")
    amount, left = item.confirmed_fen, _left(project, document)
    if amount > left:
        raise Refused(
            f"可收回余额只有 {yuan(left)} 元，少于已确认的 {yuan(amount)} 元", clause="HL-07"
        )
    on, cutoff = command.on or context.today, item.identified.figures.as_of
    if on <= cutoff:
        raise Refused(f"收回日期 {on} 须在截止日 {cutoff} 之后", clause="HL-07")
    if on > context.today:
        raise Refused(f"收回日期 {on} 晚于今天", clause="HL-07")
    executed = ClawbackExecuted(
        round=command.round,
        amount_fen=amount,
        on=on,
        must_continue=command.must_continue,
        document_no=document,
    )
    facts: list[ClawbackFact] = [executed]
    lowered = project.execution.lowered(document, date.max)
    if lowered >= amount:
        facts.append(ClawbackSettled(round=command.round, amount_fen=lowered, document_no=document))
    if command.must_continue:
        facts.append(
            NextYearReallocationRequired(
                round=command.round,
                amount_fen=amount,
                department=item.identified.department,
                budget_year=context.aggregate.year + 1,
            )
        )
    return facts


def _spared(project: "Project", rules: ClawbackRules) -> None:
    """Refuse to take what was tagged after the list was frozen as never to be taken."""
    if recovery.protected(project, rules):
        tags = "、".join(tag.zh for tag in rules.protected_tags)
        raise Refused(f"资金已标记为{tags}，不得收回，请免予收回", clause=rules.clause)


def _own_document(name: str, context: Context) -> str:
    """What upstream names where the clawback has no document of its own."""
    return f"{context.aggregate.name}-{name}"


def _left(project: "Project", document: str) -> int:
    """What may still be taken; what upstream took on the very document counts as still there."""
    found = recovery.figures(project, date.max, recovery.NO_SCHEDULE, document)
    return found.recoverable_fen
