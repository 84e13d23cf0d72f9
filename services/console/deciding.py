"""What a project asks to be decided: targets' adjustments, dispositions, objections."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from nicegui import ui

from events.clawback import ClawbackObjected
from events.terms import DisputeOutcome, Resolution, Role
from services.console import papers
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.console.target_draft import proposed
from services.console.wording import at_once, reload, words_first
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
from services.project.remedies import DecideDisposition

AGREED: Final = "同意处置"
NOT_AGREED: Final = "不同意处置"


def decide(sitting: Sitting, seen: Seen, objected: Mapping[str, str]) -> None:
    """Draw each request with the decisions it waits for, to who may decide some of them.

    ``objected`` says in which rounds a clawback was objected to, and why. What was asked in the
    past is shown; only what is asked now can be decided.
    """
    if not sitting.identity.roles & {*FINANCE, Role.DEPT_REVIEWER}:
        return
    with ui.element("div").classes("full-width") as requests:
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
            with _asked(f"执行率异议 {name}：主张 {dispute.opened.claimed_fen / 100:,.2f} 元"):
                _resolve(sitting, seen, name)
    for name, entry in seen.project.disposition.register.items():
        if entry.decided is None and not entry.revoked:
            asked = entry.proposed
            kinds = "、".join(one.zh for one in asked.kinds)
            with _asked(f"分类处置 {name}：{asked.cause.zh}，拟{kinds}；{asked.reason}"):
                _dispose(sitting, seen, name)
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
    year, code = seen.id.year, seen.id.code
    asked, waits = adjustment.proposed, adjustment.reviews
    where = "、".join(role.zh for role in waits)
    words = f"待{where}审核" if waits else "待批准"
    if adjustment.returned:
        words = f"已退回：{adjustment.returned}"
    title = (
        f"目标调整 {name}（对第 {adjustment.base} 版，{words}）：{asked.cause.zh}；{asked.reason}"
    )
    with _asked(title):
        papers.offer(sitting, seen.id, "adjustment", name)
        if adjustment.returned or not sitting.identity.roles & {*(waits or FINANCE)}:
            return
        if waits:
            words_first(
                sitting,
                ReviewAdjustment.title,
                "审核意见",
                lambda words: ReviewAdjustment(
                    fiscal_year=year, project_code=code, adjustment=name, opinion=words
                ),
                reload,
            )
        else:
            command = ApproveAdjustment(fiscal_year=year, project_code=code, adjustment=name)
            at_once(sitting, command.title, command, reload)
        for kind, label in ((ReturnAdjustment, "退回理由"), (RejectAdjustment, "否决理由")):
            words_first(sitting, kind.title, label, partial(_no, seen, name, kind), reload)


def _no(
    seen: Seen, name: str, kind: type[ReturnAdjustment | RejectAdjustment], words: str
) -> ReturnAdjustment | RejectAdjustment:
    return kind(fiscal_year=seen.id.year, project_code=seen.id.code, adjustment=name, reason=words)


def _resolve(sitting: Sitting, seen: Seen, name: str) -> None:
    def command(outcome: DisputeOutcome, words: str) -> ResolveExecutionDispute:
        return ResolveExecutionDispute(
            fiscal_year=seen.id.year,
            project_code=seen.id.code,
            dispute=name,
            outcome=outcome,
            note=words,
        )

    for one in DisputeOutcome:
        words_first(sitting, one.zh, "办结说明", partial(command, one), reload)


def _dispose(sitting: Sitting, seen: Seen, name: str) -> None:
    def command(title: str, words: str) -> DecideDisposition:
        return DecideDisposition(
            fiscal_year=seen.id.year,
            project_code=seen.id.code,
            disposition=name,
            approved=title == AGREED,
            opinion=words,
        )

    for title in (AGREED, NOT_AGREED):
        words_first(sitting, title, "决定意见", partial(command, title), reload)


def _answer(sitting: Sitting, seen: Seen, name: str) -> None:
    def command(resolution: Resolution, words: str) -> ResolveObjection:
        return ResolveObjection(
            fiscal_year=seen.id.year,
            project_code=seen.id.code,
            round=name,
            resolution=resolution,
            reason=words,
        )

    for one in (Resolution.UPHELD, Resolution.WAIVED):
        words_first(sitting, one.zh, "答复理由", partial(command, one), reload)
