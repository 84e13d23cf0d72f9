"""Every formula of the field, exact until published; no money is ever a float.

Rates are ``Fraction`` of one (1/2 is 50 %), amounts are integer 分. ``None`` is not evaluable:
never 0, never 100. Published figures are ``Decimal`` percent with two decimals, HALF_UP.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from events.monitoring import IndicatorReport
from events.targets import Indicator
from events.terms import Direction, Grade, Tier
from services.policies.rules import DeviationBasis, Figures, ScheduleBasis, WarningRule

ONE = Fraction(1)
ZERO = Fraction(0)
_MOST_PLACES = 10
_BANDS = {
    Tier.REACHED: (Fraction(80, 100), None),
    Tier.PARTLY: (Fraction(60, 100), Fraction(80, 100)),
    Tier.MISSED: (ZERO, Fraction(60, 100)),
}


def half_up(value: Fraction) -> int:
    """Round to the nearest integer, halves away from zero."""
    nearest = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return nearest if value >= 0 else -nearest


def hundredths(value: Fraction) -> Decimal:
    """Round to two decimals, HALF_UP."""
    return Decimal(half_up(value * 100)).scaleb(-2)


def percent(rate: Fraction) -> Decimal:
    """Publish a rate: 7/15 becomes 46.67."""
    return hundredths(rate * 100)


def published(rate: Fraction | None) -> Decimal | None:
    """Publish a rate that may not be evaluable."""
    return None if rate is None else percent(rate)


def wan(fen: int) -> Decimal:
    """Show 分 as 万元 with two decimals; round the sum, never sum the rounded."""
    return hundredths(Fraction(fen, 1_000_000))


def yuan(fen: int) -> Decimal:
    """Show 分 as 元 with two decimals."""
    return Decimal(fen).scaleb(-2)


def execution_rate(executed: int, base: int) -> Fraction | None:
    """预算执行率: executed over base, both in 分 (domain 5.1); None without a positive base."""
    return Fraction(executed, base) if base > 0 else None


def schedule_rate(
    basis: ScheduleBasis, as_of: date, starts_on: date, ends_on: date, plan: Sequence[int] = ()
) -> Fraction:
    """序时进度 at the end of a day: completed months, days, the project's own span (5.2).

    PLAN follows 用款计划, the cumulative 分 of twelve months; without one the months count.
    """
    match basis:
        case "PLAN" if plan and plan[-1] > 0:
            months = _completed_months(as_of)
            return Fraction(plan[months - 1] if months else 0, plan[-1])
        case "MONTH" | "PLAN":
            return Fraction(_completed_months(as_of), 12)
        case "DAY":
            return Fraction(as_of.timetuple().tm_yday, 366 if calendar.isleap(as_of.year) else 365)
        case "PROJECT":
            elapsed, whole = (as_of - starts_on).days + 1, (ends_on - starts_on).days + 1
            return min(ONE, max(ZERO, Fraction(elapsed, whole)))


def _completed_months(as_of: date) -> int:
    month_is_over = as_of.day == calendar.monthrange(as_of.year, as_of.month)[1]
    return as_of.month - (not month_is_over)


def band(tier: Tier) -> tuple[Fraction, Fraction | None]:
    """Give the part of the full marks a tier allows: from (inclusive) to (exclusive) (5.3)."""
    return _BANDS[tier]


def in_band(tier: Tier, points: Decimal, weight: Decimal) -> bool:
    """Say whether points out of ``weight`` lie in the tier's band; full marks are the top."""
    low, high = band(tier)
    part = Fraction(points) / Fraction(weight)
    return low <= part <= ONE if high is None else low <= part < high


def completion(
    indicator: Indicator, report: IndicatorReport, as_of: date, figures: Figures
) -> Fraction | None:
    """Completion against the annual value, uncapped above one (5.3); None when not due."""
    if report.not_due:
        return None
    match indicator.direction:
        case Direction.QUALITATIVE:
            return None if report.points is None else _part(report.points, indicator.share)
        case Direction.BY_DATE:
            return _by_date(indicator.due_on, report.done_on, as_of, figures)
        case _:
            if report.actual is None or indicator.annual_value is None:
                return None
            return _numeric(indicator, Fraction(report.actual), figures)


def counted(raw: Fraction | None) -> Fraction | None:
    """Cap a completion to [0, 1] for the total."""
    return None if raw is None else min(ONE, max(ZERO, raw))


def _part(points: Decimal, weight: Decimal) -> Fraction:
    return Fraction(points) / Fraction(weight)


def _by_date(due: date | None, done: date | None, as_of: date, figures: Figures) -> Fraction | None:
    if due is None or (done is None and as_of < due):
        return None
    late = ((done or as_of) - due).days
    if done is not None and late <= 0:
        return ONE
    if done is None:
        return ZERO
    return max(ZERO, ONE - late * Fraction(figures.late_day_deduction) / 100)


