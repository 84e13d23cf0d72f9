"""What surrounds every page: who I am, which division and year, the menu, the way out."""

import json
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from urllib.parse import quote

from nicegui import ui

from services.access.identity import Identity
from services.console.doors import CHANGE
from services.console.gate import HOME, SIGN_IN
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.way import way
from services.policies.packs import packs


def draw(sitting: Sitting, pages: Sequence[Page], page: Page, years: Sequence[int]) -> None:
    """Draw the head and the menu around a page."""
    ui.colors(primary="#1f4e79")
    ui.page_title(f"{page.title} · 绩效 jixiao")
    ui.run_javascript("document.body.removeAttribute('aria-busy')")  # once all of it is there
    drawer = ui.left_drawer(value=True).props("width=200 bordered").classes("jx-menu")
    with ui.header().classes("jx-header items-center no-wrap"):
        ui.button(icon="menu", on_click=drawer.toggle).props(
            'flat dense color=white aria-label="菜单"'
        )
        ui.label("绩效 jixiao").classes("text-h6 no-wrap")
        ui.space()
        _switches(sitting, years)
        ui.label(_who(sitting.identity)).classes("ellipsis").tooltip(_who(sitting.identity))
        change = f"location.assign({json.dumps(CHANGE)})"
        ui.button("修改口令", on_click=lambda: ui.run_javascript(change)).props(
            "flat dense color=white"
        )
        leave = f"jixiaoLeave({json.dumps(sitting.csrf)})"
        ui.button("退出", on_click=lambda: ui.run_javascript(leave)).props("flat dense color=white")
    ui.timer(sitting.rooms.every, partial(_leave, sitting), immediate=False)
    with drawer:
        _menu(sitting, [one for one in pages if one.offered(sitting.identity)], page)


async def _leave(sitting: Sitting) -> None:
    """Go to the sign-in, and back from there, once the session is over."""
    if await sitting.over():
        url = sitting.request.url
        here = quote(f"{url.path}?{url.query}" if url.query else url.path, safe="")
        ui.run_javascript(f"location.assign({json.dumps(f'{SIGN_IN}?next={here}')})")


def _who(identity: Identity) -> str:
    duties = [role.zh for role in sorted(identity.roles)]
    if identity.administrator is not None:
        duties.append(identity.administrator.zh)
    return f"{identity.id} · {identity.org} · {'、'.join(duties)}"


def _switches(sitting: Sitting, years: Sequence[int]) -> None:
    divisions = {code: place(code) for code in sitting.identity.scope.divisions}
    if not divisions:
        return
    look = 'dense dark borderless options-dense aria-label="{}"'
    path = sitting.request.url.path.removeprefix(HOME)  # which going there adds again

    def go(division: str, year: int) -> None:
        ui.navigate.to(f"{path}?division={division}&year={year}")

    ui.select(
        divisions, value=sitting.division, on_change=lambda e: go(str(e.value), sitting.year)
    ).props(look.format("区划"))
    ui.select(
        {year: f"{year}年度" for year in years},
        value=sitting.year,
        on_change=lambda e: go(sitting.division, int(e.value)),
    ).props(look.format("年度"))


def place(division: str) -> str:
    """Name a division; its code where no rules are kept for it."""
    return next((one.place for one in packs().values() if one.division == division), division)


def _menu(sitting: Sitting, offered: Sequence[Page], page: Page) -> None:
    with ui.element("nav").props('aria-label="主菜单"'):
        for group, pages in groupby(offered, key=lambda one: one.group):
            ui.html(f"<h2>{group}</h2>", sanitize=False)
            for one in pages:
                link = way(one.title, sitting.link(one.path))
                if one.path == page.path:
                    link.props('aria-current="page"')
