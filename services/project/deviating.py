"""How far a line is from what was planned for its period, and whether that is adverse (5.4)."""

from fractions import Fraction

from msgspec.structs import replace

from events.monitoring import IndicatorReport, TaskIssued
from events.targets import Indicator
from events.terms import Direction
from services.policies.rules import Rules
from services.project import measures
from services.project.period_plans import planned


def deviation(
    indicator: Indicator, line: IndicatorReport, issued: TaskIssued, rules: Rules
) -> Fraction | None:
    """偏差率 on the basis of the rules; None where there is no plan to compare with."""
    cutoff = issued.cutoff_on
    elapsed = measures.schedule_rate("MONTH", cutoff, cutoff, cutoff)
    plan = planned(indicator, issued.period, rules)
    one = replace(indicator, period_plan={} if plan is None else {issued.period: plan})
    return measures.deviation(rules.figures.deviation_basis, one, line, issued.period, elapsed)


def adverse(indicator: Indicator, line: IndicatorReport, issued: TaskIssued, rules: Rules) -> bool:
    """Behind is adverse, except where the target is a limit: there being above it is."""
    found = deviation(indicator, line, issued, rules)
    if found is None:
        return False
    limits = (Direction.AT_MOST, Direction.LESS)
    return found > 0 if indicator.direction in limits else found < 0
