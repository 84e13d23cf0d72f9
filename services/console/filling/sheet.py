"""The sheet of 附件1 on the screen: one block an indicator, faults under what they are about."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from nicegui import ui

from events.targets import Indicator
from events.terms import Attainability, DeviationCause, Direction, SubjectKind
from services.console.filling.typed import MONEY, PROGRESS, ROWS, WHOLE, Faults, Line, Typed
from services.forms import values
from services.forms.situation import Blank

Changed = Callable[[], Awaitable[None]]
_HINTS: Final[Mapping[Direction, str]] = {
    Direction.QUALITATIVE: "如 达成（8.5分），或 尚未到期",
    Direction.BY_DATE: "如 2021-06-30，或 尚未到期",
}
_NUMBER: Final = "数值，或 尚未到期"
_LIVE: Final = "dense outlined debounce=500"


class Sheet:
    """Inputs bound to what was typed; :meth:`show` puts faults at their places."""

    def __init__(self, blank: Blank, typed: Typed, changed: Changed) -> None:
        self._blank = blank
        self._typed = typed
        self._changed = changed
        self._faults: dict[str, ui.label] = {}

    def draw(self) -> None:
        """Draw the money, the progress and every indicator."""
        self._place(WHOLE)
        with ui.element("section").classes("jx-card"):
            ui.label("项目资金（万元）").classes("text-subtitle1")
            self._money()
            self._place(MONEY)
        if summed(self._blank):
            ui.label("实际完成值和执行数由各区域的填报相加；只填不能相加的和偏差说明").classes(
                "jx-quiet"
            )
        else:
            with ui.element("section").classes("jx-card"):
                ui.label("项目实施进度（可不填）").classes("text-subtitle1")
                self._progress()
                self._place(PROGRESS)
        for indicator in self._blank.indicators:
            with ui.element("section").classes("jx-card"):
                self._indicator(indicator, self._typed.lines[indicator.name])
                self._place(indicator.name)

    def show(self, faults: Faults) -> None:
        """Tell what is wrong where it is wrong; elsewhere nothing."""
        for place, label in self._faults.items():
            label.set_text("；".join(faults.get(place, ())))

    def _place(self, name: str) -> None:
        self._faults[name] = ui.label().classes("jx-fault").props('role="alert"')

    def _money(self) -> None:
        cutoff = self._blank.task.issued.cutoff_on
        executed = self._blank.execution.totals(cutoff).executed
        with ui.element("div").classes("jx-grid jx-money"):
            for title in ("", "年初预算数", "全年预计执行数"):
                ui.label(title).classes("jx-quiet")
            for title, row in zip(ROWS, self._typed.money, strict=True):
                ui.label(title)
                for column in range(2):
                    self._money_cell(title, row, column)
        if summed(self._blank):
            return
        wan = f"{executed / 1_000_000:,.2f}"
        ui.label(f"{self._blank.months}执行数由系统读取：{wan} 万元").classes("jx-quiet")

    def _money_cell(self, title: str, row: list[str], column: int) -> None:
        names = ("年初预算数", "全年预计执行数")

        async def typed(value: str | None) -> None:
            row[column] = value or ""
            await self._changed()

        _input(f"{title}{names[column]}", row[column], typed, label="")

    def _progress(self) -> None:
        with ui.element("div").classes("jx-grid jx-progress"):
            for name, label in (("progress", "实施进度 %"), ("planned", "计划进度 %")):
                self._text(self._typed, name, label)
            ui.checkbox(
                "质量达到要求",
                value=self._typed.quality,
                on_change=lambda e: self._quality(e.value),
            )
            self._text(self._typed, "note", "说明")

    async def _quality(self, value: bool) -> None:  # noqa: FBT001 - what a checkbox tells
        self._typed.quality = value
        await self._changed()

    def _indicator(self, indicator: Indicator, line: Line) -> None:
        weight = "" if indicator.weight is None else f"，权重 {indicator.weight}"
        with ui.row().classes("items-baseline"):
            ui.label(indicator.name).classes("text-subtitle1")
            ui.label(
                f"{indicator.level1.zh} / {indicator.level2.zh}，"
                f"年度指标值 {values.target(indicator)}{weight}"
            ).classes("jx-quiet")
        with ui.element("div").classes("jx-grid jx-line"):
            hint = _HINTS.get(indicator.direction, _NUMBER)
            self._text(line, "actual", f"{self._blank.months}执行情况", hint)
            self._text(line, "forecast", "全年预计完成情况")
            ui.select(
                {one: one.zh for one in Attainability},
                value=line.chance,
                label="完成目标可能性",
                on_change=lambda e: self._chance(line, e.value),
            ).props("dense outlined")
            self._text(line, "remark", "备注")
        with ui.element("div").classes("jx-grid jx-causes"):
            for cause in DeviationCause:
                self._cause(line, cause)
            self._text(line, "measure", "改进措施")

    async def _chance(self, line: Line, value: Attainability) -> None:
        line.chance = value
        await self._changed()

    def _cause(self, line: Line, cause: DeviationCause) -> None:
        async def typed(value: str | None) -> None:
            line.causes[cause] = value or ""
            await self._changed()

        _input(f"偏差：{cause.zh}", line.causes.get(cause, ""), typed)

    def _text(self, owner: Line | Typed, name: str, label: str, hint: str = "") -> None:
        async def typed(value: str | None) -> None:
            setattr(owner, name, value or "")
            await self._changed()

        _input(label, str(getattr(owner, name)), typed, hint=hint)


def summed(blank: Blank) -> bool:
    """Whether the form is that of a transfer payment as a whole, summed by region (LY-11)."""
    return blank.registered.subject_kind is SubjectKind.TRANSFER_OVERALL


def _input(
    name: str,
    value: str,
    typed: Callable[[str | None], Awaitable[None]],
    *,
    label: str | None = None,
    hint: str = "",
) -> None:
    field = ui.input(
        label=name if label is None else label or None,
        value=value,
        placeholder=hint or None,
        on_change=lambda e: typed(e.value),
    )
    field.props(_LIVE)
    field.props["aria-label"] = name


def sentences(faults: Faults) -> Sequence[str]:
    """List all faults with their places."""
    return [
        f"{place}：{words}" if place else words for place, said in faults.items() for words in said
    ]
