"""The ranking: bars of the scores, and behind every department what its points rest on."""

from msgspec import Struct
from nicegui import ui

from projections.ranking import Ranking
from services.console.chart import bars
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.table import Listing

MOST = 200  # departments in a picture


async def draw(sitting: Sitting) -> None:
    """Draw every assessment of the year."""

    def link(row: Struct) -> str:
        if not isinstance(row, Ranking):
            raise TypeError(row)
        more = {"assessment": row.assessment, "department": row.department}
        return sitting.link("/ranking/evidence", **more)

    found = await sitting.ask("ranking", limit=MOST)
    rows = [row for row in found.rows if isinstance(row, Ranking)]
    if not rows:
        ui.label("本年度还没有绩效考核").classes("jx-quiet")
        return
    for assessment in dict.fromkeys(row.assessment for row in rows):
        scored = [row for row in rows if row.assessment == assessment and row.score is not None]
        with ui.element("div").classes("jx-card"):
            ui.label(f"考核 {assessment} 得分").classes("text-subtitle1")
            bars(
                [f"{row.rank or '－'} {row.department}" for row in scored],
                {"得分": [float(row.score or 0) for row in scored]},
                "分",
            )
    ui.label("点部门看每一分的依据和后果").classes("jx-quiet")
    await Listing(sitting, "ranking", link=link, linked="department").draw()


PAGE = Page(path="/ranking", title="考核排名", group="结果", draw=draw)
