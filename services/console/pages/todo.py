"""待办 and 已办: what waits for me with the days left, and what I did."""

from datetime import UTC, datetime
from typing import Final

from msgspec import Struct
from nicegui import ui

from projections.trail import Trail
from services.console.duties import Duty, duties
from services.console.listed import Row, listed
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.table import Listing
from services.policies.calendar import local_day

SHOWN: Final = 50
_COLUMNS: Final = {
    "what": "事项",
    "project": "项目",
    "name": "名称",
    "department": "部门",
    "due": "期限",
    "left": "剩余",
}
_LEFT: Final = (
    "<q-td :props=\"props\"><span :class=\"props.row.late ? 'jx-fault' : ''\">"
    "{{ props.value }}</span></q-td>"
)


async def draw(sitting: Sitting) -> None:
    """Draw both lists."""

    def link(row: Struct) -> str:
        code = row.project if isinstance(row, Trail) else None
        return sitting.link(f"/projects/{code}") if code else ""

    with ui.tabs().props("align=left dense no-caps") as tabs:
        waiting = ui.tab("待办")
        done = ui.tab("已办")
    with ui.tab_panels(tabs, value=waiting, animated=False).classes("full-width"):
        with ui.tab_panel(waiting).classes("q-pa-none"):
            _waiting(sitting, await duties(sitting))
        with ui.tab_panel(done).classes("q-pa-none"):
            listing = Listing(
                sitting,
                "trail",
                asked={"actor": sitting.identity.id, "sort": "-sequence"},
                link=link,
                linked="aggregate",
                shown=("登记时间", "业务日期", "项目", "事实", "内容"),
            )
            await listing.draw()


def _waiting(sitting: Sitting, found: list[Duty]) -> None:
    with ui.element("div").classes("jx-card"):
        if not found:
            ui.label("没有待办事项。")
            return
        today = local_day(datetime.now(UTC))
        rows: list[Row] = [
            {
                "what": one.what,
                "project": one.project,
                "name": one.name,
                "department": one.department,
                "due": str(one.due_on or ""),
                "left": one.left(today),
                "late": one.due_on is not None and one.due_on < today,
                "link": sitting.link(one.path),
            }
            for one in found
        ]
        table = listed(_COLUMNS, rows, size=SHOWN, linked="what")
        table.add_slot("body-cell-left", _LEFT)


PAGE: Final = Page(path="/", title="待办已办", group="业务", draw=draw)
