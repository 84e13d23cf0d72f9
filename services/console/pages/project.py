"""The project page: targets, money against the year, tasks, every fact, two moments compared."""

from typing import Final

from nicegui import ui

from projections.trail import Trail
from services.console import overview
from services.console.deciding import decide
from services.console.history import History
from services.console.page import Page
from services.console.seen import seen
from services.console.sitting import Sitting

TABS: Final = ("执行与任务", "绩效目标", "事实时间线", "比较两个时点")


async def draw(sitting: Sitting) -> None:
    """Draw the project."""
    found = await seen(sitting)
    overview.head(found)
    await decide(sitting, found)
    version = await _version(sitting, found.id.code)
    past = History(await sitting.rooms.archive.replay(found.id), version)
    with ui.tabs().props("align=left dense no-caps").classes("jx-no-print") as tabs:
        panels = [ui.tab(title) for title in TABS]
    with ui.tab_panels(tabs, value=panels[2 if version else 0], animated=False).classes(
        "full-width jx-card"
    ):
        with ui.tab_panel(panels[0]).classes("q-pa-none"):
            overview.tasks(sitting, found)
            overview.money(found)
        with ui.tab_panel(panels[1]).classes("q-pa-none"):
            overview.targets(found)
        with ui.tab_panel(panels[2]).classes("q-pa-none"):
            past.draw()
        with ui.tab_panel(panels[3]).classes("q-pa-none"):
            past.compare()


async def _version(sitting: Sitting, code: str) -> int | None:
    """Say which version of the project stands at the ledger position in the address."""
    position = sitting.request.query_params.get("position", "")
    if not (position.isascii() and position.isdigit()):
        return None
    found = await sitting.ask("trail", project=code, sequence=position)
    return next((row.version for row in found.rows if isinstance(row, Trail)), None)


PAGE: Final = Page(path="/projects/{code}", title="项目", draw=draw)
