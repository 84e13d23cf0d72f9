"""用款计划: what the schedule rate is measured against where the rules say PLAN (domain 5.2)."""

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from events.plan import PlanFact, SpendingPlanSet
from services.decision import Context
from services.project.authority import OWN
from services.project.command import ProjectCommand
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

MONTHS = 12


class SetSpendingPlan(ProjectCommand, frozen=True, kw_only=True):
    """Plan the spending of the year: cumulative 分 at the end of each month."""

    title = "编报用款计划"

    cumulative_fen: Annotated[tuple[int, ...], Meta(description="十二个月的累计用款，单位分")]


PlanCommand = SetSpendingPlan


class Plans(Struct, frozen=True):
    """Every plan of the year in the order they were set."""

    set: tuple[SpendingPlanSet, ...] = ()

    @property
    def last(self) -> tuple[int, ...]:
        """The plan that holds now, empty without one."""
        return self.set[-1].cumulative_fen if self.set else ()

    def holding(self, day: date) -> tuple[int, ...]:
        """The plan that held at the end of a day; a first plan also holds before it was set.

        A plan that is changed afterwards does not change what a day is measured against.
        """
        held = [one for one in self.set if one.on is None or one.on <= day]
        return next((one.cumulative_fen for one in (*held[-1:], *self.set)), ())


def evolve(plans: Plans, fact: PlanFact) -> Plans:
    """Add a plan."""
    return Plans((*plans.set, fact))


def decide(project: "Project", command: PlanCommand, context: Context) -> list[SpendingPlanSet]:
    """Take a plan; a later one replaces it, the same again is already so."""
    context.require(OWN, command.title, "LY-04")
    plan = command.cumulative_fen
    if len(plan) != MONTHS:
        raise Refused("用款计划须有十二个月的累计数", clause="LY-04")
    if plan[0] < 0 or any(later < earlier for earlier, later in pairwise(plan)):
        raise Refused("用款计划是累计数，不能为负，也不能逐月减少", clause="LY-04")
    if not plan[-1]:
        raise Refused("用款计划全年合计须大于 0", clause="LY-04")
    if plan == project.plans.last:
        return []
    return [SpendingPlanSet(cumulative_fen=plan, on=context.today)]
