"""What a project asks finance to decide: targets' adjustments, dispositions, objections."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from nicegui import ui

from events.clawback import ClawbackObjected
from events.terms import DisputeOutcome, Resolution
from services.console import papers
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.console.target_draft import proposed
from services.console.wording import at_once, reload, words_first
from services.desk.history import Stamped
from services.project.adjustment import ApproveAdjustment, RejectAdjustment, ReviewAdjustment
from services.project.authority import FINANCE
from services.project.clawback import ResolveObjection
from services.project.filling import ResolveExecutionDispute
from services.project.remedies import DecideDisposition
from services.project.targets import Adjustment

AGREED: Final = "同意处置"
NOT_AGREED: Final = "不同意处置"


def decide(sitting: Sitting, seen: Seen, objected: Mapping[str, str]) -> None:
    """Draw each request with the decisions it waits for; nothing for who is not of finance.

    ``objected`` says in which rounds a clawback was objected to, and why. What was asked in the
    past is shown; only what is asked now can be decided.
    """
    if not sitting.identity.roles & {*FINANCE}:
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
    proposed(sitting, seen)
    for name, adjustment in seen.project.targets.adjustments.items():
        if not adjustment.closed:
            _adjustment(sitting, seen, name, adjustment)
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
    asked = adjustment.proposed
    with _asked(f"目标调整 {name}（对第 {adjustment.base} 版）：{asked.cause.zh}；{asked.reason}"):
        papers.offer(sitting, seen.id, "adjustment", name)
        if adjustment.reviewed:
            command = ApproveAdjustment(fiscal_year=year, project_code=code, adjustment=name)
            at_once(sitting, command.title, command, reload)
        else:
            words_first(
                sitting,
                ReviewAdjustment.title,
                "审核意见",
                lambda words: ReviewAdjustment(
                    fiscal_year=year, project_code=code, adjustment=name, opinion=words
                ),
                reload,
            )
        words_first(
            sitting,
            RejectAdjustment.title,
            "否决理由",
            lambda words: RejectAdjustment(
                fiscal_year=year, project_code=code, adjustment=name, reason=words
            ),
            reload,
        )


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
