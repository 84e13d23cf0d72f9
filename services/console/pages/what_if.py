"""What another edition, or a change nobody adopted, would have decided about the year."""

from typing import Final
from urllib.parse import urlencode

from nicegui import ui

from services.access.logbook import Act
from services.access.sight import may_read
from services.answers.difference import Difference
from services.answers.lines import cells, headers
from services.api.noting import note
from services.audit.what_if.changes import read_changes
from services.audit.what_if.what_if import Question, tally, what_if
from services.console.listed import sheet
from services.console.page import OVERSEERS, Page
from services.console.pages.policies import editions
from services.console.sitting import Sitting
from services.console.table import plain
from services.console.taking import LOOK, fetch
from services.console.telling import told_here
from services.console.way import way
from services.forms.catalogue import XLSX

SHOWN: Final = 200  # rows on the page; the file has all of them
EXAMPLE: Final = "warnings.RATE_GAP.threshold=15.00"


class Trial:
    """The question as it is written on the page, and its answer below it."""

    def __init__(self, sitting: Sitting) -> None:
        """Ask about the sitting's division and year."""
        self._sitting = sitting

    def draw(self, names: list[str], chosen: str) -> None:
        """Draw the question."""
        with ui.element("div").classes("jx-card jx-no-print"):
            ui.label(
                "以另一版本重新判定本年度已登记的填报、评分和支付：预警、整改通知、期限、"
                "评价等次、盘活收回，以及部门考核的得分、名次和后果。只作比较，不写入任何事实。"
            )
            with ui.row().classes("items-start"):
                self._edition = ui.select(names, value=chosen, label="政策版本").props(
                    "dense outlined options-dense"
                )
                self._changes = (
                    ui.textarea("试改（每行一项）", placeholder=EXAMPLE)
                    .props("dense outlined autogrow")
                    .style("min-width: 26rem")
                )
                ui.button("重新判定", on_click=self._run)
                ui.button("导出 Excel", on_click=self._take).props(LOOK)
            self._bar = ui.linear_progress(value=0, show_value=False).props("instant-feedback")
            self._bar.set_visibility(False)
        self._answer = ui.column().classes("full-width")

    def _texts(self) -> list[str]:
        return [line for line in (self._changes.value or "").splitlines() if line.strip()]

    async def _run(self) -> None:
        with told_here():
            identity = await self._sitting.still()
            may_read(identity, (), division=self._sitting.division)
            rooms, request = self._sitting.rooms, self._sitting.request
            await note(rooms.guard, request, identity, Act.READ, "what-if")
            question = Question(
                division=self._sitting.division,
                year=self._sitting.year,
                edition=str(self._edition.value),
                changes=read_changes(self._texts()),
            )
            trial = await what_if(rooms.office, question)
            whole, done, found = await trial.total(), 0, list[Difference]()
            self._bar.set_visibility(True)
            try:
                async for page in trial.pages():
                    done += page.projects
                    found += page.differences
                    self._bar.set_value(done / max(whole, 1))
            finally:
                self._bar.set_visibility(False)
            self._tell(trial.rules.edition, done, found)

    def _tell(self, edition: str, projects: int, found: list[Difference]) -> None:
        self._answer.clear()
        with self._answer, ui.element("div").classes("jx-card"):
            ui.label(f"按 {edition} 重判 {projects} 个项目：{tally(found)}").classes(
                "text-subtitle1"
            )
            if len(found) > SHOWN:
                ui.label(f"以下只列前 {SHOWN} 处，其余见导出的文件").classes("jx-quiet")
            sheet(
                headers(Difference),
                [_row(one) for one in found[:SHOWN]],
                links=[self._link(one) for one in found[:SHOWN]],
                nothing="与原来的决定完全相同",
            )

    def _link(self, one: Difference) -> str:
        if one.project:
            return self._sitting.link(f"/projects/{one.project}")
        more = {"assessment": one.subject, "department": one.department}
        return self._sitting.link("/ranking/evidence", **more)

    async def _take(self) -> None:
        asked = {
            "division": self._sitting.division,
            "year": self._sitting.year,
            "edition": self._edition.value,
            "change": self._texts(),
        }
        path = f"/api/v1/what-if?{urlencode(asked, doseq=True)}"
        await fetch(path, XLSX, "what-if.xlsx")


def _row(one: Difference) -> list[str]:
    first, *rest = [plain(cell) for cell in cells(one)]
    return [first or "（部门考核）", *rest]


async def draw(sitting: Sitting) -> None:
    """Draw the question; :class:`Forbidden` for who does not see the whole division."""
    may_read(await sitting.still(), (), division=sitting.division)
    names = [*await editions(sitting)]
    way("← 政策版本", sitting.link("/policies"))
    if not names:
        ui.label("本区划还没有政策版本").classes("jx-quiet")
        return
    chosen = sitting.request.query_params.get("edition", "")
    Trial(sitting).draw(names, chosen if chosen in names else names[-1])


PAGE = Page(
    path="/policies/what-if",
    title="换一版本会怎样决定",
    group="监督",
    roles=OVERSEERS,
    whole=True,
    draw=draw,
)
