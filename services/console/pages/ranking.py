"""The ranking: bars of the scores, what concerns all departments, behind each its points."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from msgspec import Struct
from nicegui import ui

from events.assessment import AssessmentOpened, ResultsCirculated, ResultsEntered
from projections.ranking import Ranking
from projections.trail import Trail
from services.api.letters import LETTERS
from services.console.assessing import Assessed, assessed, of_all, opening
from services.console.chart import bars
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.table import Listing
from services.console.taking import LOOK, fetch
from services.console.telling import told_here
from services.forms.catalogue import DOCX
from services.project.authority import PERFORMANCE

CIRCULAR = LETTERS["ranking"].title
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
    with ui.row().classes("items-center jx-no-print"):
        opening(sitting)
    known = await assessed(sitting, await _codes(sitting, rows))
    if not known:
        ui.label("本年度还没有绩效考核").classes("jx-quiet")
        return
    for one in known:
        _one(sitting, one, [row for row in rows if row.assessment == one.code])
    ui.label("点部门看每一分的依据，办理申诉和后果").classes("jx-quiet")
    await Listing(sitting, "ranking", link=link, linked="department").draw()


async def _codes(sitting: Sitting, rows: Iterable[Ranking]) -> Iterable[str]:
    """Name the assessments: those with scores, and for who scores those that were only opened."""
    codes = [row.assessment for row in rows]
    if sitting.identity.roles & {*PERFORMANCE}:
        opened = await sitting.ask("trail", tag=AssessmentOpened.tag)
        codes += [row.aggregate.split("-", 2)[-1] for row in opened.rows if isinstance(row, Trail)]
    return dict.fromkeys(codes)


def _one(sitting: Sitting, one: Assessed, rows: Sequence[Ranking]) -> None:
    scored = [row for row in rows if row.score is not None]
    with ui.element("div").classes("jx-card"):
        ui.label(f"考核 {one.code}：{_standing(one)}").classes("text-subtitle1")
        if scored:
            bars(
                [f"{row.rank or '－'} {row.department}" for row in scored],
                {"得分": [float(row.score or 0) for row in scored]},
                "分",
            )
        for fact in one.state.consequences:
            if isinstance(fact, ResultsCirculated | ResultsEntered):
                ui.label(f"{fact.title}：{fact.document}").classes("jx-quiet")
        with ui.row().classes("jx-no-print"):
            of_all(sitting, one, [row.department for row in rows])
            if one.state.published and sitting.identity.scope.whole:
                _circular(sitting, one.code)


def _circular(sitting: Sitting, assessment: str) -> None:
    asked = {"division": sitting.division, "year": sitting.year, "assessment": assessment}

    async def take() -> None:
        with told_here():
            await fetch(f"/api/v1/views/ranking?{urlencode(asked)}", DOCX, f"{CIRCULAR}.docx")

    ui.button("取通报", on_click=take).props(LOOK)


def _standing(one: Assessed) -> str:
    state = one.state
    if state.ranking is None:
        waiting = f"，{len(state.appeals)} 件申诉待处理" if state.appeals else ""
        return f"已评 {len(state.scores)} 个部门，尚未公布{waiting}"
    until = f"，{state.ranking.appeal_by} 前可申诉" if state.ranking.appeal_by else ""
    return f"排名已公布{until}"


PAGE = Page(path="/ranking", title="考核排名", group="结果", draw=draw)
