"""What a unit has typed, as text, and the form it stands for; every fault at its place (HJ-F1)."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Final, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from events.monitoring import (
    CauseOfDeviation,
    Funding,
    FundingRow,
    Implementation,
    IndicatorReport,
)
from events.targets import Indicator
from events.terms import Attainability, BudgetLedger, DeviationCause
from services.forms import values
from services.forms.grid import fen_of_wan, number
from services.forms.situation import Blank, Filled

T = TypeVar("T")

MONEY: Final = "项目资金"
PROGRESS: Final = "项目实施进度"
WHOLE: Final = ""
ROWS: Final = ("年度资金总额", "其中：本年一般公共预算拨款", "其他资金")
Faults = dict[str, list[str]]


class Line(Struct):
    """What is typed about one indicator."""

    actual: str = ""
    forecast: str = ""
    causes: dict[DeviationCause, str] = field(default_factory=dict)
    measure: str = ""
    chance: Attainability = Attainability.CERTAIN
    remark: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was said about it yet."""
        return self == Line()


class Typed(Struct):
    """The whole form; money in 万元 as (initial, forecast) by row, progress in percent."""

    lines: dict[str, Line]
    money: list[list[str]]
    progress: str = ""
    planned: str = ""
    quality: bool = True
    note: str = ""


def of(blank: Blank) -> Typed:
    """Show what is filled in so far, and the initial budget as the system knows it."""
    filled = blank.standing
    reports = {one.indicator: one for one in filled.lines}
    done = filled.implementation
    return Typed(
        lines={one.name: _line(reports.get(one.name)) for one in blank.indicators},
        money=_money(blank, filled.funding),
        progress=values.plain(done.progress) if done else "",
        planned=values.plain(done.planned) if done else "",
        quality=done.quality_met if done else True,
        note=done.note if done else "",
    )


def _line(report: IndicatorReport | None) -> Line:
    if report is None:
        return Line()
    return Line(
        actual=values.actual(report),
        forecast=report.forecast,
        causes={one.cause: one.explanation or values.MARK for one in report.causes},
        measure=report.improvement_measure,
        chance=report.attainability,
        remark=report.remark,
    )


def _money(blank: Blank, funding: Funding | None) -> list[list[str]]:
    if funding is not None:
        rows = (funding.total, funding.general_public, funding.other)
        return [
            [in_wan(one.initial_budget_fen), in_wan(one.forecast_full_year_fen)] for one in rows
        ]
    cutoff = blank.task.issued.cutoff_on
    total = blank.execution.totals(cutoff).initial
    general = blank.execution.of(BudgetLedger.GENERAL_PUBLIC).totals(cutoff).initial
    return [[in_wan(one), ""] for one in (total, general, total - general)]


def in_wan(fen: int) -> str:
    """Write 分 as 万元 to the last 分, so that reading it back changes nothing."""
    return values.plain(Decimal(fen).scaleb(-6).normalize())


def read(blank: Blank, typed: Typed) -> tuple[Filled, Faults]:
    """Read what was typed; what cannot be read is a fault at its place and left out."""
    faults: Faults = {}
    lines = [_read_line(one, typed.lines[one.name], faults) for one in blank.indicators]
    return (
        Filled(
            lines=tuple(line for line in lines if line is not None),
            funding=_read_money(typed, faults),
            implementation=_read_progress(typed, faults),
        ),
        faults,
    )


def _read_line(indicator: Indicator, line: Line, faults: Faults) -> IndicatorReport | None:
    if line.empty:
        return None
    report = IndicatorReport(indicator=indicator.name)
    if line.actual.strip():
        report = (
            _tried(
                lambda text: values.read_actual(indicator, text),
                line.actual,
                indicator.name,
                faults,
            )
            or report
        )
    causes = (
        CauseOfDeviation(cause=cause, explanation="" if text == values.MARK else text)
        for cause, text in line.causes.items()
        if text.strip()
    )
    return replace(
        report,
        forecast=line.forecast.strip(),
        causes=tuple(causes),
        improvement_measure=line.measure.strip(),
        attainability=line.chance,
        remark=line.remark.strip(),
    )


def _read_money(typed: Typed, faults: Faults) -> Funding | None:
    """Nothing, until any forecast was given."""
    if not any(forecast.strip() for _, forecast in typed.money):
        return None
    rows = [
        FundingRow(
            initial_budget_fen=_amount(title, initial, faults),
            forecast_full_year_fen=_amount(title, forecast, faults),
        )
        for title, (initial, forecast) in zip(ROWS, typed.money, strict=True)
    ]
    total, general, other = rows
    return Funding(total=total, general_public=general, other=other)


def _amount(title: str, text: str, faults: Faults) -> int:
    if not text.strip():
        faults.setdefault(MONEY, []).append(f"{title}须填金额，没有的填 0")
        return 0
    amount = _tried(fen_of_wan, text, MONEY, faults) or 0
    if amount < 0:
        faults.setdefault(MONEY, []).append(f"{title}不能为负数")
    return amount


def _read_progress(typed: Typed, faults: Faults) -> Implementation | None:
    if not (typed.progress.strip() or typed.planned.strip() or typed.note.strip()):
        return None
    if not typed.progress.strip():
        faults.setdefault(PROGRESS, []).append("须填实施进度，或全部留空")
        return None
    progress = _tried(number, typed.progress, PROGRESS, faults)
    planned = _tried(number, typed.planned, PROGRESS, faults) if typed.planned.strip() else None
    if progress is None:
        return None
    return Implementation(
        progress=progress, planned=planned, quality_met=typed.quality, note=typed.note.strip()
    )


def _tried(parse: Callable[[str], T], text: str, place: str, faults: Faults) -> T | None:
    try:
        return parse(text.strip())
    except ValueError as error:
        faults.setdefault(place, []).append(str(error))
        return None


def placed(reasons: Iterable[str], names: Iterable[str]) -> Faults:
    """Put the decider's sentences at their places: an indicator, the money, or the whole."""
    places: Mapping[str, str] = {
        **{f"指标“{name}”": name for name in names},
        "年初预算数": MONEY,
        "全年预计执行数": MONEY,
        "实施进度": PROGRESS,
        "计划进度": PROGRESS,
    }
    found: Faults = {}
    for reason in reasons:
        begins = next((begin for begin in places if reason.startswith(begin)), "")
        place = places.get(begins, WHOLE)
        words = reason.removeprefix(begins) if place not in (WHOLE, MONEY, PROGRESS) else reason
        found.setdefault(place, []).append(words)
    return found
