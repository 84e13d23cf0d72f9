"""Who did what: clues and their cases, dispositions, and the whole trail of facts."""

from msgspec import Struct
from nicegui import ui

from projections.dispositions import Disposition
from projections.trail import Trail
from projections.trail.cases import AccountabilityCase
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.table import Listing

_TRAIL = ("台账", "登记时间", "业务日期", "项目", "事实", "内容", "经办", "单位")


async def draw(sitting: Sitting) -> None:
    """Draw cases, clues, dispositions and everything, each under its tab."""

    def link(row: Struct) -> str:
        match row:
            case AccountabilityCase() | Disposition() if row.project:
                return sitting.link(f"/projects/{row.project}")
            case Trail(project=str(project), sequence=sequence):
                return sitting.link(f"/projects/{project}", position=sequence)
            case _:
                return ""

    listings = {
        "问责事项": Listing(sitting, "cases", link=link),
        "问责线索": Listing(
            sitting,
            "trail",
            asked={"clues": "true", "sort": "-sequence"},
            link=link,
            shown=_TRAIL,
            linked="aggregate",
        ),
        "分类处置": Listing(sitting, "dispositions", link=link),
        "全部经办轨迹": Listing(
            sitting,
            "trail",
            asked={"sort": "-sequence"},
            link=link,
            shown=_TRAIL,
            linked="aggregate",
        ),
    }
    with ui.tabs() as tabs:
        for title in listings:
            ui.tab(title)
    with ui.tab_panels(tabs, value="问责事项", animated=False).classes("full-width"):
        for title, listing in listings.items():
            with ui.tab_panel(title).classes("q-pa-none"):
                await listing.draw()


PAGE = Page(path="/accountability", title="问责与轨迹", group="结果", draw=draw)
