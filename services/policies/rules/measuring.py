"""How rates are made, and when one of them is a warning (domain §5)."""

from decimal import Decimal
from typing import Literal

from msgspec import field

from events.terms import Light, WarningDocument
from services.policies.rules.sourced import Sourced

RateBase = Literal["INITIAL", "CURRENT", "APPROPRIATED"]
ScheduleBasis = Literal["MONTH", "DAY", "PROJECT", "PLAN"]
DeviationBasis = Literal["PERIOD_PLAN", "LINEAR", "ANNUAL"]
Measure = Literal[
    "RATE_GAP",
    "REVIEW_SCORE",
    "EXECUTION_RATE",
    "COMPLETION_RATE",
    "RELATIVE_PROGRESS",
    "IMPLEMENTATION_GAP_EXECUTION",
    "IMPLEMENTATION_GAP_COMPLETION",
]


class Figures(Sourced, frozen=True, kw_only=True):
    """How rates are made and compared (domain §5); percentages are Decimal.

    ``period_plans`` says whether planned values of periods are cumulative or each its own (§9, 7).
    """

    rate_base: RateBase = "INITIAL"
    schedule_basis: ScheduleBasis = "MONTH"
    compare_on: Literal["PUBLISHED", "EXACT"] = "PUBLISHED"
    deviation_basis: DeviationBasis = "PERIOD_PLAN"
    period_plans: Literal["CUMULATIVE", "PER_PERIOD"] = "CUMULATIVE"
    over_fulfilment: Decimal = Decimal(130)
    unmet_cap: Decimal = Decimal("99.99")
    late_day_deduction: Decimal = Decimal(100)


class WarningRule(Sourced, frozen=True, kw_only=True):
    """When a task is warned: ``measure operator threshold``, in percent, points or score.

    ``by_period`` gives a period a threshold of its own; with ``periods`` the rule asks about no
    other period.
    """

    measure: Measure
    operator: Literal[">", ">=", "<", "<="]
    threshold: Decimal
    absolute: bool = False
    light: Light = Light.RED
    opens_case: bool = False
    documents: tuple[WarningDocument, ...] = ()
    by_period: dict[str, Decimal] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
