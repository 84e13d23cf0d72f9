"""What happens around a form: drafts, paper taken in, disputes about its money (LY-14, LY-22)."""

from datetime import date
from typing import TYPE_CHECKING

from events.execution import ExecutionFact
from events.monitoring import Funding, Implementation, IndicatorReport
from events.task import (
    DraftSaved,
    ExecutionDisputeResolved,
    ExecutionRateDisputed,
    PaperFilingAllowed,
    PaperFormReceived,
    TaskFact,
)
from events.terms import DisputeOutcome, Role
from services.decision import Context
from services.project.authority import FINANCE, OWN, SECTIONS, as_unit, not_own
from services.project.command import Code, ProjectCommand, Text
from services.project.measures import yuan
from services.project.paper import Received
from services.project.submission import Filed, Resubmit, Submit, submit
from services.project.submission import decide as decide_submission
from services.project.task import FINISHED, Task
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

_RESOLVERS = (*FINANCE, Role.UPSTREAM_SYSTEM)


class SaveDraft(ProjectCommand, frozen=True, kw_only=True):
    """Keep what was written so far, unchecked; a later draft takes its place."""

    title = "保存草稿"

    task: Code
    lines: tuple[IndicatorReport, ...] = ()
    funding: Funding | None = None
    implementation: Implementation | None = None


class SubmitDraft(ProjectCommand, frozen=True, kw_only=True):
    """Hand in the last draft, as a first form or as the answer to a return."""

    title = "报送草稿"

    task: Code


class AllowPaperFiling(ProjectCommand, frozen=True, kw_only=True):
    """Say that a subject cannot be filled in on the platform; counts for tasks issued later."""

    title = "准予纸质报送"

    reason: Text


class ReceivePaperForm(ProjectCommand, frozen=True, kw_only=True):
    """Take in a stamped form: the day it came decides lateness, its filer is who signed it."""

    title = "接收纸质情况表"

    task: Code
    received_on: date
    filer: Text
    form_no: str = ""
    lines: tuple[IndicatorReport, ...]
    funding: Funding | None = None
    implementation: Implementation | None = None


class DisputeExecutionRate(ProjectCommand, frozen=True, kw_only=True):
    """Object to the money the system reads for a task; in 分 up to its cut-off (LY-14)."""

    title = "提出执行率异议"

    task: Code
    claimed_fen: int
    reason: Text


class ResolveExecutionDispute(ProjectCommand, frozen=True, kw_only=True):
    """End a dispute; CORRECTED needs upstream facts that changed the money (LY-14)."""

    title = "办结执行率异议"

    dispute: Code
    outcome: DisputeOutcome
    note: Text


FillingCommand = (
    SaveDraft
    | SubmitDraft
    | AllowPaperFiling
    | ReceivePaperForm
    | DisputeExecutionRate
    | ResolveExecutionDispute
)


def decide(project: "Project", command: FillingCommand, context: Context) -> list[Filed | TaskFact]:
    """Decide about a draft, a paper form or a dispute."""
    match command:
        case AllowPaperFiling(reason=reason):
            context.require(FINANCE, command.title, "LY-22")
            if not context.rules.monitoring.paper_chain:
                raise Refused("本地未设纸质报送渠道，须在平台填报", clause="LY-22")
            return [] if project.monitoring.paper_allowed else [PaperFilingAllowed(reason=reason)]
        case ResolveExecutionDispute():
            context.require(_RESOLVERS, command.title, "LY-14")
            return [*_resolve(project, command, context)]
        case _:
            pass
    task = project.monitoring.task(command.task)
    match command:
        case SaveDraft():
            as_unit(project.registered, context, command.title, "LY-15")
            return [*_draft(command, task, context)]
        case SubmitDraft(task=name):
            if task.draft is None:
                raise Refused(f"任务 {name} 没有草稿")
            kind = Resubmit if task.status == "RETURNED" else Submit
            form = kind(
                fiscal_year=command.fiscal_year,
                project_code=command.project_code,
                task=name,
                lines=task.draft.lines,
                funding=task.draft.funding,
                implementation=task.draft.implementation,
            )
            return [*decide_submission(project, form, context)]
        case ReceivePaperForm():
            return _take_in(project, command, task, context)
        case DisputeExecutionRate():
            context.require(OWN, command.title, "LY-14")
            return [*_dispute(project, command, task, context)]


def _draft(command: SaveDraft, task: Task, context: Context) -> list[DraftSaved]:
    if task.status not in ("ISSUED", "RETURNED"):
        raise Refused("监控情况已报送或任务已结束，不能再保存草稿")
    draft = DraftSaved(
        task=command.task,
        filer=context.actor.id,
        lines=command.lines,
        funding=command.funding,
        implementation=command.implementation,
    )
    return [] if draft == task.draft else [draft]


