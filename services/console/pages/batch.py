"""Review many submissions of one level at once: the same opinion and score, each decided alone."""

from decimal import Decimal
from typing import Final

from nicegui import ui

from events.judgement import FocusFinding
from events.terms import FocusPoint, Role
from services.api.done import Done
from services.api.errors import told
from services.console.acting import Rehearsed, rehearse
from services.console.dialogs import answer, window
from services.console.listed import listed
from services.console.page import Page
from services.console.reviewing import Waiting, waiting
from services.console.sitting import Sitting
from services.console.telling import SAID, sentences, told_here
from services.forms.grid import number
from services.project.review import FileForRecord, ReviewAtLevel
from services.refusal import Refused

SHOWN: Final = 50
_COLUMNS: Final = {
    "project": "项目",
    "name": "名称",
    "department": "部门",
    "task": "任务",
    "completion": "完成率%",
    "execution": "执行率%",
    "gap": "偏差",
    "due": "审核期限",
}


async def draw(sitting: Sitting) -> None:
    """Draw what waits, by level, and the one verdict for what is chosen."""
    await _Batch(sitting).draw()


class _Batch:
    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._waiting: dict[str, Waiting] = {}

    async def draw(self) -> None:
        found = await waiting(self._sitting)
        self._waiting = {f"{one.seen.id.code}/{one.name}": one for one in found}
        with ui.element("div").classes("jx-card"):
            if not found:
                ui.label("没有待审核的填报。")
                return
            rows = [self._row(key, one) for key, one in self._waiting.items()]
            self._table = listed(_COLUMNS, rows, size=SHOWN, linked="project", choose=True)
        with ui.row().classes("jx-card items-start no-wrap"):
            self._score = ui.input("统一得分（评分环节）").props("dense outlined")
            self._opinion = ui.textarea("统一意见").props("dense outlined autogrow rows=1")
            self._opinion.classes("col")
            ui.button("批量通过所选", on_click=self._pass)

    def _row(self, key: str, one: Waiting) -> dict[str, str]:
        issued, said = one.task.issued, one.task.submitted
        path = f"/projects/{one.seen.id.code}/tasks/{one.name}/review"
        return {
            "key": key,
            "project": one.seen.id.code,
            "name": issued.project_name,
            "department": issued.department,
            "task": one.name,
            "completion": _figure(said.completion_rate if said else None),
            "execution": _figure(said.execution_rate if said else None),
            "gap": _figure(said.rate_gap if said else None),
            "due": str(issued.review_by),
            "link": self._sitting.link(path),
        }

    async def _pass(self) -> None:
        chosen = [self._waiting[row["key"]] for row in self._table.selected]
        with told_here():
            if not chosen:
                raise Refused("请先勾选要审核的填报")
            score = self._points() if any(one.level.scored for one in chosen) else None
            tried = [
                (one, await rehearse(self._sitting, self._command(one, score))) for one in chosen
            ]
            if await _confirmed(tried):
                await self._give(tried)

    def _points(self) -> Decimal:
        try:
            return number(str(self._score.value or "").strip())
        except ValueError as error:
            raise Refused(f"所选填报须评分：{error}") from error

    def _command(self, one: Waiting, score: Decimal | None) -> ReviewAtLevel | FileForRecord:
        year, code = one.seen.id.year, one.seen.id.code
        level, number_ = one.level, one.task.submission
        if level.files_only:
            return FileForRecord(
                fiscal_year=year,
                project_code=code,
                task=one.name,
                level=level.level,
                submission=number_,
            )
        return ReviewAtLevel(
            fiscal_year=year,
            project_code=code,
            task=one.name,
            level=level.level,
            submission=number_,
            score=score if level.scored else None,
            opinion=str(self._opinion.value or "").strip(),
            focus=tuple(FocusFinding(point=point, found=False) for point in FocusPoint),
        )

    async def _give(self, tried: list[tuple[Waiting, Rehearsed]]) -> None:
        said: list[str] = []
        for one, rehearsed in tried:
            if rehearsed.order is None or rehearsed.problem is not None:
                continue
            try:
                done = await self._sitting.carry_out(rehearsed.order)
            except SAID as error:
                said.append(f"{one.seen.id.code}：{'；'.join(sentences(told(error)))}")
                continue
            if not isinstance(done, Done):
                said.append(f"{one.seen.id.code}：{'；'.join(sentences(done))}")
        if said:
            raise Refused(*said)
        ui.navigate.reload()


async def _confirmed(tried: list[tuple[Waiting, Rehearsed]]) -> bool:
    """Show what each would record, and which are refused and will be left."""
    with window("批量审核", 36) as (dialog, _):
        for one, rehearsed in tried:
            if rehearsed.problem is not None:
                words = "；".join(sentences(rehearsed.problem))
                ui.label(f"{one.seen.title}：{words}（不办理）").classes("jx-fault")
            else:
                facts = "、".join(fact.title for fact in rehearsed.facts)
                ui.label(f"{one.seen.title}：将登记 {facts}")
        with ui.row().classes("full-width justify-end"):
            ui.button("取消", on_click=lambda: dialog.submit("")).props("flat")
            ui.button("确认办理", on_click=lambda: dialog.submit("yes"))
    return bool(await answer(dialog))


def _figure(value: Decimal | None) -> str:
    return "不可评价" if value is None else str(value)


PAGE: Final = Page(
    path="/reviews",
    title="批量审核",
    group="业务",
    draw=draw,
    roles=frozenset(
        {
            Role.DEPT_REVIEWER,
            Role.FIN_SECTION_REVIEWER,
            Role.PERF_SECTION_OFFICER,
            Role.FIN_APPROVER,
            Role.SUPERIOR_REVIEWER,
        }
    ),
)
