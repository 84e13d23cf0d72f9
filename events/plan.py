"""Facts: how a unit plans to spend its budget (用款计划)."""

from events.fact import Fact


class SpendingPlanSet(Fact, frozen=True, kw_only=True):
    """The cumulative plan in 分 at the end of each of the twelve months; the last one holds."""

    tag = "project.spending-plan-set.v1"
    title = "编报用款计划"

    cumulative_fen: tuple[int, ...]


PlanFact = SpendingPlanSet
