"""Planned values of periods: cumulative, or each for its own stretch of the year (domain §9, 7)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from events.targets import Indicator
from events.terms import Direction
from services.policies.calendar import resolve
from services.policies.rules import Rules

_ANY_YEAR: Final = 2021
_STRETCHES: Final = {
    "Q1": ("01", "03"),
    "Q2": ("04", "06"),
    "Q3": ("07", "09"),
    "Q4": ("10", "12"),
    "H1": ("01", "06"),
    "H2": ("07", "12"),
}


def added_up(indicator: Indicator, rules: Rules) -> Indicator:
    """Give an indicator with cumulative plans, whichever way the rules read what was written."""
    if rules.figures.period_plans == "CUMULATIVE":
        return indicator
    return replace(
        indicator,
        period_plan={code: _until(code, indicator, rules) for code in indicator.period_plan},
    )


def planned(indicator: Indicator, period: str, rules: Rules) -> Decimal | None:
    """What was to be reached by the end of a period: its own plan, or one that ends with it."""
    plans, stretch = added_up(indicator, rules).period_plan, _stretch(period, rules)
    if period in plans or stretch is None:
        return plans.get(period)
    found = ((code, _stretch(code, rules)) for code in plans)
    return next((plans[code] for code, one in found if one and one[1] == stretch[1]), None)


def _until(code: str, indicator: Indicator, rules: Rules) -> Decimal:
    """Add to a period's own value those of the periods before it, one after the other.

    Of two that end on the same day the one that is more like it counts, as a quarter before a
    quarter.
    """
    own, stretch = indicator.period_plan[code], _stretch(code, rules)
    if stretch is None:
        return own
    before = [
        (ends, other[:1] == code[:1], other)
        for other in indicator.period_plan
        if (found := _stretch(other, rules)) is not None and (ends := found[1]) < stretch[0]
    ]
    return own + _until(max(before)[2], indicator, rules) if before else own


def faults(indicator: Indicator, rules: Rules) -> Iterator[str]:
    """Check that plans of periods only grow, up to the year's value, and the year's to the end's.

    Only an indicator that is to be reached from below can be checked so.
    """
    annual = indicator.annual_value
    if indicator.direction not in (Direction.AT_LEAST, Direction.GREATER) or annual is None:
        return
    if indicator.final_value is not None and indicator.final_value < annual:
        yield f"的完成时指标值 {indicator.final_value} 小于年度指标值 {annual}"
    plans = added_up(indicator, rules).period_plan
    stretches = {code: _stretch(code, rules) for code in plans}
    for (_, earlier), (_, later) in pairwise(
        sorted((stretch[1], code) for code, stretch in stretches.items() if stretch)
    ):
        if plans[later] < plans[earlier]:
            before, after = plans[earlier], plans[later]
            yield f"的计划值为累计数，{later} 的 {after} 不能小于 {earlier} 的 {before}"
    for code, planned in plans.items():
        if planned > annual:
            yield f"的 {code} 计划值 {planned} 大于年度指标值 {annual}"


def _stretch(code: str, rules: Rules) -> tuple[date, date] | None:
    """From when to when a period goes: the law's own periods, else quarters and half-years."""
    if period := rules.periods.get(code):
        return resolve(period.starts, _ANY_YEAR), resolve(period.cutoff, _ANY_YEAR)
    months = _STRETCHES.get(code)
    if months is None:
        return None
    first, last = months
    return resolve(f"{first}-01", _ANY_YEAR), resolve(f"{last}-end", _ANY_YEAR)
