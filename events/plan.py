"""Facts: how a unit plans to spend its budget (用款计划)."""

from datetime import date

from events.fact import Fact


class SpendingPlanSet(Fact, frozen=True, kw_only=True):
    """The cumulative plan in 分 at the end of each of the twelve months.

    A plan holds from the day it was set ``on`` until the next one; without a day, from the first.
    """

    tag = "project.spending-plan-set.v1"
    title = "编报用款计划"

    cumulative_fen: tuple[int, ...]
    on: date | None = None


PlanFact = SpendingPlanSet