def _take_in(
    project: "Project", command: ReceivePaperForm, task: Task, context: Context
) -> list[Filed | TaskFact]:
    context.require(SECTIONS, command.title, "LY-22")
    if not task.issued.on_paper:
        since = "：本任务在允许纸质报送之前已在平台下达" if project.monitoring.paper_allowed else ""
        raise Refused(f"该项目在平台填报，不收纸质情况表{since}", clause="LY-22")
    if task.status not in ("ISSUED", "RETURNED"):
        raise Refused("情况表已接收或任务已结束，不能重复接收", clause="LY-22")
    if command.received_on > context.today:
        raise Refused("收到日期不能晚于今天", clause="LY-22")
    if command.received_on < task.issued.from_on:
        raise Refused(f"收到日期不能早于监控期间（{task.issued.from_on} 起）", clause="LY-22")
    form = Submit(
        fiscal_year=command.fiscal_year,
        project_code=command.project_code,
        task=command.task,
        lines=command.lines,
        funding=command.funding,
        implementation=command.implementation,
    )
    received = PaperFormReceived(
        task=command.task,
        received_on=command.received_on,
        filer=command.filer,
        form_no=command.form_no,
        receiver=context.actor.id,
    )
    on_paper = Received(filer=command.filer, on=command.received_on)
    return [received, *submit(project, form, task, context, on_paper)]


def _dispute(
    project: "Project", command: DisputeExecutionRate, task: Task, context: Context
) -> list[ExecutionRateDisputed]:
    if task.status in FINISHED:
        raise Refused("任务已办结，不能再提出执行率异议", clause="LY-14")
    if waiting := project.monitoring.open_dispute_of(command.task):
        opened = project.monitoring.disputes[waiting].opened
        if (command.claimed_fen, command.reason) == (opened.claimed_fen, opened.reason):
            return []
        raise Refused(
            f"执行率异议 {waiting} 尚待处理（主张执行 {yuan(opened.claimed_fen)} 元），"
            "请先办结（ResolveExecutionDispute）再提",
            clause="LY-14",
        )
    cutoff = task.issued.cutoff_on
    read = project.execution.totals(cutoff).executed
    if read == command.claimed_fen:
        raise Refused("主张的执行数与系统读取数一致，没有异议", clause="LY-14")
    count = sum(one.opened.task == command.task for one in project.monitoring.disputes.values())
    return [
        ExecutionRateDisputed(
            dispute=f"{command.task}-D{count + 1}",
            task=command.task,
            cutoff_on=cutoff,
            read_fen=read,
            claimed_fen=command.claimed_fen,
            reason=command.reason,
            disputer=context.actor.id,
        )
    ]


def _resolve(
    project: "Project", command: ResolveExecutionDispute, context: Context
) -> list[ExecutionDisputeResolved]:
    dispute = project.monitoring.disputes.get(command.dispute)
    if dispute is None:
        raise Refused(f"没有执行率异议 {command.dispute}", clause="LY-14")
    if dispute.outcome is not None:
        if dispute.outcome is command.outcome:
            return []
        raise Refused(
            f"执行率异议 {command.dispute} 已办结（{dispute.outcome.zh}），不能改为"
            f"“{command.outcome.zh}”；仍有异议请重新提出（DisputeExecutionRate）",
            clause="LY-14",
        )
    not_own(context, "提出异议的人不能办结自己的异议", dispute.opened.disputer)
    now = project.execution.totals(dispute.opened.cutoff_on).executed
    if command.outcome is DisputeOutcome.CORRECTED and now == dispute.opened.read_fen:
        raise Refused("上游数据尚未更正，执行数与提出异议时相同", clause="LY-14")
    return [
        ExecutionDisputeResolved(
            dispute=command.dispute,
            task=dispute.opened.task,
            outcome=command.outcome,
            executed_fen=now,
            note=command.note,
        )
    ]


def settled(after: "Project", fact: ExecutionFact) -> list[ExecutionDisputeResolved]:
    """Resolve the disputes that a reported fact gives right: the money now is what was claimed."""
    return [
        ExecutionDisputeResolved(
            dispute=name,
            task=dispute.opened.task,
            outcome=DisputeOutcome.CORRECTED,
            executed_fen=dispute.opened.claimed_fen,
            note=f"依据单据{fact.document_no}",
        )
        for name, dispute in after.monitoring.disputes.items()
        if not dispute.resolved
        and fact.occurred_on <= dispute.opened.cutoff_on
        and after.execution.totals(dispute.opened.cutoff_on).executed == dispute.opened.claimed_fen
    ]
