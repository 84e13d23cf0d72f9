"""附件1 drawn in its official layout, filled as far as it is (HJ-F1)."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final

from events.monitoring import Funding, FundingRow, IndicatorReport
from events.targets import Indicator
from events.terms import BudgetLedger, IndicatorLevel2
from services.forms import implementation, values
from services.forms.page import Page, book, wan
from services.forms.situation.form import (
    ACTUAL,
    CAUSE,
    CAUSES,
    CHANCE,
    CHANCES,
    EXECUTED,
    EXPECTED,
    FORECAST,
    INITIAL,
    LINES,
    MEASURE,
    MONEY,
    NUMBER,
    OBJECTIVE,
    RATE,
    REMARK,
    TARGET,
    TITLE,
    WIDE,
    Blank,
    Filled,
)
from services.project import measures
from services.project.execution import Execution
from services.project.indicators import level1_of

_NOTES: Final = (
    "注：1. 偏差原因按经费、制度、人员、硬件条件等保障方面判断并说明；其他原因填“其他”。",
    "    2. 完成目标可能性按确定能、有可能、完全不可能三档选一，以“√”表示。",
    "    3. 备注说明年底不能完成目标的原因和拟采取的措施。执行数和执行率由系统读取，不能改动。",
)


def write(blank: Blank, filled: Filled) -> bytes:
    """Draw the form with what is filled in; what is missing is left empty."""

    def draw(page: Page) -> None:
        page.widths(10, 20, 18, 14, 14, 14, 12, 12, 12, 14, 12, 18, 8, 8, 11, 18)
        _head(page, blank)
        _money(page, blank, filled.funding)
        page.merge((OBJECTIVE, 0, OBJECTIVE, 1), "年度总体目标", "head")
        page.merge((OBJECTIVE, 2, OBJECTIVE, WIDE - 1), blank.objective, "text")
        page.high(OBJECTIVE, 45)
        _titles(page, blank.months)
        end = _lines(page, blank.indicators, {line.indicator: line for line in filled.lines})
        for offset, note in enumerate(_NOTES):
            page.merge((end + offset, 0, end + offset, WIDE - 1), note, "note")
        page.sheet.freeze_panes(LINES, 3)

    return book(
        ("情况表", draw),
        ("实施进度", lambda page: implementation.draw(page, filled.implementation)),
    )


def _head(page: Page, blank: Blank) -> None:
    registered = blank.registered
    page.merge((0, 0, 0, WIDE - 1), TITLE, "title")
    page.high(0, 30)
    page.merge((1, 0, 1, WIDE - 1), f"（{blank.id.year}年度）", "centre")
    page.merge((2, 0, 2, 9), f"填报单位（章）：{registered.unit}", "plain")
    page.put(2, 10, "编号", "plain")
    page.merge((*NUMBER, 2, WIDE - 1), blank.number, "plain")
    page.merge((3, 0, 3, 1), "项目名称", "head")
    page.merge((3, 2, 3, WIDE - 1), registered.name, "text")
    page.merge((4, 0, 4, 1), "主管部门", "head")
    page.merge((4, 2, 4, 7), registered.department, "text")
    page.merge((4, 8, 4, 9), "实施单位", "head")
    page.merge((4, 10, 4, WIDE - 1), registered.unit, "text")


def _money(page: Page, blank: Blank, funding: Funding | None) -> None:
    """The three rows of 项目资金; executed and its rate are the system's (LY-14)."""
    page.merge((MONEY - 1, 0, MONEY + 2, 1), "项目资金\n（万元）", "head")
    page.merge((MONEY - 1, 2, MONEY - 1, 3), "", "head")
    months = blank.months
    titles = ("年初预算数", f"{months}执行数", f"{months}执行率", "全年预计执行数")
    for column, title in zip((INITIAL, EXECUTED, RATE, FORECAST), titles, strict=True):
        page.merge((MONEY - 1, column, MONEY - 1, column + 2), title, "head")
    cutoff = blank.task.issued.cutoff_on
    general = _by_ledger(blank.execution, cutoff)
    known = blank.execution.totals(cutoff)
    total, public, other = (
        (funding.total, funding.general_public, funding.other) if funding else (None,) * 3
    )
    rows: tuple[tuple[str, int, int, FundingRow | None], ...] = (
        ("年度资金总额", known.initial, known.executed, total),
        ("其中：本年一般公共预算拨款", *general, public),
        ("      其他资金", known.initial - general[0], known.executed - general[1], other),
    )
    for row, (title, initial, executed, filled) in enumerate(rows, MONEY):
        base = initial if filled is None else filled.initial_budget_fen
        rate = measures.published(measures.execution_rate(executed, base))
        page.merge((row, 2, row, 3), title, "text")
        page.merge((row, INITIAL, row, INITIAL + 2), wan(base), "money")
        page.merge((row, EXECUTED, row, EXECUTED + 2), wan(executed), "money")
        page.merge((row, RATE, row, RATE + 2), "—" if rate is None else rate, "rate")
        forecast = None if filled is None else wan(filled.forecast_full_year_fen)
        page.merge((row, FORECAST, row, FORECAST + 2), forecast, "money")


