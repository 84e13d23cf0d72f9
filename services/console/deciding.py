"""What a project asks to be decided: targets' adjustments, dispositions, objections."""

from collections.abc import Mapping, Sequence

from nicegui import ui

from events.clawback import ClawbackObjected
from events.terms import DisputeOutcome, Resolution, Role
from services.console import papers
from services.console.asking import offer
from services.console.fields import words
from services.console.remedies import decision
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.console.target_draft import proposed
from services.desk.history import Stamped
from services.project.adjustment import (
    ApproveAdjustment,
    RejectAdjustment,
    ReturnAdjustment,
    ReviewAdjustment,
)
from services.project.adjustment_request import Adjustment
from services.project.authority import FINANCE
from services.project.clawback import ResolveObjection
from services.project.filling import ResolveExecutionDispute
from services.project.measures import yuan


def decide(
    sitting: Sitting, seen: Seen, objected: Mapping[str, str], *, above: bool = False
) -> None:
    """Draw each request with the decisions it waits for, to who may decide some of them.

    ``objected`` says in which rounds a clawback was objected to, and why; ``above`` says that who
    sits here reviews the project for an organisation above. What was asked in the past is shown;
    only what is asked now can be decided.
    """
    if not (above or sitting.identity.roles & {*FINANCE, Role.DEPT_REVIEWER}):
        return
    with ui.element("div").classes("full-width") as requests:
        if above:
            proposed(sitting, seen)
        else:
            _requests(sitting, seen, objected)
    if seen.at is not None:
        for one in requests.descendants():
            if isinstance(one, ui.button):
                one.disable()


def objections(events: Sequence[Stamped]) -> dict[str, str]:
    """Find the reasons given against a clawback, by round."""
    return {
        one.fact.round: one.fact.reason for one in events if isinstance(one.fact, ClawbackObjected)
    }


def _requests(sitting: Sitting, seen: Seen, objected: Mapping[str, str]) -> None:
    for name, adjustment in seen.project.targets.adjustments.items():
        if not adjustment.closed:
            _adjustment(sitting, seen, name, adjustment)
    if not sitting.identity.roles & {*FINANCE}:
        return
    proposed(sitting, seen)
    for name, dispute in seen.project.monitoring.disputes.items():
        if not dispute.resolved:
            with _asked(f"执行率异议 {name}：主张 {yuan(dispute.opened.claimed_fen):,} 元"):
                _resolve(sitting, seen, name)
    for name, entry in seen.project.disposition.register.items():
        if entry.decided is None and not entry.revoked:
            asked = entry.proposed
            kinds = "、".join(one.zh for one in asked.kinds)
            with _asked(f"分类处置 {name}：{asked.cause.zh}，拟{kinds}；{asked.reason}"):
                decision(sitting, seen, name)
    for name, item in seen.project.clawback.items.items():
        if item.status == "OBJECTED":
            with _asked(f"收回异议（批次 {name}）：{objected.get(name, '')}"):
                _answer(sitting, seen, name)


def _asked(title: str) -> ui.element:
    card = ui.element("section").classes("jx-card")
    with card:
        ui.label(title)
        return ui.row().classes("jx-no-print")


def _adjustment(sitting: Sitting, seen: Seen, name: str, adjustment: Adjustment) -> None:
    asked, waits = adjustment.proposed, adjustment.reviews
    known = {**seen.known, "adjustment": name}
    where = f"对第 {adjustment.base} 版，{progress(adjustment)}"
    with _asked(f"目标调整 {name}（{where}）：{asked.cause.zh}；{asked.reason}"):
        papers.offer(seen.id, "adjustment", name)
        if adjustment.returned or not sitting.identity.roles & {*(waits or FINANCE)}:
            return
        if waits:
            offer(sitting, ReviewAdjustment, known, (words("opinion", "审核意见"),))
        else:
            offer(sitting, ApproveAdjustment, known)
        offer(sitting, ReturnAdjustment, known, (words("reason", "退回理由"),))
        offer(sitting, RejectAdjustment, known, (words("reason", "否决理由"),))


def progress(adjustment: Adjustment) -> str:
    """Say how far an adjustment of targets is, and for whom it waits."""
    if adjustment.closed:
        return adjustment.closed
    if adjustment.returned:
        return f"已退回：{adjustment.returned}"
    where = "、".join(role.zh for role in adjustment.reviews)
    return f"待{where}审核" if where else "待批准"


def _resolve(sitting: Sitting, seen: Seen, name: str) -> None:
    for one in DisputeOutcome:
        known = {**seen.known, "dispute": name, "outcome": one}
        offer(sitting, ResolveExecutionDispute, known, (words("note", "办结说明"),), title=one.zh)


def _answer(sitting: Sitting, seen: Seen, name: str) -> None:
    for one in (Resolution.UPHELD, Resolution.WAIVED):
        known = {**seen.known, "round": name, "resolution": one}
        offer(sitting, ResolveObjection, known, (words("reason", "答复理由"),), title=one.zh)
