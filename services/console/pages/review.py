"""Review one submission: what was reported, what was computed, then pass, return or file."""

from decimal import Decimal
from typing import Final

from nicegui import ui

from events.judgement import FocusFinding, Judgement
from events.monitoring import Level
from events.terms import Aspect, FocusPoint, Method
from services.console import attachments
from services.console.acting import act
from services.console.gate import HOME
from services.console.page import Page
from services.console.reported import report
from services.console.reviewing import mine
from services.console.seen import Seen, seen
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.decision import Command
from services.forms.grid import number
from services.project.attachment import Place
from services.project.review import FileForRecord, ReturnForCorrection, ReviewAtLevel
from services.project.task import Task
from services.refusal import Refused


async def draw(sitting: Sitting) -> None:
    """Draw the submission and what can be done with it."""
    found = await seen(sitting)
    name = str(sitting.request.path_params["task"])
    task = found.project.monitoring.task(name)
    report(found, name)
    identity = sitting.identity
    attachments.draw(sitting, found, Place(name), changing=False)
    level = mine(task, identity.roles, identity.id, identity.org)
    if level is None:
        ui.label("此填报现在不由您审核。").classes("jx-quiet")
        return
    _Verdict(sitting, found, name, task, level).draw()


class _Verdict:
    """The verdict on one submission as it was looked at."""

    def __init__(self, sitting: Sitting, found: Seen, name: str, task: Task, level: Level) -> None:
        self._sitting = sitting
        self._seen = found
        self._name = name
        self._task = task
        self._level = level
        self._found: dict[FocusPoint | Aspect, str] = {}
        self._methods: list[Method] = []

    def draw(self) -> None:
        with ui.element("section").classes("jx-card jx-no-print"):
            ui.label(f"审核意见（{self._level.role.zh}）").classes("text-subtitle1")
            if self._level.files_only:
                ui.button("备案", on_click=self._file)
                return
            with ui.row().classes("items-start full-width no-wrap"):
                if self._level.scored:
                    self._score = ui.input("审核得分（0–100）").props("dense outlined")
                self._opinion = ui.textarea("审核意见；退回时为退回理由")
                self._opinion.props("dense outlined autogrow rows=2").classes("col")
            with ui.expansion("审核重点（及时性、合规性、有效性）").classes("full-width"):
                self._focus()
            with ui.expansion("监控方法与四方面评判").classes("full-width"):
                self._judge()
            with ui.row():
                ui.button("审核通过", on_click=self._pass)
                ui.button("退回修改", on_click=self._return).props("outline color=negative")

    def _focus(self) -> None:
        ui.label("未填写的视为未发现问题").classes("jx-quiet")
        with ui.element("div").classes("jx-grid").style("grid-template-columns: 1fr 1fr"):
            for point in FocusPoint:
                field = ui.input(f"发现{point.zh}：说明")
                field.props("dense outlined")
                field.on_value_change(lambda e, point=point: self._say(point, e.value))

    def _judge(self) -> None:
        methods = {method: method.zh for method in Method}
        chosen = ui.select(methods, label="监控方法", multiple=True, value=[])
        chosen.props("dense outlined").classes("full-width").bind_value_to(self, "_methods")
        with ui.element("div").classes("jx-grid").style("grid-template-columns: 1fr 1fr"):
            for aspect in Aspect:
                field = ui.input(f"{aspect.zh}：评判")
                field.props("dense outlined")
                field.on_value_change(lambda e, aspect=aspect: self._say(aspect, e.value))

    def _say(self, point: FocusPoint | Aspect, words: str | None) -> None:
        self._found[point] = (words or "").strip()

    def _findings(self) -> tuple[FocusFinding, ...]:
        return tuple(
            FocusFinding(point=point, found=bool(words), finding=words)
            for point in FocusPoint
            for words in (self._found.get(point, ""),)
        )

    def _judgements(self) -> tuple[Judgement, ...]:
        return tuple(
            Judgement(aspect=aspect, finding=words)
            for aspect in Aspect
            if (words := self._found.get(aspect, ""))
        )

    def _points(self) -> Decimal | None:
        if not self._level.scored:
            return None
        try:
            return number(str(self._score.value or "").strip())
        except ValueError as error:
            raise Refused(f"审核得分{error}") from error

    async def _pass(self) -> None:
        with told_here():
            await self._give(
                ReviewAtLevel(
                    fiscal_year=self._seen.id.year,
                    project_code=self._seen.id.code,
                    task=self._name,
                    level=self._level.level,
                    submission=self._task.submission,
                    score=self._points(),
                    opinion=str(self._opinion.value or "").strip(),
                    focus=self._findings(),
                    methods=tuple(self._methods),
                    judgements=self._judgements(),
                )
            )

    async def _return(self) -> None:
        reason = str(self._opinion.value or "").strip()
        with told_here():
            if not reason:
                raise Refused("退回须写明理由")
            await self._give(
                ReturnForCorrection(
                    fiscal_year=self._seen.id.year,
                    project_code=self._seen.id.code,
                    task=self._name,
                    level=self._level.level,
                    submission=self._task.submission,
                    reason=reason,
                    focus=tuple(one for one in self._findings() if one.found),
                    methods=tuple(self._methods),
                    judgements=self._judgements(),
                )
            )

    async def _file(self) -> None:
        await self._give(
            FileForRecord(
                fiscal_year=self._seen.id.year,
                project_code=self._seen.id.code,
                task=self._name,
                level=self._level.level,
                submission=self._task.submission,
            )
        )

    async def _give(self, command: Command) -> None:
        await act(self._sitting, command, self._away)

    async def _away(self) -> None:
        ui.navigate.to(self._sitting.link("/").removeprefix(HOME))


PAGE: Final = Page(path="/projects/{code}/tasks/{task}/review", title="审核填报", draw=draw)
