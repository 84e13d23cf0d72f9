"""Health: how far the views and the intake are, what blocks them, and what was put aside."""

from nicegui import ui

from services.access.sight import may_read
from services.answers.questions import VIEWS
from services.console.listed import sheet
from services.console.page import OVERSEERS, Page
from services.console.sitting import Sitting
from services.console.taking import File
from services.doctor import examine
from services.intake.parked import PAGE as PARKED
from services.policies.calendar import SHANGHAI


async def draw(sitting: Sitting) -> None:
    """Draw the views, the checks of the house, and the parked messages of the division."""
    may_read(await sitting.still(), (), division=sitting.division)
    await _parked(sitting)
    await _views(sitting)
    with ui.element("div").classes("jx-card"):
        ui.label("流、接收与视图更新").classes("text-subtitle1")
        checks = await examine(sitting.rooms.office.servers)
        sheet(
            ("检查", "结果", "情况"),
            [(one.what, "正常" if one.well else "异常", one.found) for one in checks],
            marked=[not one.well for one in checks],
            file=File(sitting=sitting, title="运行检查"),
        )


async def _views(sitting: Sitting) -> None:
    end = await sitting.rooms.office.position()
    views = sorted(await sitting.rooms.reader.checkpoints(), key=lambda one: one.view)
    blocked = [one for one in views if one.blocked_at is not None]
    with ui.element("div").classes("jx-card"):
        ui.label(f"视图：台账共 {end} 条，{len(views)} 个视图，{len(blocked)} 个停滞").classes(
            "text-subtitle1"
        )
        sheet(
            ("视图", "已到位置数", "落后数", "停滞位置", "原因"),
            [
                (
                    f"{one.view} {VIEWS[one.view][0] if one.view in VIEWS else ''}",
                    f"{one.position}",
                    f"{max(0, end - one.position)}",
                    "" if one.blocked_at is None else f"{one.blocked_at}",
                    one.reason or "",
                )
                for one in views
            ],
            marked=[one.blocked_at is not None for one in views],
            file=File(sitting=sitting, title="视图位置"),
        )


async def _parked(sitting: Sitting) -> None:
    after = sitting.request.query_params.get("after", "")
    begin = int(after) if after.isascii() and after.isdigit() else 0
    page = await sitting.rooms.mending.listed(
        await sitting.still(), sitting.division, begin, PARKED
    )
    with ui.element("div").classes("jx-card"):
        ui.label("搁置的上游报文：点序号查看全文，改正或重放").classes("text-subtitle1")
        sheet(
            ("收到序号", "搁置时间", "来源", "凭证号", "原因", "处理"),
            [
                (
                    f"{one.received}",
                    f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
                    one.source_system,
                    one.document_no,
                    one.reason,
                    f"{one.answered_by} 于 {one.answered_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} "
                    "重新报送"
                    if one.answered_at
                    else "待处理",
                )
                for one in page.rows
            ],
            links=[sitting.link(f"/health/{one.number}") for one in page.rows],
            nothing="没有搁置的报文",
            file=File(sitting=sitting, title="搁置的报文"),
        )
        if page.next is not None:
            more = sitting.link("/health", after=page.next)
            ui.button("下一页", on_click=lambda: ui.navigate.to(more.removeprefix("/console")))


PAGE = Page(
    path="/health", title="运行与搁置报文", group="监督", roles=OVERSEERS, whole=True, draw=draw
)
