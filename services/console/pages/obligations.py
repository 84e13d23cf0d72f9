"""The checklist of what is to be reported and published, to whom, by when, and what was done."""

import asyncio
from collections import Counter

from msgspec import Struct
from nicegui import ui

from events.terms import Role
from projections.obligations import Obligation, ObligationState
from services.console.asking import offer
from services.console.fields import Asked
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.table import Listing
from services.console.way import way
from services.decision import Command
from services.obligation import FulfilObligation, RegisterObligation, WaiveObligation
from services.policies.calendar import resolve
from services.project.authority import FINANCE, OWN

EVERY = 1000
_STEPS: tuple[tuple[type[Command], tuple[Asked, ...], tuple[Role, ...]], ...] = (
    (
        FulfilObligation,
        (
            Asked(name="document", title="文号或公开网址"),
            Asked(name="on", title="办理日期（不填为今天）", kind="date"),
        ),
        (*OWN, *FINANCE),
    ),
    (WaiveObligation, (Asked(name="reason", title="理由"),), (Role.FIN_APPROVER,)),
)


async def draw(sitting: Sitting) -> None:
    """Draw how far the year's obligations have come; one of them when it was chosen."""
    asked = sitting.request.query_params
    code, department = asked.get("obligation", ""), asked.get("department", "")
    if code:
        await _one(sitting, code, department)
        return

    def link(row: Struct) -> str:
        if not isinstance(row, Obligation):
            raise TypeError(row)
        return sitting.link("/obligations", obligation=row.obligation, department=row.department)

    await _counts(sitting)
    await Listing(sitting, "obligations", link=link, linked="obligation").draw()


async def _counts(sitting: Sitting) -> None:
    found = await sitting.ask("obligations", limit=EVERY)
    rows = [row for row in found.rows if isinstance(row, Obligation)]
    states = Counter(row.state for row in rows)
    late = sum(row.overdue and row.state is not ObligationState.FULFILLED for row in rows)
    with ui.row().classes("items-center"):
        for state in ObligationState:
            ui.chip(f"{state.zh} {states[state]}").props(
                "square dense color=blue-grey-8 text-color=white"
            )
        colour = "negative" if late else "blue-grey-8"
        ui.chip(f"逾期未履行 {late}", color=colour).props("square dense text-color=white")
        if found.more:
            ui.label(f"以上只计前 {EVERY} 项").classes("jx-quiet")
    with ui.row().classes("items-center jx-no-print"):
        rules = await asyncio.to_thread(_rules, sitting)
        fields = (Asked(name="obligation", title="义务", kind="choice", choices=rules),)
        if sitting.identity.roles & {*FINANCE}:
            known = {"fiscal_year": sitting.year}
            offer(sitting, RegisterObligation, known, fields, look="outline dense")
        ui.label("点义务登记送达、公开或免予").classes("jx-quiet")


def _rules(sitting: Sitting) -> dict[str, str]:
    """Name what the edition of the year makes people report or publish."""
    law = sitting.rooms.office.desk.law(sitting.division)
    rules = law.on(resolve("12-31", sitting.year)).obligations
    return {code: f"{code} {rule.what}（{rule.due} 前）" for code, rule in rules.items()}


async def _one(sitting: Sitting, code: str, department: str) -> None:
    found = await sitting.ask("obligations", obligation=code, department=department)
    rows = [row for row in found.rows if isinstance(row, Obligation)]
    way("← 全部义务", sitting.link("/obligations"))
    for row in rows:
        with ui.element("div").classes("jx-card"):
            ui.label(f"{row.what}（{row.clause}）").classes("text-subtitle1")
            whom = "、".join(one.zh for one in row.recipients)
            copies = "、".join(one.zh for one in row.copies)
            ui.label(
                f"{row.department}，{row.due_on} 前报送或公开给{whom}"
                + (f"，抄送{copies}" if copies else "")
            )
            ui.label(f"{row.state.zh}{'，已逾期' if row.overdue else ''}")
            for one in row.deliveries:
                served = "、".join(each.zh for each in one.recipients)
                late = f"，迟 {one.days_late} 日" if one.days_late > 0 else ""
                ui.label(f"{one.on} {one.document} 送达{served}{late}（台账第 {one.position} 条）")
            if row.waiver_reason:
                ui.label(f"免予：{row.waiver_reason}")
            _actions(sitting, row)
    if not rows:
        ui.label("没有这项义务").classes("jx-quiet")


def _actions(sitting: Sitting, row: Obligation) -> None:
    known = {
        "fiscal_year": sitting.year,
        "obligation": row.obligation,
        "department": row.department,
    }
    with ui.row().classes("jx-no-print"):
        for kind, fields, roles in _STEPS:
            if sitting.identity.roles & {*roles}:
                offer(sitting, kind, known, fields, look="outline dense")


PAGE = Page(path="/obligations", title="报送与公开", group="结果", draw=draw)
