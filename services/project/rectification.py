"""Rectification cases: notice, acknowledgement, plan, feedback, verification, verdict (QM-09)."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from events.rectification import (
    Ground,
    RectificationAccepted,
    RectificationAcknowledged,
    RectificationFact,
    RectificationFeedbackSubmitted,
    RectificationPlanSubmitted,
    RectificationRejected,
    SiteVerified,
)
from events.terms import Light, WarningDocument
from services.decision import Context
from services.policies.calendar import days_late
from services.project import warnings
from services.project.authority import OWN, not_own
from services.project.cases import Case, Status
from services.project.command import Code, ProjectCommand, Text
from services.project.lapse import lapsed
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class IssueNotice(ProjectCommand, frozen=True, kw_only=True):
    """Open a case by hand, or add the ground to the one that is open (QM-09, QM-10)."""

    title = "下发整改通知"

    task: Code
    ground: Literal["SERIOUS_FINDING", "SITE_VISIT", "WARNING_RED"]
    reason: str = ""


class Acknowledge(ProjectCommand, frozen=True, kw_only=True):
    """Confirm the notice."""

    title = "签收整改通知"

    case: Code


class SubmitPlan(ProjectCommand, frozen=True, kw_only=True):
    """Say what will be done."""

    title = "报送整改方案"

    case: Code
    items: tuple[Text, ...]


class SubmitFeedback(ProjectCommand, frozen=True, kw_only=True):
    """Say what was done."""

    title = "报送整改结果"

    case: Code
    result: Text


class VerifyOnSite(ProjectCommand, frozen=True, kw_only=True):
    """Record a visit."""

    title = "现场核实"

    case: Code
    on: date | None = None
    finding: Text


class AcceptRectification(ProjectCommand, frozen=True, kw_only=True):
    """Accept the result."""

    title = "整改验收通过"

    case: Code
    opinion: str = ""


class RejectRectification(ProjectCommand, frozen=True, kw_only=True):
    """Ask for more."""

    title = "整改验收不通过"

    case: Code
    reason: Text


RectificationCommand = (
    IssueNotice
    | Acknowledge
    | SubmitPlan
    | SubmitFeedback
    | VerifyOnSite
    | AcceptRectification
    | RejectRectification
)


def decide(
    project: "Project", command: RectificationCommand, context: Context
) -> list[RectificationFact]:
    """Decide about a case, step by step."""
    if isinstance(command, IssueNotice):
        return _issue(project, command, context)
    case = project.rectification.cases.get(command.case)
    if case is None:
        raise Refused(f"没有整改事项 {command.case}")
    name = command.case
    match command:
        case Acknowledge():
            context.require(OWN, command.title, "HJ-06")
            if case.status != "NOTICE_ISSUED":
                return []
            return [RectificationAcknowledged(case=name)]
        case SubmitPlan(items=items):
            context.require(OWN, command.title, "HJ-06")
            _at(case, "ACKNOWLEDGED", "整改通知尚未签收或方案已报送")
            if not items:
                raise Refused("整改方案至少一项")
            return [RectificationPlanSubmitted(case=name, items=items, submitter=context.actor.id)]
        case SubmitFeedback(result=result):
            context.require(OWN, command.title, "HJ-07")
            _at(case, "IN_PROGRESS", "尚未报送整改方案或结果已报送")
            return [
                RectificationFeedbackSubmitted(
                    case=name,
                    submitter=context.actor.id,
                    result=result,
                    days_late=days_late(context.at, case.due),
                )
            ]
        case AcceptRectification() if case.status == "ACCEPTED":
            return []
        case VerifyOnSite() | AcceptRectification():
            return [_verdict(project, command, case, context)]
        case RejectRectification():
            # What was refused after the day is not there on the day: nobody is told by time again.
            rules = context.law.edition(case.notice.edition).rectification
            again = replace(case, status="IN_PROGRESS")
            rejected = _verdict(project, command, case, context)
            return [rejected, *lapsed(name, again, rules, context)]


def _issue(project: "Project", command: IssueNotice, context: Context) -> list[RectificationFact]:
    context.require(context.rules.rectification.verifier_roles, command.title, "QM-10")
    task = project.monitoring.task(command.task)
    ground = Ground(rule=command.ground, value=Decimal(0), threshold=Decimal(0))
    if command.ground == "WARNING_RED":
        red = [raised for raised in task.warnings.values() if raised.light == Light.RED]
        if not red:
            raise Refused(f"任务 {command.task} 没有红灯预警", clause="HJ-22")
        ground = replace(ground, value=red[0].value, threshold=red[0].threshold)
    opened = project.rectification.open_case_of(command.task)
    if opened is None:
        notice = warnings.notice(project, command.task, (ground,), context)
        return [replace(notice, reason=command.reason)]
    added = warnings.further(project, opened, (ground,), task.issued.edition)
    if not added:
        raise Refused(f"任务 {command.task} 未办结的整改事项 {opened} 已有该项依据")
    return [replace(one, reason=command.reason) for one in added]


def _verdict(
    project: "Project",
    command: VerifyOnSite | AcceptRectification | RejectRectification,
    case: Case,
    context: Context,
) -> RectificationFact:
    rules = context.law.edition(case.notice.edition).rectification
    context.require(rules.verifier_roles, command.title, rules.clause)
    _at(case, "FEEDBACK_SUBMITTED", "尚未报送整改结果")
    not_own(context, "报送人不能核实或验收自己的整改结果", case.submitter, case.planner)
    match command:
        case VerifyOnSite(case=name, on=on, finding=finding):
            day = on or context.today
            if day > context.today:
                raise Refused(f"核实日期 {day} 晚于今天", clause="QM-10")
            if day < (issued_on := case.notice.issued_on):
                raise Refused(f"核实日期 {day} 早于整改通知（{issued_on}）", clause="QM-10")
            return SiteVerified(case=name, on=day, finding=finding)
        case RejectRectification(case=name, reason=reason):
            return RectificationRejected(case=name, reason=reason)
        case AcceptRectification(case=name, opinion=opinion):
            if rules.item_by_item and (left := case.open_items()):
                raise Refused(f"整改事项尚未销号：第 {'、'.join(map(str, left))} 项")
            visited = case.notice.site_visit_required or warnings.visited(project, rules)
            if visited and not case.verified:
                raise Refused("该类资金的整改须先现场核实", clause="QM-10")
            missing = warnings.owed(project, case.notice.task)
            if context.today.year > context.aggregate.year:  # targets of the year are what they are
                missing -= {WarningDocument.ADJUSTMENT_FORM}
            if missing:
                names = "、".join(sorted(document.zh for document in missing))
                raise Refused(f"尚未报送：{names}", clause="HJ-22")
            return RectificationAccepted(case=name, on=context.today, opinion=opinion)


def _at(case: Case, status: Status, otherwise: str) -> None:
    if case.status == "ACCEPTED":
        raise Refused("整改已经验收，确有问题请重新整改（ReopenRectification）")
    if case.status != status:
        raise Refused(otherwise)
