"""附件3 绩效运行监控目标调整表: why, what shall be expected, money and indicators (HJ-F3)."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Final

from msgspec import Struct, structs

from events.subjects import AggregateId
from events.targets import AdjustmentProposed, Indicator, MoneyLine
from events.terms import Cause, IndicatorLevel2
from services.forms import parts, values
from services.forms.grid import Grid, day
from services.forms.page import Page, Value, book, wan
from services.project.adjustment import ProposeAdjustment
from services.project.indicators import level1_of
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

TITLE: Final = "绩效运行监控目标调整表"
NUMBER: Final = parts.NUMBER
LAST: Final = 6
VERSION, TASK = "依据的目标版本", "对应的监控任务"
CAUSE, REASON, BASIS = "原因类别", "调整原因", "调整依据"
OUTPUT, OUTCOME, NEXT_YEAR = "调整后项目产出", "调整后预期成效", "下一年度完善措施"
MONEY, INDICATORS = "具体工作任务/工作量", "一级指标"
_MONEY_TITLES: Final = ("原先申请资金（万元）", "计划调整后资金（万元）", "开始日期", "终止日期")
_INDICATOR_TITLES: Final = (INDICATORS, "二级指标", "三级指标", "原指标", "调整后指标")
_BEFORE, _AFTER, _STARTS, _ENDS = 3, 4, 5, 6
_NAME, _OLD, _NEW, _STANDARD = 2, 3, 4, 6
_SPARE: Final = 2


class Blank(Struct, frozen=True, kw_only=True):
    """What the system knows of a project whose targets are to be adjusted."""

    id: AggregateId
    adjustment: str
    name: str
    unit: str
    version: int
    indicators: tuple[Indicator, ...]
    proposed: AdjustmentProposed | None

    @classmethod
    def of(cls, project: "Project", aggregate: AggregateId, adjustment: str) -> "Blank":
        """Take a project with approved targets; ``Refused`` when it has none."""
        targets, registered = project.targets, project.registered
        if not targets.version:
            raise Refused("绩效目标尚未批复，没有可调整的目标")
        known = targets.adjustments.get(adjustment)
        base = known.base if known else targets.version
        return cls(
            id=aggregate,
            adjustment=adjustment,
            name=registered.name,
            unit=registered.unit,
            version=base,
            indicators=targets.versions[base - 1],
            proposed=known.proposed if known else None,
        )

    @property
    def number(self) -> str:
        """The form's number, by which an uploaded file is known again."""
        return f"{self.id.name}/{self.adjustment}"


def write(blank: Blank) -> bytes:
    """Draw the form with what was proposed, or with the targets as they are."""
    told = blank.proposed

    def draw(page: Page) -> None:
        page.widths(20, 22, 22, 22, 22, 18, 24)
        parts.heading(page, TITLE, f"（{blank.id.year}年度）", blank.number, LAST)
        pairs: tuple[tuple[str, Value], ...] = (
            ("填报单位（盖章）", blank.unit),
            ("项目（政策）名称", blank.name),
            (VERSION, str(blank.version)),
            (TASK, told.task if told else ""),
            (CAUSE, told.cause.zh if told else ""),
            (REASON, told.reason if told else ""),
            (BASIS, told.basis if told else ""),
            (OUTPUT, told.expected_output if told else ""),
            (OUTCOME, told.expected_outcome if told else ""),
            (NEXT_YEAR, told.next_year if told else ""),
        )
        row = parts.named(page, 3, LAST, pairs)
        row = _draw_money(page, row, told.money if told else ())
        row = _draw_indicators(page, row, blank, told.indicators if told else blank.indicators)
        causes = "、".join(cause.zh for cause in Cause)
        page.merge((row, 0, row, LAST), f"注：原因类别填其中一项：{causes}。", "note")
        parts.signatures(page, row + 1, LAST)

    return book(("调整表", draw))


def read(grid: Grid, blank: Blank) -> ProposeAdjustment:
    """Read a filled form back as the command; ``FaultyForm`` lists every fault by its cell."""
    parts.check_number(grid, blank.number)
    said = {
        label: grid.text(parts.row_of(grid, label), 1)
        for label in (VERSION, TASK, CAUSE, REASON, BASIS, OUTPUT, OUTCOME, NEXT_YEAR)
    }
    for label in (CAUSE, REASON, BASIS):
        if not said[label]:
            grid.fault(parts.row_of(grid, label), 1, f"须填{label}")
    cause = next((one for one in Cause if one.zh == said[CAUSE]), None)
    if said[CAUSE] and cause is None:
        grid.fault(parts.row_of(grid, CAUSE), 1, f"没有原因类别“{said[CAUSE]}”")
    if said[VERSION] != str(blank.version):
        grid.fault(parts.row_of(grid, VERSION), 1, f"目标已是第 {blank.version} 版，请重新生成本表")
    money = tuple(_read_money(grid))
    indicators = tuple(_read_indicators(grid, blank.indicators))
    grid.check()
    return ProposeAdjustment(
        fiscal_year=blank.id.year,
        project_code=blank.id.code,
        adjustment=blank.adjustment,
        cause=cause or Cause.OBJECTIVE,
        reason=said[REASON],
        basis=said[BASIS],
        indicators=indicators,
        money=money,
        task=said[TASK],
        expected_output=said[OUTPUT],
        expected_outcome=said[OUTCOME],
        next_year=said[NEXT_YEAR],
        base_version=blank.version,
    )


