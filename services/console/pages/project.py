"""The project page: targets, money against the year, tasks, every fact, two moments compared."""

from typing import Final

from nicegui import ui

from projections.trail import Trail
from services.console import overview
from services.console.deciding import decide
from services.console.history import History
from services.console.page import Page
from services.console.requesting import requests
from services.console.seen import Seen, seen
from services.console.sitting import Sitting

TABS: Final = ("执行与任务", "绩效目标", "事实时间线", "比较两个时点")


async def draw(sitting: Sitting) -> None:
    """Draw the project."""
    found = await seen(sitting)
    overview.head(found)
    requests(sitting, found)
    await decide(sitting, found)
    past = History(await sitting.rooms.archive.replay(found.id), await _version(sitting, found))
    with ui.tabs().props("align=left dense no-caps").classes("jx-no-print") as tabs:
        panels = [ui.tab(title) for title in TABS]
    first = panels[0] if past.newest else panels[2]
    with ui.tab_panels(tabs, value=first, animated=False).classes("full-width jx-card"):
        with ui.tab_panel(panels[0]).classes("q-pa-none"):
            overview.tasks(sitting, found)
            overview.money(found)
            overview.letters(found)
        with ui.tab_panel(panels[1]).classes("q-pa-none"):
            overview.targets(found)
        with ui.tab_panel(panels[2]).classes("q-pa-none"):
            past.draw()
        with ui.tab_panel(panels[3]).classes("q-pa-none"):
            past.compare()


async def _version(sitting: Sitting, found: Seen) -> int | None:
    """Find the version of the fact at the ledger position asked for; None without one."""
    position = sitting.request.query_params.get("position", "")
    if not position.isdecimal():
        return None
    rows = (await sitting.ask("trail", project=found.id.code, sequence=position)).rows
    return next((row.version for row in rows if isinstance(row, Trail)), None)


PAGE: Final = Page(path="/projects/{code}", title="项目", draw=draw)
