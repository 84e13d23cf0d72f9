"""附件1 read back: every fault with its cell, and nothing taken while there is one (HJ-F1)."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from events.monitoring import CauseOfDeviation, IndicatorReport
from events.targets import Indicator
from events.terms import Attainability
from services.forms import implementation, values
from services.forms.grid import Grid
from services.forms.situation.form import (
    ACTUAL,
    CAUSE,
    CAUSES,
    CHANCE,
    CHANCES,
    EXPECTED,
    LINES,
    MEASURE,
    NUMBER,
    REMARK,
    WIDE,
    Blank,
    Filled,
)
from services.forms.situation.money import read_money


def read(grids: Sequence[Grid], blank: Blank) -> Filled:
    """Read a filled form back; ``FaultyForm`` lists every fault by its cell."""
    main, *more = grids
    number = main.text(*NUMBER)
    if number != blank.number:
        main.fault(*NUMBER, f"这是 {number or '没有编号'} 的表，不是 {blank.number} 的表")
        main.check()
    lines = tuple(_read_lines(main, {one.name: one for one in blank.indicators}))
    funding = read_money(main)
    progress = implementation.read(more[0]) if more else None
    for grid in grids:
        main.faults += grid.faults if grid is not main else []
    main.check()
    return Filled(lines=lines, funding=funding, implementation=progress)


def _read_lines(grid: Grid, known: dict[str, Indicator]) -> Iterator[IndicatorReport]:
    seen: set[str] = set()
    for row in range(LINES, grid.height):
        name = grid.text(row, 2)
        if not name:
            continue
        indicator = known.get(name)
        if indicator is None or name in seen:
            reason = "重复填报" if indicator else "不在批复的绩效目标中"
            grid.fault(row, 2, f"指标“{name}”{reason}")
            continue
        seen.add(name)
        if any(grid.text(row, column) for column in range(ACTUAL, WIDE)):
            yield _read_line(grid, row, indicator)


def _read_line(grid: Grid, row: int, indicator: Indicator) -> IndicatorReport:
    report = grid.read(row, ACTUAL, lambda text: values.read_actual(indicator, text))
    marked = [chance for column, chance in enumerate(CHANCES, CHANCE) if grid.marked(row, column)]
    if len(marked) != 1:
        grid.fault(row, CHANCE, "完成目标可能性须在三档中选一项，以“√”表示")
    causes = (
        CauseOfDeviation(cause=cause, explanation="" if text == values.MARK else text)
        for column, cause in enumerate(CAUSES, CAUSE)
        if (text := grid.text(row, column))
    )
    return replace(
        report or IndicatorReport(indicator=indicator.name),
        forecast=grid.text(row, EXPECTED),
        causes=tuple(causes),
        improvement_measure=grid.text(row, MEASURE),
        attainability=marked[0] if marked else Attainability.CERTAIN,
        remark=grid.text(row, REMARK),
    )
