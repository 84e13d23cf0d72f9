"""The board: lights by department, its tasks, a project's indicators, and how gaps are spread."""

from collections import Counter

from msgspec import Struct
from nicegui import ui

from events.terms import Light
from projections.board.duties import Lights
from projections.board.gaps import BAND, Gap
from projections.board.row import Board
from services.console.chart import curves
from services.console.listed import sheet
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.table import Listing
from services.console.taking import File
from services.console.way import way

_COLOURS = {
    Light.RED: "negative",
    Light.YELLOW: "orange-9",
    Light.BLUE: "primary",
    Light.GREEN: "positive",
}
EVERY = 1000


async def draw(sitting: Sitting) -> None:
    """Draw the departments; below them the department or the project that was chosen."""
    department = sitting.request.query_params.get("department", "")
    project = sitting.request.query_params.get("project", "")
    if project:
        way("← 返回部门", sitting.link("/board", department=department))
        ui.label(f"项目 {project} 的指标完成与趋势").classes("text-subtitle1")
        await Listing(sitting, "indicators", asked={"project": project}).draw()
        return
    if department:
        await _department(sitting, department)
        return
    rows = [
        row for row in (await sitting.ask("lights", limit=EVERY)).rows if isinstance(row, Lights)
    ]
    with ui.element("div").classes("jx-card"):
        _chips(rows)
        sheet(
            ("部门", "任务数", "红灯数", "黄灯数", "蓝灯数", "绿灯数", "部门灯号"),
            [
                (
                    row.department,
                    f"{row.tasks}",
                    f"{row.red}",
                    f"{row.yellow}",
                    f"{row.blue}",
                    f"{row.green}",
                    row.light.zh if row.light else "尚无数据",
                )
                for row in rows
            ],
            links=[sitting.link("/board", department=row.department) for row in rows],
            nothing="本年度还没有监控任务",
            file=File(sitting=sitting, title="部门灯号"),
        )
    await _spread(sitting)


def _chips(rows: list[Lights]) -> None:
    """Say how many departments show which light, in its colour and in words."""
    counts = Counter(row.light for row in rows)
    with ui.row():
        for light, colour in _COLOURS.items():
            ui.chip(f"{light.zh} {counts[light]} 个部门", color=colour).props(
                "square dense text-color=white"
            )


async def _spread(sitting: Sitting) -> None:
    """Draw the distribution of gaps, in bands of five percentage points."""
    found = await sitting.ask("gaps", limit=EVERY)
    rows = [row for row in found.rows if isinstance(row, Gap)]
    if not rows:
        return
    bands = range(min(row.low for row in rows), max(row.low for row in rows) + BAND, BAND)
    counts = {band: sum(row.tasks for row in rows if row.low == band) for band in bands}
    with ui.element("div").classes("jx-card"):
        ui.label("偏差分布：总体完成率减预算执行率（百分点）").classes("text-subtitle1")
        curves(
            [f"{band}～{band + BAND}" for band in bands],
            {"任务": [counts[band] for band in bands]},
            "个",
            kind="bar",
        )


async def _department(sitting: Sitting, department: str) -> None:
    def link(row: Struct) -> str:
        if not isinstance(row, Board):
            raise TypeError(row)
        return sitting.link("/board", department=department, project=row.project)

    way("← 全部部门", sitting.link("/board"))
    ui.label(f"{department} 的监控任务，点项目看各指标").classes("text-subtitle1")
    await Listing(sitting, "board", asked={"department": department}, link=link).draw()


PAGE = Page(path="/board", title="部门灯号", group="结果", draw=draw)
