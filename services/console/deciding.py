"""What a project asks finance to decide: targets' adjustments, dispositions, objections."""

from nicegui import ui

from events.terms import DisputeOutcome, Resolution
from projections.clawback import Clawback
from projections.dispositions import Disposition
from services.console import papers
from services.console.asking import offer
from services.console.fields import words
from services.console.remedies import decision
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.console.target_draft import proposed
from services.project.adjustment import ApproveAdjustment, RejectAdjustment, ReviewAdjustment
from services.project.authority import FINANCE
from services.project.clawback import ResolveObjection
from services.project.filling import ResolveExecutionDispute
from services.project.measures import yuan
from services.project.targets import Adjustment


async def decide(sitting: Sitting, seen: Seen) -> None:
    """Draw each request with the decisions it waits for; nothing for who is not of finance."""
    if not sitting.identity.roles & {*FINANCE}:
        return
    proposed(sitting, seen)
    for name, adjustment in seen.project.targets.adjustments.items():
        if not adjustment.closed:
            _adjustment(sitting, seen, name, adjustment)
    for name, dispute in seen.project.monitoring.disputes.items():
        if not dispute.resolved:
            with _asked(f"执行率异议 {name}：主张 {yuan(dispute.opened.claimed_fen):,} 元"):
                _resolve(sitting, seen, name)
    measures = await sitting.ask("dispositions", project=seen.id.code, state="PROPOSED")
    for row in measures.rows:
        if isinstance(row, Disposition):
            kinds = "、".join(one.zh for one in row.kinds)
            with _asked(f"分类处置 {row.disposition}：{row.cause.zh}，拟{kinds}；{row.reason}"):
                decision(sitting, seen, row.disposition)
    objected = await sitting.ask("clawback", project=seen.id.code, state="OBJECTED")
    for item in objected.rows:
        if isinstance(item, Clawback):
            with _asked(f"收回异议（批次 {item.round}）：{item.objection or ''}"):
                _answer(sitting, seen, item.round)


def _asked(title: str) -> ui.element:
    card = ui.element("section").classes("jx-card")
    with card:
        ui.label(title)
        return ui.row().classes("jx-no-print")


def _adjustment(sitting: Sitting, seen: Seen, name: str, adjustment: Adjustment) -> None:
    asked, known = adjustment.proposed, {**seen.known, "adjustment": name}
    with _asked(f"目标调整 {name}（对第 {adjustment.base} 版）：{asked.cause.zh}；{asked.reason}"):
        papers.offer(seen.id, "adjustment", name)
        if adjustment.reviewed:
            offer(sitting, ApproveAdjustment, known)
        else:
            offer(sitting, ReviewAdjustment, known, (words("opinion", "审核意见"),))
        offer(sitting, RejectAdjustment, known, (words("reason", "否决理由"),))


def _resolve(sitting: Sitting, seen: Seen, name: str) -> None:
    for one in DisputeOutcome:
        known = {**seen.known, "dispute": name, "outcome": one}
        offer(sitting, ResolveExecutionDispute, known, (words("note", "办结说明"),), title=one.zh)


def _answer(sitting: Sitting, seen: Seen, name: str) -> None:
    for one in (Resolution.UPHELD, Resolution.WAIVED):
        known = {**seen.known, "round": name, "resolution": one}
        offer(sitting, ResolveObjection, known, (words("reason", "答复理由"),), title=one.zh)
