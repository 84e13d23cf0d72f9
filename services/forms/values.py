"""Values of indicators as the forms write them, and as they are read back (HJ-F1)."""

import re
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from events.monitoring import IndicatorReport
from events.targets import Indicator
from events.terms import Direction, IndicatorLevel1, IndicatorLevel2, Tier
from services.forms.grid import day, number

_WORDS: Final = "定性"
_SPAN: Final = "～"
_NUMBER: Final = r"-?[\d.,]+"
_SIGNS: Final = {
    "≥": Direction.AT_LEAST,
    ">=": Direction.AT_LEAST,
    ">": Direction.GREATER,
    "=": Direction.EQUAL,
    "≤": Direction.AT_MOST,
    "<=": Direction.AT_MOST,
    "<": Direction.LESS,
}
_SIGN: Final = re.compile(rf"^(?P<sign>≥|>=|>|=|≤|<=|<)\s*(?P<value>{_NUMBER})(?P<unit>.*)$")
_RANGE: Final = re.compile(rf"^(?P<low>{_NUMBER}){_SPAN}(?P<high>{_NUMBER})(?P<unit>.*)$")
_DUE: Final = re.compile(r"^(?P<day>\d{4}-\d\d-\d\d)\s*前$")
NOT_DUE: Final = "尚未到期"
MARK: Final = "√"
_POINTS: Final = re.compile(r"^(?P<tier>[^（(]*)[（(](?P<points>[^）)]*?)分?[）)]$")


def target(indicator: Indicator) -> str:
    """Write a target: its sign, value and unit, or its day."""
    value, unit = indicator.annual_value, indicator.unit
    match indicator.direction:
        case Direction.QUALITATIVE:
            return _WORDS
        case Direction.BY_DATE:
            return f"{indicator.due_on} 前" if indicator.due_on else ""
        case Direction.RANGE:
            return f"{plain(value)}{_SPAN}{plain(indicator.upper_value)}{unit}"
        case direction:
            return f"{direction.zh}{plain(value)}{unit}"


def actual(report: IndicatorReport | None) -> str:
    """Write what was reached; empty where nothing was said yet."""
    if report is None:
        return ""
    if report.not_due:
        return NOT_DUE
    if report.tier is not None:
        return report.tier.zh + ("" if report.points is None else f"（{plain(report.points)}分）")
    if report.done_on is not None:
        return report.done_on.isoformat()
    return plain(report.actual)


def read_actual(indicator: Indicator, text: str) -> IndicatorReport:
    """Read what was reached by an indicator; ``ValueError`` says how it is written."""
    name = indicator.name
    if text == NOT_DUE:
        return IndicatorReport(indicator=name, not_due=True)
    match indicator.direction:
        case Direction.QUALITATIVE:
            tier, points = _tier(text)
            return IndicatorReport(indicator=name, tier=tier, points=points)
        case Direction.BY_DATE:
            return IndicatorReport(indicator=name, done_on=day(text))
        case _:
            return IndicatorReport(indicator=name, actual=number(text))


def read_target(text: str) -> Indicator:
    """Read a target as :func:`target` writes it, on an indicator without a name or kind."""
    blank = Indicator(
        name="",
        level1=IndicatorLevel1.OUTPUT,
        level2=IndicatorLevel2.QUANTITY,
        direction=Direction.QUALITATIVE,
    )
    if text == _WORDS:
        return blank
    if found := _DUE.match(text):
        return replace(blank, direction=Direction.BY_DATE, due_on=day(found["day"]))
    if found := _RANGE.match(text):
        return replace(
            blank,
            direction=Direction.RANGE,
            annual_value=number(found["low"]),
            upper_value=number(found["high"]),
            unit=found["unit"],
        )
    if found := _SIGN.match(text):
        return replace(
            blank,
            direction=_SIGNS[found["sign"]],
            annual_value=number(found["value"]),
            unit=found["unit"],
        )
    raise ValueError(
        f"“{text}”看不懂：应如 ≥100公里、≤50万元、95～105%、2021-10-31 前，或“{_WORDS}”"
    )


def plain(value: Decimal | None) -> str:
    """Write a number without an exponent."""
    return "" if value is None else format(value, "f")


def _tier(text: str) -> tuple[Tier, Decimal | None]:
    found = _POINTS.match(text)
    words = found["tier"].strip() if found else text
    tier = next((one for one in Tier if one.zh == words), None)
    if tier is None:
        names = "、".join(one.zh for one in Tier)
        raise ValueError(f"定性指标须填等次和得分，如“达成（8.5分）”；等次为 {names}")
    return tier, number(found["points"]) if found else None
