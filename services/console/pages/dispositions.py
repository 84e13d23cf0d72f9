"""Dispositions of one project: where it stands, the register, and every measure."""

import asyncio
from datetime import UTC, date, datetime
from typing import Final

from nicegui import ui

from services.console.page import Page
from services.console.remedies import measures, steps
from services.console.seen import Seen, seen
from services.console.sitting import Sitting
from services.console.way import way
from services.policies.calendar import local_day
from services.project.measures import yuan
from services.project.register import Entry


async def draw(sitting: Sitting) -> None:
    """Draw the register of a project and what can be done about it."""
    found = await seen(sitting)
    law = await asyncio.to_thread(sitting.rooms.office.desk.law, sitting.division)
    rules = law.on(local_day(datetime.now(UTC))).disposition
    way(f"← {found.title}", sitting.link(f"/projects/{found.id.code}"))
    with ui.element("section").classes("jx-card"):
        ui.label(_standing(found))
        with ui.row().classes("jx-no-print"):
            measures(sitting, found, rules)
    register = found.project.disposition.register
    for name, entry in register.items():
        pinned = law.edition(entry.proposed.edition).disposition
        with ui.element("section").classes("jx-card"):
            _line(name, entry)
            steps(sitting, found, name, entry, pinned)
    if not register:
        ui.label("还没有分类处置意见").classes("jx-quiet")


def _standing(found: Seen) -> str:
    state = found.project.disposition
    said = [
        f"自 {since} 起{words}" + (f"，{until} 恢复" if until else "")
        for words, spans in (("暂停实施", state.suspensions), ("停止拨付", state.stops))
        for since, until in spans
    ]
    budget = yuan(found.project.execution.totals(date.max).current)
    return "；".join([*(said or ["项目正常实施"]), f"现有预算 {budget:,} 元"])


def _line(name: str, entry: Entry) -> None:
    asked = entry.proposed
    ui.label(f"{name}：{_state(entry)}").classes("text-subtitle1")
    kinds = "、".join(
        f"{one.zh}{'（已执行）' if one in entry.executed else ''}" for one in asked.kinds
    )
    amount = f"，金额 {yuan(asked.amount_fen):,} 元" if asked.amount_fen else ""
    ui.label(f"{asked.cause.zh}；拟{kinds}{amount}；{asked.reason}")
    if entry.decided is not None:
        decided = entry.decided
        ui.label("；".join(one for one in (decided.opinion, decided.document) if one)).classes(
            "jx-quiet"
        )


def _state(entry: Entry) -> str:
    if entry.revoked:
        return "已撤销"
    if entry.decided is None:
        return "已提出，待决定"
    if not entry.decided.approved:
        return "未同意"
    return "已决定，待执行" if entry.pending else "已执行"


PAGE: Final = Page(path="/projects/{code}/dispositions", title="分类处置", draw=draw)