def _titles(page: Page, months: str) -> None:
    first = LINES - 2
    titles = ("一级指标", "二级指标", "三级指标", "年度指标值", f"{months}执行情况")
    for column, title in enumerate((*titles, "全年预计\n完成情况")):
        page.merge((first, column, first + 1, column), title, "head")
    page.merge((first, CAUSE, first, MEASURE), "偏差原因分析", "head")
    page.merge((first, CHANCE, first, CHANCE + 2), "完成目标可能性", "head")
    page.merge((first, REMARK, first + 1, REMARK), "备注", "head")
    for column, title in enumerate(
        (*(cause.zh for cause in CAUSES), "改进措施", *(chance.zh for chance in CHANCES)), CAUSE
    ):
        page.put(first + 1, column, title, "head")


def _lines(page: Page, indicators: Sequence[Indicator], reports: dict[str, IndicatorReport]) -> int:
    """Draw every second-level kind, empty ones too; returns the row after the last."""
    row = LINES
    for level1, kinds in groupby(IndicatorLevel2, key=level1_of):
        start = row
        for level2 in kinds:
            of_kind = [one for one in indicators if one.level2 is level2]
            for offset, indicator in enumerate(of_kind):
                _line(page, row + offset, indicator, reports.get(indicator.name))
            if not of_kind:
                for column in range(2, WIDE):
                    page.put(row, column, "")
            after = row + max(1, len(of_kind))
            page.merge((row, 1, after - 1, 1), level2.zh, "head")
            row = after
        page.merge((start, 0, row - 1, 0), level1.zh, "head")
    return row


def _line(page: Page, row: int, indicator: Indicator, report: IndicatorReport | None) -> None:
    page.put(row, 2, indicator.name)
    page.put(row, TARGET, values.target(indicator))
    page.put(row, ACTUAL, values.actual(report))
    page.put(row, EXPECTED, report.forecast if report else "")
    told = {one.cause: one.explanation or values.MARK for one in report.causes} if report else {}
    for column, cause in enumerate(CAUSES, CAUSE):
        page.put(row, column, told.get(cause, ""))
    page.put(row, MEASURE, report.improvement_measure if report else "")
    for column, chance in enumerate(CHANCES, CHANCE):
        chosen = report is not None and report.attainability is chance
        page.put(row, column, values.MARK if chosen else "", "mark")
    page.put(row, REMARK, report.remark if report else "")


def _by_ledger(execution: Execution, cutoff: date) -> tuple[int, int]:
    """Initial and executed 分 of the general public budget until a day."""
    totals = execution.of(BudgetLedger.GENERAL_PUBLIC).totals(cutoff)
    return totals.initial, totals.executed
