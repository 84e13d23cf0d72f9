"""附件2 绩效运行监控目标纠偏表: what should be reached by now, what was, by how much (HJ-F2)."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from events.fact import Fact
from events.targets import Indicator
from events.terms import IndicatorLevel1, IndicatorLevel2
from events.warning import CorrectionFormSubmitted, QuarterLine
from services.forms import parts, values
from services.forms.grid import Grid
from services.forms.page import Page, book
from services.forms.situation.form import Blank
from services.project.indicators import level1_of

if TYPE_CHECKING:
    from events.monitoring import MonitoringSubmitted

TITLE: Final = "绩效运行监控目标纠偏表"
NUMBER: Final = parts.NUMBER
LAST: Final = 6
LINES: Final = 6  # first row of the indicators
PROBLEMS, MEASURES, OTHER = "存在的主要问题", "改进措施和有关建议", "其他需要说明的问题"
_TITLES: Final = (
    "一级目标",
    "二级目标",
    "三级目标",
    "项目（政策）完成时的指标值",
    "本期应完成的绩效指标值",
    "实际完成目标百分比或情况描述",
    "执行偏差（可量化的尽量用数值表示）",
)


class Filled(Struct, frozen=True, kw_only=True):
    """What a unit says about the deviations of a task."""

    lines: tuple[QuarterLine, ...] = ()
    problems: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    other: str = ""


def prepared(blank: Blank) -> Filled:
    """Give the lines as the targets and the last submission have them, nothing explained yet."""
    return Filled(lines=tuple(_lines(blank)))


def standing(blank: Blank, facts: Sequence[Fact]) -> Filled:
    """Give what was handed in last for the task, or what is prepared for it."""
    for fact in reversed(facts):
        if isinstance(fact, CorrectionFormSubmitted) and fact.task == blank.task.issued.task:
            return Filled(
                lines=fact.lines, problems=fact.problems, measures=fact.measures, other=fact.other
            )
    return prepared(blank)


def write(blank: Blank, filled: Filled) -> bytes:
    """Draw the form."""
    registered = blank.registered
    told = {line.indicator: line for line in filled.lines}

    def draw(page: Page) -> None:
        page.widths(14, 22, 24, 24, 24, 30, 30)
        period = f"（{blank.id.year}年 {blank.months}）"
        parts.heading(page, TITLE, period, blank.number, LAST)
        pairs = (("填报单位（盖章）", registered.unit), ("项目（政策）名称", registered.name))
        row = parts.named(page, 3, LAST, pairs)
        for column, title in enumerate(_TITLES):
            page.put(row, column, title, "head")
        row = _draw_lines(page, blank.indicators, told)
        for title, items in ((PROBLEMS, filled.problems), (MEASURES, filled.measures)):
            row = parts.section(page, row, LAST, title, items)
        row = parts.named(page, row, LAST, ((OTHER, filled.other),))
        parts.signatures(page, row, LAST)
        page.sheet.freeze_panes(LINES, 3)

    return book(("纠偏表", draw))


def read(grid: Grid, blank: Blank) -> Filled:
    """Read a filled form back; ``FaultyForm`` lists every fault by its cell."""
    parts.check_number(grid, blank.number)
    known = {one.name for one in blank.indicators}
    lines: list[QuarterLine] = []
    for row in range(LINES, parts.row_of(grid, PROBLEMS)):
        name, *said = (grid.text(row, column) for column in range(2, LAST + 1))
        if name and name not in known:
            grid.fault(row, 2, f"指标“{name}”不在批复的绩效目标中")
        elif name:
            final, period, actual, deviation = said
            lines.append(
                QuarterLine(
                    indicator=name,
                    final_value=final,
                    period_value=period,
                    actual=actual,
                    deviation=deviation,
                )
            )
    filled = Filled(
        lines=tuple(lines),
        problems=parts.items(grid, PROBLEMS),
        measures=parts.items(grid, MEASURES),
        other=grid.text(parts.row_of(grid, OTHER), 1),
    )
    grid.check()
    return filled


def _lines(blank: Blank) -> Iterator[QuarterLine]:
    submitted = blank.task.submitted
    for indicator in blank.indicators:
        planned = indicator.period_plan.get(blank.task.issued.period)
        yield QuarterLine(
            indicator=indicator.name,
            final_value=_with_unit(indicator, values.plain(indicator.final_value))
            or values.target(indicator),
            period_value=_with_unit(indicator, values.plain(planned)),
            actual=_actual(submitted, indicator),
            deviation=_deviation(submitted, indicator),
        )


def _actual(submitted: "MonitoringSubmitted | None", indicator: Indicator) -> str:
    lines = submitted.lines if submitted else ()
    report = next((one for one in lines if one.indicator == indicator.name), None)
    return _with_unit(indicator, values.actual(report))


def _deviation(submitted: "MonitoringSubmitted | None", indicator: Indicator) -> str:
    results = submitted.results if submitted else ()
    found = next((one for one in results if one.indicator == indicator.name), None)
    return "" if found is None or found.deviation is None else f"{found.deviation}%"


def _with_unit(indicator: Indicator, text: str) -> str:
    return f"{text}{indicator.unit}" if text else ""


def _draw_lines(page: Page, indicators: tuple[Indicator, ...], told: dict[str, QuarterLine]) -> int:
    """Draw every second-level kind, satisfaction among the effects as 附件2 has it."""
    row = LINES
    placed = [(_first_level(kind), kind) for kind in IndicatorLevel2]
    for first, kinds in groupby(placed, key=lambda pair: pair[0]):
        start = row
        for _, kind in kinds:
            of_kind = [one.name for one in indicators if one.level2 is kind] or [""]
            for offset, name in enumerate(of_kind):
                page.put(row + offset, 2, name)
                line = told.get(name)
                said = (
                    (line.final_value, line.period_value, line.actual, line.deviation)
                    if line
                    else ("",) * 4
                )
                for column, text in enumerate(said, 3):
                    page.put(row + offset, column, text)
            after = row + len(of_kind)
            page.merge((row, 1, after - 1, 1), kind.zh.replace("指标", "目标"), "head")
            row = after
        page.merge((start, 0, row - 1, 0), first, "head")
    return row


def _first_level(kind: IndicatorLevel2) -> str:
    return "产出目标" if level1_of(kind) is IndicatorLevel1.OUTPUT else "效果目标"
