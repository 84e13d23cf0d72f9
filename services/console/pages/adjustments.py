"""Adjustments of targets: 附件3 taken away, filled in, brought back; taken back while open."""

from typing import Final

from nicegui import ui
from nicegui.events import UploadEventArguments

from events.terms import Role
from services.console import papers
from services.console.acting import act, reload
from services.console.asking import offer
from services.console.deciding import progress
from services.console.page import Page
from services.console.seen import Seen, seen
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.console.way import way
from services.project.adjustment import WithdrawAdjustment
from services.project.adjustment_request import Adjustment
from services.project.authority import OWN
from services.project.measures import yuan

_PROPOSERS: Final = frozenset({*OWN, Role.FIN_SECTION_REVIEWER})


async def draw(sitting: Sitting) -> None:
    """Draw the adjustments of a project, and the form for a further one."""
    found = await seen(sitting)
    way(f"← {found.title}", sitting.link(f"/projects/{found.id.code}"))
    proposes = bool(sitting.identity.roles & _PROPOSERS)
    if proposes and found.project.targets.version:
        _form(sitting, found)
    known = found.project.targets.adjustments
    for name, adjustment in known.items():
        with ui.element("section").classes("jx-card"):
            _told(name, adjustment)
            with ui.row().classes("items-center jx-no-print"):
                papers.offer(found.id, "adjustment", name)
                if proposes and not adjustment.closed:
                    _open(sitting, found, name, adjustment)
    if not known:
        ui.label("还没有目标调整申请").classes("jx-quiet")


def _open(sitting: Sitting, found: Seen, name: str, adjustment: Adjustment) -> None:
    """Offer to take a request back, and say how a returned one is asked for anew."""
    identity = sitting.identity
    if identity.roles & {*OWN} or identity.id == adjustment.proposed.proposer:
        asked = {**found.known, "adjustment": name}
        offer(sitting, WithdrawAdjustment, asked, look="outline dense")
    if adjustment.returned:
        ui.label("取出此表修改后传回，即重新申请").classes("jx-quiet")


def _form(sitting: Sitting, found: Seen) -> None:
    """Hand 附件3 out under the next free name, and take it in."""
    targets = found.project.targets
    number = next(
        one
        for one in range(1, len(targets.adjustments) + 2)
        if f"T{one}" not in targets.adjustments
    )

    async def uploaded(event: UploadEventArguments) -> None:
        with told_here():
            command = papers.take_in(found, await event.file.read())
            await act(sitting, command, reload)

    with ui.element("section").classes("jx-card jx-no-print"):
        ui.label(f"申请调整（第 {targets.version} 版目标）").classes("text-subtitle1")
        ui.label(
            f"取出附件3，写明原因、资金和指标后传回，登记为申请 T{number}；有错逐格列出，全不登记。"
        )
        with ui.row().classes("items-center"):
            papers.offer(found.id, "adjustment", f"T{number}")
            ui.upload(label="上传填好的附件3", auto_upload=True, on_upload=uploaded).props(
                'accept=".xlsx" flat bordered'
            )


def _told(name: str, adjustment: Adjustment) -> None:
    asked = adjustment.proposed
    ui.label(f"{name}：{progress(adjustment)}（对第 {adjustment.base} 版）").classes(
        "text-subtitle1"
    )
    ui.label(f"{asked.cause.zh}；{asked.reason}；依据 {asked.basis}")
    for line in asked.money:
        before, after = yuan(line.before_fen), yuan(line.after_fen)
        ui.label(
            f"{line.work}：由 {before:,} 元调整为 {after:,} 元，{line.starts_on} 至 {line.ends_on}"
        ).classes("jx-quiet")


PAGE: Final = Page(path="/projects/{code}/adjustments", title="调整绩效目标", draw=draw)
