"""Fill in 附件1: checked while one types, kept as a draft, handed in, withdrawn, by file too."""

from decimal import Decimal
from typing import Final

from nicegui import ui
from nicegui.events import UploadEventArguments

from events.monitoring import MonitoringSubmitted
from services.console import attachments, papers
from services.console.acting import Rehearsed, act, rehearse, reload
from services.console.asking import offer
from services.console.filling import typed as typing
from services.console.filling.sheet import Sheet, sentences, summed
from services.console.page import Page
from services.console.seen import Seen, again, seen
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.forms.situation import Blank, Filled
from services.project.aggregation import SubmitAggregate
from services.project.attachment import Place
from services.project.filling import SaveDraft
from services.project.submission import Resubmit, Submit, Withdraw
from services.refusal import Refused

FILLABLE: Final = ("ISSUED", "RETURNED")


async def draw(sitting: Sitting) -> None:
    """Draw the form of a task."""
    found = await seen(sitting)
    await _Filling(sitting, found, str(sitting.request.path_params["task"])).draw()


class _Filling:
    """One form being filled in; what was typed last is checked last."""

    def __init__(self, sitting: Sitting, found: Seen, task: str) -> None:
        self._sitting = sitting
        self._seen = found
        self._task = task
        self._blank = Blank.of(found.project, found.id, task)
        self._typed = typing.of(self._blank)
        self._round = 0

    async def draw(self) -> None:
        self._head()
        fillable = self._blank.task.status in FILLABLE
        attachments.draw(self._sitting, self._seen, Place(self._task), changing=fillable)
        if not fillable:
            self._handed_in()
            return
        self._sheet = Sheet(self._blank, self._typed, self._check)
        self._sheet.draw()
        with ui.row().classes("jx-bar items-center jx-no-print"):
            self._told = ui.label().classes("jx-quiet").props('aria-live="polite"')
            ui.space()
            ui.button("保存草稿", on_click=self._save).props("outline")
            ui.button("报送", on_click=self._submit)
        await self._check()

    def _head(self) -> None:
        issued, registered = self._blank.task.issued, self._blank.registered
        with ui.element("div").classes("jx-card"):
            ui.label(f"{self._seen.title} · {issued.task}").classes("text-subtitle1")
            ui.label(
                f"{registered.department} / {registered.unit}；数据截至 {issued.cutoff_on}，"
                f"报送期限 {issued.submit_by}；目标第 {issued.target_version} 版"
            ).classes("jx-quiet")
            ui.label(f"年度总体目标：{self._blank.objective}")
            with ui.row().classes("items-center jx-no-print"):
                for form in ("situation", "correction", "report"):
                    papers.offer(self._seen.id, form, self._task)
            if self._blank.task.status in FILLABLE:
                ui.upload(
                    label="上传填好的附件1、附件2", auto_upload=True, on_upload=self._uploaded
                ).props('accept=".xlsx" flat bordered').classes("jx-no-print")

    def _handed_in(self) -> None:
        task = self._blank.task
        ui.label(f"第 {task.submission} 次填报已报送或任务已结束，不能再修改。")
        if task.status == "SUBMITTED" and not task.passed:
            offer(self._sitting, Withdraw, {**self._seen.known, "task": self._task})

    def _form(self, filled: Filled) -> Submit | SubmitAggregate:
        if summed(self._blank):
            return SubmitAggregate(
                fiscal_year=self._seen.id.year,
                project_code=self._seen.id.code,
                task=self._task,
                lines=filled.lines,
                funding=filled.funding,
            )
        kind = Resubmit if self._blank.task.status == "RETURNED" else Submit
        return kind(
            fiscal_year=self._seen.id.year,
            project_code=self._seen.id.code,
            task=self._task,
            lines=filled.lines,
            funding=filled.funding,
            implementation=filled.implementation,
        )

    async def _check(self) -> None:
        """Ask the decider what it would say to this form, and write nothing."""
        self._round += 1
        now = self._round
        filled, faults = typing.read(self._blank, self._typed)
        with told_here():
            found = await rehearse(self._sitting, self._form(filled))
            if now != self._round:
                return
            if found.problem is not None:
                names = [one.name for one in self._blank.indicators]
                for place, said in typing.placed(found.reasons, names).items():
                    faults.setdefault(place, []).extend(said)
            self._sheet.show(faults)
            self._told.set_text(_outlook(found, len(sentences(faults))))

    async def _save(self) -> None:
        filled, faults = typing.read(self._blank, self._typed)
        with told_here():
            if faults:
                raise Refused(*sentences(faults))
            draft = SaveDraft(
                fiscal_year=self._seen.id.year,
                project_code=self._seen.id.code,
                task=self._task,
                lines=filled.lines,
                funding=filled.funding,
                implementation=filled.implementation,
            )
            await act(self._sitting, draft, self._kept)

    async def _submit(self) -> None:
        filled, faults = typing.read(self._blank, self._typed)
        with told_here():
            if faults:
                raise Refused(*sentences(faults))
            await act(self._sitting, self._form(filled), reload)

    async def _uploaded(self, event: UploadEventArguments) -> None:
        with told_here():
            command = papers.take_in(self._seen, await event.file.read())
            await act(self._sitting, command, reload)

    async def _kept(self) -> None:
        self._seen = await again(self._sitting, self._seen.id)


def _outlook(found: Rehearsed, faults: int) -> str:
    """Say what the form would come to."""
    if faults:
        return f"还有 {faults} 处须修改后方可报送（草稿可以先保存）"
    for fact in found.facts:
        if isinstance(fact, MonitoringSubmitted):
            return (
                f"可以报送：总体完成率{_rate(fact.completion_rate)}，"
                f"执行率{_rate(fact.execution_rate)}，"
                f"偏差{_rate(fact.rate_gap, '')}，序时进度{_rate(fact.schedule_rate)}"
            )
    return ""


def _rate(value: Decimal | None, unit: str = "%") -> str:
    """Say a rate, or that it cannot be evaluated."""
    return "不可评价" if value is None else f" {value}{unit}"


PAGE: Final = Page(path="/projects/{code}/tasks/{task}/fill", title="填报监控情况", draw=draw)
