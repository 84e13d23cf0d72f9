"""Accountability cases: suspected, examined, reported, referred, decided, closed (LY-24, HJ-28)."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.accountability import (
    AccountabilityCaseClosed,
    AccountabilityFact,
    FindingRecorded,
    ReferredToDiscipline,
    ReportedToGovernment,
    SanctionRecorded,
    ViolationSuspected,
)
from events.execution import FundsAppropriated, PaymentExecuted, UpstreamFact
from events.terms import Role, Violation
from services.decision import Context
from services.project.authority import FINANCE
from services.project.command import Code, ProjectCommand, Text
from services.project.execution import Key, key_of
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

OVERSEERS = (*FINANCE, Role.AUDITOR)


_WHAT = {
    Violation.PAID_WHILE_SUSPENDED: "项目暂停期间支付",
    Violation.APPROPRIATED_WHILE_STOPPED: "停止拨付后拨款",
}


class OpenCase(ProjectCommand, frozen=True, kw_only=True):
    """Open a case on a suspicion."""

    title = "登记问责线索"

    violation: Violation
    evidence: Text
    amount_fen: Annotated[int, Meta(ge=0)] = 0


class RecordFinding(ProjectCommand, frozen=True, kw_only=True):
    """Record whether the suspicion is confirmed."""

    title = "核查认定"

    case: Code
    confirmed: bool
    finding: Text


class ReportToGovernment(ProjectCommand, frozen=True, kw_only=True):
    """Report a confirmed case to the government of the same level."""

    title = "报送同级政府"

    case: Code
    document: Text
    on: date | None = None


class ReferToDiscipline(ProjectCommand, frozen=True, kw_only=True):
    """Hand a confirmed case to the discipline inspection."""

    title = "移送纪检监察机关"

    case: Code
    document: Text
    on: date | None = None


class RecordSanction(ProjectCommand, frozen=True, kw_only=True):
    """Record what the competent body decided."""

    title = "登记处理处分决定"

    case: Code
    body: Text
    sanction: Text
    document: Text


class CloseCase(ProjectCommand, frozen=True, kw_only=True):
    """Close a case whose finding is recorded."""

    title = "办结问责线索"

    case: Code
    conclusion: Text


AccountabilityCommand = (
    OpenCase | RecordFinding | ReportToGovernment | ReferToDiscipline | RecordSanction | CloseCase
)


class Case(Struct, frozen=True):
    """Where a case stands; ``confirmed`` is None until it was examined.

    ``sent`` are the documents it was reported or referred with, ``decisions`` those of sanctions.
    """

    evidence: str
    violation: Violation = Violation.FALSE_REPORTING
    amount_fen: int = 0
    confirmed: bool | None = None
    finding: str = ""
    sent: frozenset[tuple[str, str]] = frozenset()
    decisions: frozenset[tuple[str, str, str]] = frozenset()
    closed: bool = False


class Accountability(Struct, frozen=True):
    """Every case of a project, for ever."""

    cases: dict[str, Case] = {}


def evolve(accountability: Accountability, fact: AccountabilityFact) -> Accountability:
    """Fold one fact about a case; cases are only ever added to."""
    case = accountability.cases.get(fact.case, Case(""))
    match fact:
        case ViolationSuspected(evidence=evidence, violation=violation, amount_fen=amount):
            case = Case(evidence, violation, amount)
        case FindingRecorded(confirmed=confirmed, finding=finding):
            case = replace(case, confirmed=confirmed, finding=finding)
        case AccountabilityCaseClosed():
            case = replace(case, closed=True)
        case ReportedToGovernment(document=document) | ReferredToDiscipline(document=document):
            case = replace(case, sent=case.sent | {(fact.title, document)})
        case SanctionRecorded(body=body, sanction=sanction, document=document):
            case = replace(case, decisions=case.decisions | {(body, sanction, document)})
    return Accountability({**accountability.cases, fact.case: case})


def decide(
    project: "Project", command: AccountabilityCommand, context: Context
) -> list[AccountabilityFact]:
    """Decide about a case; only a confirmed one is reported or referred."""
    context.require(OVERSEERS, command.title, "LY-24")
    if isinstance(command, OpenCase):
        return [suspect(project, command.violation, command.evidence, command.amount_fen, ahead=0)]
    case = project.accountability.cases.get(command.case)
    if case is None:
        raise Refused(f"没有问责线索 {command.case}")
    if case.closed:
        raise Refused(f"问责线索 {command.case} 已办结")
    match command:
        case RecordFinding(case=name, confirmed=confirmed, finding=finding):
            if case.confirmed and not confirmed:
                raise Refused("线索已认定属实，不能改为不属实", clause="LY-24")
            if (case.confirmed, case.finding) == (confirmed, finding):
                return []
            return [FindingRecorded(case=name, confirmed=confirmed, finding=finding)]
        case CloseCase(case=name, conclusion=conclusion):
            if case.confirmed is None:
                raise Refused("线索尚未核查认定，不能办结", clause="LY-24")
            if case.confirmed and not case.decisions:
                raise Refused("认定属实的线索须先登记处理处分决定", clause="LY-24")
            return [AccountabilityCaseClosed(case=name, conclusion=conclusion)]
        case _ if not case.confirmed:
            raise Refused("线索尚未认定属实，不能报送、移送或登记处分", clause="LY-24")
        case ReportToGovernment() | ReferToDiscipline():
            return _send(case, command, context)
        case RecordSanction(case=name, body=body, sanction=sanction, document=document):
            if (body, sanction, document) in case.decisions:
                return []
            return [SanctionRecorded(case=name, body=body, sanction=sanction, document=document)]


def _send(
    case: Case, command: ReportToGovernment | ReferToDiscipline, context: Context
) -> list[AccountabilityFact]:
    """Report or refer a case, with each document once."""
    kind = ReportedToGovernment if isinstance(command, ReportToGovernment) else ReferredToDiscipline
    day = command.on or context.today
    if day > context.today:
        raise Refused(f"{command.title}的日期 {day} 晚于今天", clause="LY-24")
    if (kind.title, command.document) in case.sent:
        return []
    return [kind(case=command.case, document=command.document, on=day)]


def suspected(project: "Project", fact: UpstreamFact) -> list[ViolationSuspected]:
    """Say what a fact just reported gives reason to suspect; the fact itself stands anyway.

    A line that takes money back, as of a document cancelled in red, paid nobody.
    """
    day = fact.occurred_on
    if fact.amount_fen <= 0:
        return []
    match fact:
        case PaymentExecuted() if project.disposition.suspended_on(day):
            violation = Violation.PAID_WHILE_SUSPENDED
        case FundsAppropriated() if project.disposition.stopped_on(day):
            violation = Violation.APPROPRIATED_WHILE_STOPPED
        case _:
            return []
    evidence = _evidence(violation, key_of(fact), day)
    return [suspect(project, violation, evidence, fact.amount_fen, ahead=0)]


def paid_while_suspended(project: "Project", since: date) -> list[ViolationSuspected]:
    """Suspect what was reported before the suspension was recorded but is dated after it."""
    return _known_already(project, PaymentExecuted.tag, since, Violation.PAID_WHILE_SUSPENDED)


def appropriated_while_stopped(
    project: "Project", since: date, ahead: int = 0
) -> list[ViolationSuspected]:
    """Suspect what was reported before the stop was recorded but is dated after it.

    ``ahead`` cases are opened by the same command before these.
    """
    return _known_already(
        project, FundsAppropriated.tag, since, Violation.APPROPRIATED_WHILE_STOPPED, ahead
    )


def found_in_review(
    project: "Project", violation: Violation, finding: str, ahead: int
) -> ViolationSuspected:
    """Suspect what a review found, after ``ahead`` others of the same review (LY-09)."""
    return suspect(project, violation, f"审核发现：{finding}", 0, ahead=ahead)


def _known_already(
    project: "Project", tag: str, since: date, violation: Violation, before: int = 0
) -> list[ViolationSuspected]:
    told = {case.evidence for case in project.accountability.cases.values()}
    found = [
        (evidence, entry.amount_fen)
        for key, entry in project.execution.after(since, tag)
        if entry.amount_fen > 0
        and (evidence := _evidence(violation, key, entry.occurred_on)) not in told
    ]
    return [
        suspect(project, violation, evidence, amount_fen, ahead=ahead)
        for ahead, (evidence, amount_fen) in enumerate(found, before)
    ]


def _evidence(violation: Violation, key: Key, day: date) -> str:
    line = f"第{key.line_no}行" if key.line_no != 1 else ""
    revision = f"第{key.revision}次修订" if key.revision else ""
    return f"{_WHAT[violation]}：{key.document_no}{line}{revision}（{day}）"


def suspect(
    project: "Project", violation: Violation, evidence: str, amount_fen: int, *, ahead: int
) -> ViolationSuspected:
    """Open the next case; ``ahead`` cases are opened by the same command before it."""
    registration = project.registration
    return ViolationSuspected(
        case=f"A{len(project.accountability.cases) + ahead + 1}",
        violation=violation,
        evidence=evidence,
        amount_fen=amount_fen,
        department=registration.department if registration else "",
        unit=registration.unit if registration else "",
    )
