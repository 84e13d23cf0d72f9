"""What becomes of a rectification case beside its steps: time, the ladder, items, a new case."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from events.rectification import (
    RectificationExtended,
    RectificationFact,
    RectificationItemClosed,
)
from services.decision import Context
from services.policies.calendar import end_of
from services.project import warnings
from services.project.authority import TIME, not_own
from services.project.cases import Case
from services.project.command import Code, ProjectCommand, Text
from services.project.lapse import escalated, lapsed
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class ExtendRectification(ProjectCommand, frozen=True, kw_only=True):
    """Give a case another, later day."""

    title = "延长整改期限"

    case: Code
    due_on: date
    reason: Text


class MarkRectificationOverdue(ProjectCommand, frozen=True, kw_only=True):
    """Say that the day of a case has passed without a result; given by the clock."""

    title = "标记整改逾期"

    case: Code


class EscalateRectification(ProjectCommand, frozen=True, kw_only=True):
    """Go to the next step of the ladder: 提醒敦促函, 整改通知书, 约谈通知书 (QM-14)."""

    title = "整改升级"

    case: Code
    reason: Text


class CloseItem(ProjectCommand, frozen=True, kw_only=True):
    """See one item of the plan done; ``item`` counts from 1."""

    title = "整改事项销号"

    case: Code
    item: int
    evidence: Text


class ReopenRectification(ProjectCommand, frozen=True, kw_only=True):
    """Open a new case that names the accepted one; the old one is never changed."""

    title = "重新整改"

    case: Code
    reason: Text


FollowThroughCommand = (
    ExtendRectification
    | MarkRectificationOverdue
    | EscalateRectification
    | CloseItem
    | ReopenRectification
)


def decide(
    project: "Project", command: FollowThroughCommand, context: Context
) -> list[RectificationFact]:
    """Decide about a case that exists."""
    case = project.rectification.cases.get(command.case)
    if case is None:
        raise Refused(f"没有整改事项 {command.case}")
    rules = context.law.edition(case.notice.edition).rectification
    if isinstance(command, MarkRectificationOverdue):
        context.require(TIME, command.title, rules.clause)
        if case.runs and context.at < end_of(case.due):
            raise Refused(f"整改事项 {command.case} 的期限为 {case.due}，尚未逾期")
        return lapsed(command.case, case, rules, context)
    context.require(rules.verifier_roles, command.title, rules.clause)
    if isinstance(command, ReopenRectification):
        return _reopen(project, command, case, context)
    if case.status == "ACCEPTED":
        raise Refused(f"整改事项 {command.case} 已验收，不能再办理；确有问题请重新整改")
    own = "报送人不能为自己的整改延期、销号或升级"
    not_own(context, own, case.submitter, case.planner)
    match command:
        case ExtendRectification(case=name, due_on=due_on, reason=reason):
            if due_on == case.due:
                return []
            if due_on < case.due:
                raise Refused(f"整改期限现为 {case.due}，只能延后")
            late = None if case.late is None else max(0, case.late - (due_on - case.due).days)
            return [RectificationExtended(case=name, due_on=due_on, reason=reason, days_late=late)]
        case EscalateRectification(case=name, reason=reason):
            return [escalated(name, case, rules, context, reason)]
        case CloseItem(case=name, item=item, evidence=evidence):
            return _close_item(name, case, item, evidence, context.today)


def _close_item(
    name: str, case: Case, item: int, evidence: str, on: date
) -> list[RectificationFact]:
    if not 1 <= item <= len(case.items):
        raise Refused(f"整改方案没有第 {item} 项，共 {len(case.items)} 项")
    if item in case.closed:
        return []
    return [RectificationItemClosed(case=name, item=item, on=on, evidence=evidence)]


def _reopen(
    project: "Project", command: ReopenRectification, case: Case, context: Context
) -> list[RectificationFact]:
    if case.status != "ACCEPTED":
        raise Refused(f"整改事项 {command.case} 尚未办结，无须重新整改")
    task = case.notice.task
    if name := project.rectification.open_case_of(task):
        raise Refused(f"任务 {task} 已有未办结的整改事项 {name}")
    notice = warnings.notice(project, task, case.notice.grounds, context)
    return [replace(notice, reason=command.reason, reopens=command.case)]
