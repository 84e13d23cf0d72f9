"""The project page: what it is and was, targets, money, tasks, facts, two moments compared."""

import asyncio
from typing import Final

from nicegui import ui

from projections.trail import Trail
from services.audit.replay import Replayed
from services.console import overview
from services.console.deciding import decide, objections
from services.console.differences import compare
from services.console.history import History
from services.console.moments import Bar, Moments, recorded_until
from services.console.page import Page
from services.console.requesting import requests
from services.console.rules_today import rules_today
from services.console.seen import Seen, seen
from services.console.sitting import Sitting
from services.console.superiors import reviews_above
from services.console.tasking import tasking
from services.policies.rules import Rules
from services.refusal import Refused

DIGITS: Final = 9
NOW, TARGETS, FACTS, COMPARE = TABS = ("执行与任务", "绩效目标", "事实时间线", "比较两个时点")


class Sheet:
    """The page below the bar; drawn anew for every moment that is chosen."""

    def __init__(
        self, sitting: Sitting, moments: Moments, shown: Seen, tab: str, rules: Rules | None
    ) -> None:
        """Show a project as it stood at a version, at one of the tabs."""
        self._sitting = sitting
        self._moments = moments
        self._shown = shown
        self._tab = tab
        self._rules = rules
        self._above = reviews_above(sitting, shown.project.registration, rules)
        self._history = History(moments)

    async def move(self) -> None:
        """Draw the moment that was chosen; the newest choice wins."""
        version = self._moments.version
        shown = await asyncio.to_thread(self._moments.at, version)
        if version == self._moments.version:
            self._shown = shown
            self.draw.refresh()

    @ui.refreshable_method
    def draw(self) -> None:
        """Draw the project."""
        sitting, shown = self._sitting, self._shown
        overview.head(shown)
        if shown.at is None:
            requests(sitting, shown)
            tasking(sitting, shown, self._rules)
        objected = objections(self._moments.events[: shown.version])
        decide(sitting, shown, objected, above=self._above)
        tabs = ui.tabs(on_change=lambda e: self._turn(str(e.value)))
        with tabs.props("align=left dense no-caps").classes("jx-no-print"):
            panels = [ui.tab(title) for title in TABS]
        with ui.tab_panels(tabs, value=self._tab, animated=False).classes("full-width jx-card"):
            with ui.tab_panel(panels[0]).classes("q-pa-none"):
                overview.tasks(sitting, shown)
                overview.money(shown)
                overview.letters(shown)
            with ui.tab_panel(panels[1]).classes("q-pa-none"):
                overview.targets(shown)
            with ui.tab_panel(panels[2]).classes("q-pa-none"):
                self._history.draw()
            with ui.tab_panel(panels[3]).classes("q-pa-none"):
                self._compared()

    def _turn(self, tab: str) -> None:
        self._tab = tab
        self._compared.refresh()

    @ui.refreshable_method
    def _compared(self) -> None:
        if self._tab == COMPARE:  # two foldings of the whole history, for who asks
            compare(self._moments)


async def draw(sitting: Sitting) -> None:
    """Draw the project, as it stands or as of the moment in the address."""
    found = await seen(sitting)
    whole = await sitting.rooms.archive.replay(found.id)
    fact = await _of_fact(sitting, found)
    moments = Moments(whole, fact or _asked(sitting, whole))
    shown = await asyncio.to_thread(moments.at, moments.version)
    rules = await rules_today(sitting)
    tab = NOW if fact is None else FACTS
    sheet = Sheet(sitting, moments, shown, tab, rules)
    Bar(sitting, moments, sheet.move).draw()
    sheet.draw()


def _asked(sitting: Sitting, whole: Replayed) -> int:
    """Read ``version`` or ``as_of`` from the address; the newest version without them."""
    asked = sitting.request.query_params
    if version := asked.get("version", ""):
        if not (version.isascii() and version.isdecimal()) or len(version) > DIGITS:
            raise Refused(f"版本“{version[:20]}”须为不超过 {DIGITS} 位的数字")
        return int(version)
    if time := asked.get("as_of", ""):
        return recorded_until(whole.events, time)
    return len(whole.events)


async def _of_fact(sitting: Sitting, found: Seen) -> int | None:
    """Find the version of the fact at the ledger position asked for; None without one."""
    position = sitting.request.query_params.get("position", "")
    if not position.isdecimal():
        return None
    rows = (await sitting.ask("trail", project=found.id.code, sequence=position)).rows
    return next((row.version for row in rows if isinstance(row, Trail)), None)


PAGE: Final = Page(path="/projects/{code}", title="项目", draw=draw)
