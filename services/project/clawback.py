"""Taking money back from one project: grounds, amount, decision, late facts (HL-07, HL-08)."""

from datetime import date
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from events.clawback import (
    ClawbackCandidateIdentified,
    ClawbackConfirmed,
    ClawbackCorrected,
    ClawbackCorrectionProposed,
    ClawbackExecuted,
    ClawbackFact,
    ClawbackNotified,
    ClawbackObjected,
    ClawbackWaived,
    NextYearReallocationRequired,
)
from services.decision import Context
from services.project import recovery
from services.project.command import Code, ProjectCommand, Text
from services.project.measures import yuan
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

Status = Literal["IDENTIFIED", "NOTIFIED", "OBJECTED", "WAIVED", "CONFIRMED", "EXECUTED"]


class IdentifyCandidate(ProjectCommand, frozen=True, kw_only=True):
    """Examine the project for a round, as of its cut-off day; no ground, no fact."""

    title = "核查盘活收回"

    round: Code
    cutoff_on: date
    edition: str


class NotifyDepartment(ProjectCommand, frozen=True, kw_only=True):
    """Tell the department."""

    title = "告知部门"

    round: Code


class RecordObjection(ProjectCommand, frozen=True, kw_only=True):
    """Record what the department objects."""

    title = "部门提出异议"

    round: Code
    reason: Text


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
    """Take the money back; ``must_continue`` leads to HL-08."""

    title = "执行收回"

    round: Code
    on: date | None = None
    must_continue: bool = False


class CorrectClawback(ProjectCommand, frozen=True, kw_only=True):
    """Give money back after a decision: ``amount_fen`` positive 分."""

    title = "更正收回金额"

    round: Code
    amount_fen: int
    document_no: Text


ClawbackCommand = (
    IdentifyCandidate
    | NotifyDepartment
    | RecordObjection
    | WaiveItem
    | ConfirmAmount
    | ExecuteClawback
    | CorrectClawback
)


class Item(Struct, frozen=True):
    """A project's place in a round; amounts in 分."""

    identified: ClawbackCandidateIdentified
    status: Status = "IDENTIFIED"
    notified_on: date | None = None
    confirmed_fen: int = 0
    taken_fen: int = 0


class Clawback(Struct, frozen=True):
    """The project's item in every round it was listed in."""

    items: dict[str, Item] = {}

    @property
    def taken_fen(self) -> int:
        """What was taken back so far, corrections included, in 分."""
        return sum(item.taken_fen for item in self.items.values())


def evolve(clawback: Clawback, fact: ClawbackFact) -> Clawback:
    """Fold one fact about an item."""
    if isinstance(fact, ClawbackCandidateIdentified):
        return Clawback({**clawback.items, fact.round: Item(fact)})
    item = clawback.items.get(fact.round)
    if item is None:
        return clawback
    match fact:
        case ClawbackNotified(on=on):
            item = replace(item, status="NOTIFIED", notified_on=on)
        case ClawbackObjected():
            item = replace(item, status="OBJECTED")
        case ClawbackWaived():
            item = replace(item, status="WAIVED")
        case ClawbackConfirmed(amount_fen=amount):
            item = replace(item, status="CONFIRMED", confirmed_fen=amount)
        case ClawbackExecuted(amount_fen=amount):
            item = replace(item, status="EXECUTED", taken_fen=amount)
        case ClawbackCorrected(delta_fen=delta):
            item = replace(item, taken_fen=item.taken_fen + delta)
        case ClawbackCorrectionProposed() | NextYearReallocationRequired():
            pass
    return Clawback({**clawback.items, fact.round: item})


def decide(project: "Project", command: ClawbackCommand, context: Context) -> list[ClawbackFact]:
    """Decide about an item; an amount never exceeds what is recoverable."""
    items = project.clawback.items
    if isinstance(command, IdentifyCandidate):
        return _identify(project, command, context)
    item = items.get(command.round)
    if item is None:
        raise Refused(f"项目不在盘活收回批次 {command.round} 的清单中", clause="HL-07")
    rules = context.law.edition(item.identified.edition).clawback
    roles = rules.waiver_roles if isinstance(command, WaiveItem) else rules.decider_roles
    if not isinstance(command, RecordObjection):
        context.require(roles, command.title, rules.clause)
    match command:
        case NotifyDepartment(round=name):
            if item.status != "IDENTIFIED":
                return []
            return [ClawbackNotified(round=name, on=context.today)]
        case RecordObjection(round=name, reason=reason):
            _at(item, ("NOTIFIED",), "部门尚未被告知，或金额已经确认")
            return [ClawbackObjected(round=name, reason=reason)]
        case WaiveItem(round=name, reason=reason):
            if item.status == "WAIVED":
                return []
            _at(item, ("IDENTIFIED", "NOTIFIED", "OBJECTED", "CONFIRMED"), "款项已收回")
            waived = item.identified.amount_fen
            return [ClawbackWaived(round=name, reason=reason, waived_fen=waived)]
        case ConfirmAmount():
            return _confirm(project, command, item, context)
        case ExecuteClawback():
            return _execute(project, command, item, context)
        case CorrectClawback(round=name, amount_fen=amount, document_no=document):
            _at(item, ("EXECUTED",), "款项尚未收回")
            if not 0 < amount <= item.taken_fen:
                raise Refused(f"更正金额须大于 0 且不超过已收回的 {yuan(item.taken_fen)} 元")
            return [ClawbackCorrected(round=name, delta_fen=-amount, document_no=document)]


def _identify(
    project: "Project", command: IdentifyCandidate, context: Context
) -> list[ClawbackFact]:
    context.require(context.rules.clawback.decider_roles, command.title, "HL-07")
    if command.round in project.clawback.items:
        return []
    registration = project.registration
    rules = context.law.edition(command.edition)
    if registration is None or {*registration.fund_tags} & {*rules.clawback.protected_tags}:
        return []
    found = recovery.examine(project, command.cutoff_on, rules.clawback)
    if not found.amount_fen:
        return []
    return [
        ClawbackCandidateIdentified(
            round=command.round,
            grounds=found.grounds,
            figures=found.figures,
            amount_fen=found.amount_fen,
            edition=rules.edition,
            project_name=registration.name,
            department=registration.department,
        )
    ]


def _confirm(
    project: "Project", command: ConfirmAmount, item: Item, context: Context
) -> list[ClawbackFact]:
    _at(item, ("NOTIFIED", "OBJECTED"), "须先告知部门，且尚未确认")
    rules = context.law.edition(item.identified.edition).clawback
    identified = item.identified.amount_fen
    amount = identified if command.amount_fen is None else command.amount_fen
    limit = min(identified, _left(project))
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
        return []
    _at(item, ("CONFIRMED",), "收回金额尚未确认")
    amount, left = item.confirmed_fen, _left(project)
    if amount > left:
        raise Refused(
            f"可收回余额只有 {yuan(left)} 元，少于已确认的 {yuan(amount)} 元", clause="HL-07"
        )
    executed = ClawbackExecuted(
        round=command.round,
        amount_fen=amount,
        on=command.on or context.today,
        must_continue=command.must_continue,
    )
    if not command.must_continue:
        return [executed]
    return [executed, NextYearReallocationRequired(round=command.round, amount_fen=amount)]


def _left(project: "Project") -> int:
    return recovery.figures(project, date.max, recovery.NO_SCHEDULE).recoverable_fen


def _at(item: Item, statuses: tuple[Status, ...], otherwise: str) -> None:
    if item.status not in statuses:
        raise Refused(otherwise, clause="HL-07")
