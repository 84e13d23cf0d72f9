"""What an evaluation is scored by, typed in: the unit's own report, or marks line by line."""

from typing import Final

from nicegui import ui

from events.monitoring import IndicatorReport
from events.terms import Direction, EvaluationKind
from services.console.acting import act, reload
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.forms import values
from services.forms.grid import number
from services.project.evaluation import ScoreEvaluation, SubmitSelfEvaluation
from services.project.evaluations import Evaluation
from services.project.marking import Mark
from services.refusal import Refused

PARTS: Final = 3
_HINTS: Final = {
    Direction.QUALITATIVE: "如 达成（8.5分）",
    Direction.BY_DATE: "如 2021-06-30",
}


def report(sitting: Sitting, seen: Seen, name: str, one: Evaluation) -> None:
    """Draw what the report or the marks of an evaluation are typed into."""
    if one.started.kind is EvaluationKind.SELF:
        _Report(sitting, seen, name).draw()
    else:
        _Marks(sitting, seen, name).draw()


class _Report:
    """One field an indicator; points and execution are computed."""

    def __init__(self, sitting: Sitting, seen: Seen, name: str) -> None:
        self._sitting = sitting
        self._seen = seen
        self._name = name
        versions = seen.project.targets.versions
        self._indicators = versions[-1] if versions else ()
        self._fields: dict[str, ui.input] = {}

    def draw(self) -> None:
        with ui.element("div").classes("jx-grid jx-no-print").style("grid-template-columns: 1fr"):
            for one in self._indicators:
                hint = _HINTS.get(one.direction, "全年实际完成值")
                field = ui.input(f"{one.name}（{values.target(one)}）", placeholder=hint)
                self._fields[one.name] = field.props("dense outlined")
        ui.button(SubmitSelfEvaluation.title, on_click=self._give).classes("jx-no-print")

    async def _give(self) -> None:
        lines: list[IndicatorReport] = []
        wrong = dict[str, str]()
        for one in self._indicators:
            try:
                text = str(self._fields[one.name].value or "").strip()
                lines.append(values.read_actual(one, text))
            except ValueError as error:
                wrong[one.name] = str(error)
        for name, field in self._fields.items():
            field.error = wrong.get(name)
        if wrong:
            return
        with told_here():
            command = SubmitSelfEvaluation(
                fiscal_year=self._seen.id.year,
                project_code=self._seen.id.code,
                evaluation=self._name,
                lines=tuple(lines),
            )
            await act(self._sitting, command, reload)


class _Marks:
    """The lines of a scheme of one's own, each with its full marks and its points."""

    def __init__(self, sitting: Sitting, seen: Seen, name: str) -> None:
        self._sitting = sitting
        self._seen = seen
        self._name = name

    def draw(self) -> None:
        self._text = ui.textarea("每行一项：评价指标 分值 得分", placeholder="决策 20 18")
        self._text.props("outlined autogrow").classes("full-width jx-no-print")
        ui.button(ScoreEvaluation.title, on_click=self._give).classes("jx-no-print")

    async def _give(self) -> None:
        with told_here():
            command = ScoreEvaluation(
                fiscal_year=self._seen.id.year,
                project_code=self._seen.id.code,
                evaluation=self._name,
                marks=marks(str(self._text.value or "")),
            )
            await act(self._sitting, command, reload)


def marks(text: str) -> tuple[Mark, ...]:
    """Read marks as they are typed; :class:`Refused` names every line that is no mark."""
    found: list[Mark] = []
    wrong: list[str] = []
    for place, line in enumerate(text.splitlines(), 1):
        parts = line.rsplit(maxsplit=PARTS - 1)
        if not parts:
            continue
        try:
            name, full, points = parts
            found.append(Mark(name=name, full=number(full), points=number(points)))
        except ValueError:
            wrong.append(f"第 {place} 行须为“评价指标 分值 得分”")
    if wrong or not found:
        raise Refused(*(wrong or ["须至少填一项评价指标"]))
    return tuple(found)
