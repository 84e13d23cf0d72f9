"""One parked message: as it was received, why it was put aside, and the message in its place."""

from typing import Final

import msgspec
from nicegui import ui

from services.api.errors import told
from services.api.mending import WholeMessage
from services.console.dialogs import answer, window
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.telling import SAID, sentences, told_here
from services.console.way import way
from services.desk.faults import UNREADABLE
from services.intake.handing_in import HandedIn
from services.intake.parked import Announced
from services.policies.calendar import SHANGHAI

LONGEST: Final = 19  # digits of a number
_OUTCOMES: Final = {"accepted": "已登记", "duplicate": "此前已登记", "parked": "又被搁置"}


async def draw(sitting: Sitting) -> None:
    """Draw the message named in the address."""
    way("← 运行与搁置报文", sitting.link("/health"))
    text = str(sitting.request.path_params["number"])
    number = int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else 0
    identity, visit = await sitting.still(), sitting.rooms.guard.visit(sitting.request)
    aside = await sitting.rooms.mending.one(identity, sitting.division, number, visit)
    if aside is None:
        ui.label("没有这条搁置的报文").classes("jx-quiet")
        return
    one, body = aside.message, aside.body
    with ui.element("div").classes("jx-card"):
        ui.label(
            f"收到序号 {one.received}，主题 {one.subject}，来源 {one.source_system}，"
            f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} 搁置"
        )
        ui.label(f"原因：{one.reason}").classes("jx-fault")
        if one.answered_at is not None:
            when = f"{one.answered_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            ui.label(f"{one.answered_by} 已于 {when} 重新报送").classes("jx-quiet")
        ui.label("原文（不可更改）：")
        ui.label(body.decode("utf-8", "replace")).classes("jx-body")
    with ui.element("div").classes("jx-card jx-no-print"):
        ui.label("改正：另行报送一条，按同一契约接收；原报文保持不变，由谁办理记入审计日志")
        field = ui.textarea("改正后的报文", value=_laid_out(body)).props("outlined autogrow")
        field.classes("full-width")
        with ui.row():
            ui.button("报送改正后的报文", on_click=lambda: _hand_in(sitting, aside, field.value))
            ui.button("原样重放", on_click=lambda: _hand_in(sitting, aside, body)).props("flat")


def _laid_out(body: bytes) -> str:
    """Write a message line by line where it is JSON."""
    try:
        return msgspec.json.format(body, indent=2).decode()
    except UNREADABLE:
        return body.decode("utf-8", "replace")


async def _hand_in(sitting: Sitting, aside: WholeMessage, text: str | bytes) -> None:
    """Say what a message will record, then publish it when that is confirmed."""
    body = text if isinstance(text, bytes) else text.strip().encode()
    mending = sitting.rooms.mending
    problem, found = None, None
    try:
        found = await mending.foretold(await sitting.still(), sitting.division, body)
    except SAID as error:
        problem = told(error)
    with window("重新报送") as (dialog, _):
        if problem is not None:
            for sentence in sentences(problem):
                ui.label(sentence).classes("jx-fault")
        if found is not None:
            _announce(found)
        with ui.row().classes("full-width justify-end"):
            ui.button("取消", on_click=lambda: dialog.submit("")).props("flat")
            if found is not None:
                ui.button("确认报送", on_click=lambda: dialog.submit("yes"))
    if await answer(dialog):
        with told_here():
            identity, visit = await sitting.still(), sitting.rooms.guard.visit(sitting.request)
            _tell(await mending.mend(identity, sitting.division, aside, body, visit))


def _announce(found: Announced) -> None:
    ui.label(f"对象：{found.project}")
    if found.known:
        ui.label("同一凭证已登记且内容相同，不会登记新的事实").classes("jx-quiet")
        return
    ui.label("确认后将在台账登记以下事实，登记后不能更改：")
    ui.label(f"{found.title}：{found.summary}")


def _tell(done: HandedIn) -> None:
    for receipt in done.receipts:
        words = f"收到序号 {receipt.received}：{_OUTCOMES[receipt.outcome]}"
        good = receipt.outcome != "parked"
        ui.notify(
            f"{words}{'，' + receipt.reason if receipt.reason else ''}",
            type="positive" if good else "negative",
        )
    for number in done.waiting:
        ui.notify(f"收到序号 {number}：已保存，回执未到", type="warning")


PAGE = Page(path="/health/{number}", title="搁置的报文", draw=draw)