def _draw_money(page: Page, row: int, money: tuple[MoneyLine, ...]) -> int:
    page.merge((row, 0, row, 2), MONEY, "head")
    for column, title in enumerate(_MONEY_TITLES, _BEFORE):
        page.put(row, column, title, "head")
    for line in (*money, *[None] * _SPARE):
        row += 1
        page.merge((row, 0, row, 2), line.work if line else "", "text")
        page.put(row, _BEFORE, wan(line.before_fen) if line else None, "money")
        page.put(row, _AFTER, wan(line.after_fen) if line else None, "money")
        page.put(row, _STARTS, line.starts_on if line else None)
        page.put(row, _ENDS, line.ends_on if line else None)
    return row + 1


def _draw_indicators(page: Page, row: int, blank: Blank, indicators: tuple[Indicator, ...]) -> int:
    """Draw every second-level kind with an empty line for a new indicator."""
    before = {one.name: one for one in blank.indicators}
    for column, title in enumerate(_INDICATOR_TITLES[:-1]):
        page.put(row, column, title, "head")
    page.merge((row, _NEW, row, _NEW + 1), _INDICATOR_TITLES[-1], "head")
    page.put(row, _STANDARD, "指标标准解释", "head")
    row += 1
    for level1, kinds in groupby(IndicatorLevel2, key=level1_of):
        start = row
        for kind in kinds:
            of_kind = [*(one for one in indicators if one.level2 is kind), None]
            for offset, one in enumerate(of_kind):
                at = row + offset
                old = before.get(one.name) if one else None
                page.put(at, _NAME, one.name if one else "")
                page.put(at, _OLD, values.target(old) if old else "")
                page.merge((at, _NEW, at, _NEW + 1), values.target(one) if one else "", "text")
                page.put(at, _STANDARD, one.standard if one else "")
            page.merge((row, 1, row + len(of_kind) - 1, 1), kind.zh, "head")
            row += len(of_kind)
        page.merge((start, 0, row - 1, 0), level1.zh, "head")
    return row


def _read_money(grid: Grid) -> Iterator[MoneyLine]:
    for row in range(parts.row_of(grid, MONEY) + 1, parts.row_of(grid, INDICATORS)):
        if not any(grid.text(row, column) for column in range(LAST + 1)):
            continue
        work, before, after = grid.text(row, 0), grid.money(row, _BEFORE), grid.money(row, _AFTER)
        starts, ends = grid.read(row, _STARTS, day), grid.read(row, _ENDS, day)
        for column in (0, _BEFORE, _AFTER, _STARTS, _ENDS):
            if not grid.text(row, column):
                grid.fault(row, column, "须填写，或整行留空")
        if before is not None and after is not None and starts and ends:
            yield MoneyLine(
                work=work, before_fen=before, after_fen=after, starts_on=starts, ends_on=ends
            )


def _read_indicators(grid: Grid, before: tuple[Indicator, ...]) -> Iterator[Indicator]:
    """Read the adjusted targets; what a line does not say stays as it was."""
    known = {one.name: one for one in before}
    kinds = {kind.zh: kind for kind in IndicatorLevel2}
    kind: IndicatorLevel2 | None = None
    for row in range(parts.row_of(grid, INDICATORS) + 1, grid.height):
        kind = kinds.get(grid.text(row, 1), kind)
        name = grid.text(row, _NAME)
        if not name or kind is None:
            continue
        told = grid.read(row, _NEW, values.read_target)
        if told is None:
            if not grid.text(row, _NEW):
                grid.fault(row, _NEW, "须填调整后指标；取消的指标请清空整行")
            continue
        old = known.get(name)
        standard = grid.text(row, _STANDARD)
        if old is None:
            yield structs.replace(
                told, name=name, level1=level1_of(kind), level2=kind, standard=standard
            )
        elif values.target(old) == values.target(told):
            yield structs.replace(old, standard=standard)
        else:
            yield structs.replace(
                old,
                direction=told.direction,
                unit=told.unit,
                annual_value=told.annual_value,
                upper_value=told.upper_value,
                due_on=told.due_on,
                standard=standard,
            )
