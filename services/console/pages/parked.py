"""One parked message: as it was received, why it was put aside, and the message in its place."""

from typing import Final

import msgspec
from nicegui import ui

from services.access.sight import may_read
from services.api.errors import told
from services.console.dialogs import answer, window
from services.console.mending import foretold, mend, mended
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.telling import SAID, sentences, told_here
from services.console.way import way
from services.desk.faults import UNREADABLE
from services.intake.handing_in import HandedIn
from services.intake.parked import Announced, Aside, parked, whole
from services.policies.calendar import SHANGHAI

_OUTCOMES: Final = {"accepted": "已登记", "duplicate": "此前已登记", "parked": "又被搁置"}


async def draw(sitting: Sitting) -> None:
    """Draw the message named in the address."""
    may_read(await sitting.still(), (), division=sitting.division)
    way("← 运行与搁置报文", sitting.link("/health"))
    number = str(sitting.request.path_params["number"])
    client = sitting.rooms.office.client
    begin = int(number) - 1 if number.isascii() and number.isdigit() else -1
    rows = await parked(client, sitting.division, begin, 1) if begin >= 0 else []
    if not rows or rows[0].number != begin + 1:
        ui.label("没有这条搁置的报文").classes("jx-quiet")
        return
    [aside] = rows
    body = await whole(client, aside)
    receipt = aside.parked.receipt
    with ui.element("div").classes("jx-card"):
        ui.label(
            f"收到序号 {receipt.received}，主题 {aside.parked.subject}，"
            f"来源 {receipt.source_system}，"
            f"{aside.parked.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} 搁置"
        )
        ui.label(f"原因：{receipt.reason}").classes("jx-fault")
        if done := (await mended(sitting)).get(receipt.received):
            when = f"{done.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            ui.label(f"{done.who} 已于 {when} 重新报送").classes("jx-quiet")
        text = body.decode("utf-8", "replace")
        ui.label("原文（不可更改）：")
        ui.label(text).classes("jx-body")
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


async def _hand_in(sitting: Sitting, aside: Aside, text: str | bytes) -> None:
    """Say what a message will record, then publish it when that is confirmed."""
    body = text if isinstance(text, bytes) else text.strip().encode()
    problem, found = None, None
    try:
        found = await foretold(sitting, body)
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
            _tell(await mend(sitting, aside, body))


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
