"""The year in figures: the annual summary, every figure with its scope, the congress extract."""

from decimal import Decimal

from nicegui import ui

from projections.board.lookups import Summary
from services.answers.cells import tag
from services.console.listed import sheet
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.table import Listing
from services.console.taking import File
from services.project.measures import wan

_TABLES = {
    "各口径数据": "figures",
    "人大提取数据": "congress",
    "目标与监控覆盖": "target-coverage",
    "评价覆盖面": "coverage",
    "直达资金台账": "direct",
    "三本预算合计": "ledger-totals",
}


async def draw(sitting: Sitting) -> None:
    """Draw the summary and its tables; each can be taken away as a file."""
    if not sitting.identity.scope.whole:
        ui.label("年度总结汇总全区划数据，只供全区划范围的人员查看").classes("jx-quiet")
        await Listing(sitting, "congress").draw()
        return
    for row in (await sitting.ask("summary")).rows:
        if isinstance(row, Summary):
            _year(sitting, row)
    with ui.tabs() as tabs:
        for title in _TABLES:
            ui.tab(title)
    first = next(iter(_TABLES))
    with ui.tab_panels(tabs, value=first, animated=False).classes("full-width"):
        for title, view in _TABLES.items():
            with ui.tab_panel(title).classes("q-pa-none"):
                await Listing(sitting, view).draw()


def _year(sitting: Sitting, row: Summary) -> None:
    tags = "，".join(f"{tag(code)} {count} 个" for code, count in row.fund_tags.items())
    with ui.element("div").classes("jx-card"):
        ui.label(f"{sitting.year} 年度双监控：已办结的监控任务，每个项目取最近一次").classes(
            "text-subtitle1"
        )
        sheet(
            (
                *("项目数", "预算(万元)", "执行(万元)", "预算执行率%", "总体完成率%"),
                *("二者偏差数", "审核平均分数", "直达资金(万元)", "其中特别国债(万元)"),
            ),
            [
                (
                    f"{row.projects}",
                    f"{wan(row.base_fen):,}",
                    f"{wan(row.executed_fen):,}",
                    _shown(row.execution_rate),
                    _shown(row.completion_rate),
                    _shown(row.gap),
                    _shown(row.mean_score),
                    f"{wan(row.direct_fen):,}",
                    f"{wan(row.special_bond_fen):,}",
                )
            ],
            file=File(sitting=sitting, title="年度双监控"),
        )
        if tags:
            ui.label(f"其中：{tags}").classes("jx-quiet")


def _shown(value: Decimal | None) -> str:
    return "不可评价" if value is None else f"{value}"


PAGE = Page(path="/summary", title="年度总结", group="结果", draw=draw)