def _numeric(indicator: Indicator, actual: Fraction, figures: Figures) -> Fraction:
    target = Fraction(indicator.annual_value or 0)
    unmet = Fraction(figures.unmet_cap) / 100
    match indicator.direction:
        case Direction.AT_LEAST:
            return _reaching(actual, target)
        case Direction.GREATER:
            reached = _reaching(actual, target)
            return reached if actual > target else min(reached, unmet)
        case Direction.AT_MOST:
            return ONE if actual <= target else _exceeding(actual, target)
        case Direction.LESS:
            kept = ONE if actual <= target else _exceeding(actual, target)
            return kept if actual < target else min(kept, unmet)
        case Direction.RANGE:
            upper = Fraction(indicator.upper_value or 0)
            if actual < target:
                return _reaching(actual, target)
            return ONE if actual <= upper else _exceeding(actual, upper)
        case _:
            return ONE if actual == target else _exceeding(target + abs(actual - target), target)


def _reaching(actual: Fraction, target: Fraction) -> Fraction:
    """Actual over target; below a target of zero or less, one less the relative miss."""
    if target > 0:
        return max(ZERO, actual / target)
    if actual >= target:
        return ONE
    return max(ZERO, ONE - (target - actual) / abs(target)) if target else ZERO


def _exceeding(actual: Fraction, limit: Fraction) -> Fraction:
    """One less the relative excess over a limit, never negative; nothing over a limit of zero."""
    return max(ZERO, ONE - (actual - limit) / abs(limit)) if limit else ZERO


def overstepped(indicator: Indicator, report: IndicatorReport, raw: Fraction | None) -> bool:
    """Whether a limit or a day is missed already, whatever is left of the year (LY-18)."""
    if raw is None:
        return False
    match indicator.direction:
        case Direction.AT_MOST | Direction.LESS | Direction.BY_DATE:
            return raw < ONE
        case Direction.RANGE | Direction.EQUAL:
            limit = (
                indicator.annual_value if indicator.upper_value is None else indicator.upper_value
            )
            return report.actual is not None and limit is not None and report.actual > limit
        case _:
            return False


def deviation(
    basis: DeviationBasis,
    indicator: Indicator,
    report: IndicatorReport,
    period: str,
    elapsed: Fraction,
) -> Fraction | None:
    """偏差率 with its sign (5.4); ANNUAL is in points of the annual value; None without a plan."""
    if report.not_due or report.actual is None or indicator.annual_value is None:
        return None
    annual = Fraction(indicator.annual_value)
    match basis:
        case "PERIOD_PLAN":
            planned = indicator.period_plan.get(period)
            plan = None if planned is None else Fraction(planned)
        case "LINEAR":
            plan = annual * elapsed
        case "ANNUAL":
            plan = annual
    return None if not plan else (Fraction(report.actual) - plan) / abs(plan)


def overall(parts: Iterable[tuple[Decimal, Fraction | None]]) -> Fraction | None:
    """总体完成率: Σ weight × completion over Σ weight of what is due (5.5)."""
    due = [(Fraction(weight), part) for weight, part in parts if part is not None]
    weights = sum((weight for weight, _ in due), ZERO)
    if not weights:
        return None
    return sum((weight * part for weight, part in due), ZERO) / weights


def rate_gap(
    completed: Fraction | None, executed: Fraction | None, figures: Figures
) -> Fraction | None:
    """Give completion minus execution in percentage points (QM-07), as the rules compare it."""
    if completed is None or executed is None:
        return None
    if figures.compare_on == "EXACT":
        return (completed - executed) * 100
    return Fraction(percent(completed)) - Fraction(percent(executed))


def comparable(rate: Fraction | None, figures: Figures) -> Fraction | None:
    """Give a rate in percent as thresholds compare it: published or exact."""
    if rate is None:
        return None
    return rate * 100 if figures.compare_on == "EXACT" else Fraction(percent(rate))


def fires(rule: WarningRule, value: Fraction) -> bool:
    """Say whether a value in the rule's own unit meets its condition, strict as written."""
    measured, threshold = abs(value) if rule.absolute else value, Fraction(rule.threshold)
    match rule.operator:
        case ">":
            return measured > threshold
        case ">=":
            return measured >= threshold
        case "<":
            return measured < threshold
        case "<=":
            return measured <= threshold


def told(rule: WarningRule, value: Fraction) -> Decimal:
    """Publish a value that fired with the two decimals, or as many as show that it fired."""
    for places in range(2, _MOST_PLACES):
        shown = Decimal(half_up(value * 10**places)).scaleb(-places)
        if fires(rule, Fraction(shown)):
            return shown
    return hundredths(value)


def recoverable(budget: int, executed: int, committed: int, prior: int) -> int:
    """What a clawback may take at the most, in 分 (5.7).

    A refund known before its payment, or a release before its commitment, frees no money.
    """
    return max(0, budget - prior - max(0, executed) - max(0, committed))


def shortfall(budget: int, prior: int, executed: int, schedule: Fraction) -> int:
    """慢于序时进度部分 in 分, rounded once (5.7)."""
    return max(0, half_up((budget - prior) * schedule - max(0, executed)))


def over_clawed(budget: int, executed: int, clawed: int) -> int:
    """By how much a clawback took money that was already spent, in 分 (5.7)."""
    return max(0, executed + clawed - budget)


def grade(score: Decimal, floors: Mapping[Grade, Decimal]) -> Grade:
    """Grade by half-open intervals, so that 89.995 has a grade as well (5.5)."""
    return next((one for one in Grade if one in floors and score >= floors[one]), Grade.POOR)
