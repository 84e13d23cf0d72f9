"""Which warning rules fire, what a warned project owes, and the case it may lead to (QM-09)."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec.structs import replace

from events.rectification import Ground, RectificationGroundsAdded, RectificationNoticeIssued
from events.terms import WarningDocument
from events.warning import (
    CorrectionFormSubmitted,
    MonitoringReportSubmitted,
    QuarterLine,
    WarningCleared,
    WarningRaised,
)
from services.decision import Context
from services.policies.rules import RectificationRules, Rules, WarningRule
from services.project import measures
from services.project.authority import OWN
from services.project.command import Code, ProjectCommand, Text
from services.project.task import Task
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class SubmitCorrectionForm(ProjectCommand, frozen=True, kw_only=True):
    """Hand in 附件2 for a warned task (HJ-22, HJ-F2)."""

    title = "报送目标纠偏表"

    task: Code
    lines: tuple[QuarterLine, ...]
    problems: tuple[Text, ...]
    measures: tuple[Text, ...]
    other: str = ""


class SubmitMonitoringReport(ProjectCommand, frozen=True, kw_only=True):
    """Hand in 附件4 for a warned task (HJ-22, HJ-F4)."""

    title = "报送绩效监控报告"

    task: Code
    organisation: Text
    execution_analysis: Text
    target_analysis: Text
    problems: tuple[Text, ...]
    measures: tuple[Text, ...]
    execution_measures: tuple[Text, ...] = ()
    suggestions: tuple[Text, ...] = ()
    other: str = ""


DocumentCommand = SubmitCorrectionForm | SubmitMonitoringReport


def decide(
    project: "Project", command: DocumentCommand, context: Context
) -> list[CorrectionFormSubmitted | MonitoringReportSubmitted]:
    """Take a document for a task; a warned one owes it, any other may hand it in too."""
    context.require(OWN, command.title, "HJ-22")
    task = project.monitoring.task(command.task)
    if not task.submission:
        raise Refused(f"任务 {command.task} 尚未报送监控情况")
    if not command.problems or not command.measures:
        raise Refused("须填存在的主要问题和改进措施", clause="HJ-22")
    match command:
        case SubmitCorrectionForm(lines=()):
            raise Refused("纠偏表至少须填一项目标", clause="HJ-F2")
        case SubmitCorrectionForm():
            return [
                CorrectionFormSubmitted(
                    task=command.task,
                    lines=command.lines,
                    problems=command.problems,
                    measures=command.measures,
                    other=command.other,
                )
            ]
        case SubmitMonitoringReport():
            return [
                MonitoringReportSubmitted(
                    task=command.task,
                    organisation=command.organisation,
                    execution_analysis=command.execution_analysis,
                    target_analysis=command.target_analysis,
                    problems=command.problems,
                    measures=command.measures,
                    execution_measures=command.execution_measures,
                    suggestions=command.suggestions,
                    other=command.other,
                )
            ]


def owed(project: "Project", task: str) -> frozenset[WarningDocument]:
    """The documents a warned task still has to hand in; 附件3 is an adjustment that names it.

    One that was refused or taken back is none.
    """
    adjusted = any(
        adjustment.proposed.task == task and adjustment.stands
        for adjustment in project.targets.adjustments.values()
    )
    done = {WarningDocument.ADJUSTMENT_FORM} if adjusted else set()
    return project.monitoring.task(task).owed - done


def owes_adjustment(project: "Project", task: str) -> bool:
    """Whether a task of this name still has to hand in 附件3 (HJ-22)."""
    known = task in project.monitoring.tasks
    return known and WarningDocument.ADJUSTMENT_FORM in owed(project, task)


def judge(
    task: Task, submission: int, values: Mapping[str, Fraction | None], rules: Rules
) -> list[WarningRaised | WarningCleared]:
    """Raise and clear the warnings whose measure is among the values; None never fires."""
    facts: list[WarningRaised | WarningCleared] = []
    for name, rule in rules.warnings.items():
        if rule.measure not in values or not asked(rule, task.issued.period):
            continue
        limit = rule.by_period.get(task.issued.period, rule.threshold)
        value = values[rule.measure]
        standing = task.warnings.get(name)
        limited = replace(rule, threshold=limit)
        if value is not None and measures.fires(limited, value):
            raised = WarningRaised(
                task=task.issued.task,
                submission=submission,
                rule=name,
                value=measures.told(limited, value),
                threshold=limit,
                light=rule.light,
                edition=rules.edition,
                documents=rule.documents,
            )
            facts.append(raised)
        elif standing is not None:
            facts.append(WarningCleared(task=task.issued.task, submission=submission, rule=name))
    return facts


def asked(rule: WarningRule, period: str) -> bool:
    """Whether a rule says anything about a period."""
    return not rule.periods or period in rule.periods


def open_case(
    project: "Project", task: Task, score: Decimal | None, context: Context
) -> list[WarningRaised | WarningCleared | RectificationNoticeIssued | RectificationGroundsAdded]:
    """Judge the score and, where a standing warning asks for it, issue one notice for all.

    A case that is open already takes the grounds in.
    """
    rules = context.law.edition(task.issued.edition)
    given = None if score is None else Fraction(score)
    judged = judge(task, task.submission, {"REVIEW_SCORE": given}, rules)
    standing = dict(task.warnings)
    for fact in judged:
        if isinstance(fact, WarningRaised):
            standing[fact.rule] = fact
        else:
            standing.pop(fact.rule, None)
    grounds = tuple(
        Ground(rule=raised.rule, value=raised.value, threshold=raised.threshold)
        for raised in standing.values()
        if rules.warnings[raised.rule].opens_case
    )
    opening = {name for name, rule in rules.warnings.items() if rule.opens_case}
    if rules.rectification.combination == "ALL" and not opening <= standing.keys():
        grounds = ()
    name = task.issued.task
    if not grounds:
        return [*judged]
    open_case = project.rectification.open_case_of(name)
    if open_case is None:
        return [*judged, notice(project, name, grounds, context)]
    return [*judged, *further(project, open_case, grounds, rules.edition)]


def further(
    project: "Project", case: str, grounds: tuple[Ground, ...], edition: str
) -> list[RectificationGroundsAdded]:
    """Take those of the grounds into a case that it does not rest on yet (QM-09)."""
    known = {one.rule for one in project.rectification.cases[case].notice.grounds}
    new = tuple(one for one in grounds if one.rule not in known)
    return [RectificationGroundsAdded(case=case, grounds=new, edition=edition)] if new else []


def notice(
    project: "Project", task: str, grounds: tuple[Ground, ...], context: Context
) -> RectificationNoticeIssued:
    """Write the notice of a new case; a later case of the same task has the next number."""
    registration = project.registered
    rules = context.law.edition(project.monitoring.task(task).issued.edition)
    return RectificationNoticeIssued(
        case=f"{task}-R{project.rectification.count_of(task) + 1}",
        task=task,
        grounds=grounds,
        issued_on=context.today,
        due_on=context.today + timedelta(days=rules.rectification.due_days),
        edition=rules.edition,
        site_visit_required=visited(project, rules.rectification),
        department=registration.department,
        unit=registration.unit,
        step=rules.rectification.first_step,
    )


def visited(project: "Project", rules: RectificationRules) -> bool:
    """Whether somebody must go and look, by the funds the project has by now (QM-10)."""
    return not {*project.registered.fund_tags}.isdisjoint(rules.site_visit_tags)
