"""What an earlier year leaves to a budget request: no new money, no poor result undecided.

The figures concern a whole department or an earlier year, so they are gathered from the views at
the edge (``clawback.absorptions``, ``evaluation.blocking``, ``budgets.department_of``) and checked
with the request.
"""

from typing import TYPE_CHECKING

from msgspec import Struct

from events.budget import Absorbed
from services.policies.rules import Rules
from services.project.measures import yuan
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class Undisposed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An evaluation of an earlier year whose poor result nobody decided on."""

    fiscal_year: int
    project: str
    evaluation: str


class Burdens(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was read for one request, in 分, at a ledger position.

    ``absorb_fen`` is what clawed-back projects must find inside the department's budget, the
    figures before are the department's of a year ago, ``others_fen`` is what its other projects
    have or ask for. ``suspended_fen`` is the project's own budget of a year ago while suspended.
    """

    absorb_fen: int = 0
    initial_before_fen: int = 0
    current_before_fen: int = 0
    others_fen: int = 0
    suspended_fen: int | None = None
    undisposed: tuple[Undisposed, ...] = ()
    position: int = 0


class Demand(Struct, frozen=True):
    """What a project would ask for in all, in 分, and what it asked for until now."""

    code: str
    wanted_fen: int
    before_fen: int

    @property
    def rises(self) -> bool:
        """Whether it asks for more; asking for less is never new money."""
        return self.wanted_fen > self.before_fen


def check(project: "Project", demand: Demand, burdens: Burdens, rules: Rules) -> Absorbed | None:
    """Refuse what an earlier year forbids; say what the department absorbs where it must."""
    if poor := _poor(project, demand.code, burdens):
        raise Refused(
            f"评价结果为差（{'、'.join(poor)}），须先决定压减、整合或取消，方可申请预算",
            clause="HL-12",
        )
    last_year = burdens.suspended_fen
    if last_year is not None and demand.rises and demand.wanted_fen > last_year:
        raise Refused(
            f"项目上年度已暂停实施且未恢复，申请额不得超过上年度 {yuan(last_year)} 元",
            clause="HJ-27",
        )
    if burdens.absorb_fen <= 0:
        return None
    initial = rules.clawback.absorb_within == "INITIAL"
    before = burdens.initial_before_fen if initial else burdens.current_before_fen
    total = burdens.others_fen + demand.wanted_fen
    if demand.rises and total > before:
        raise Refused(
            f"被收回项目须在部门预算内调剂 {yuan(burdens.absorb_fen)} 元，"
            f"部门预算总额不能再增加 {yuan(total - before)} 元",
            clause="HL-08",
        )
    return Absorbed(
        absorb_fen=burdens.absorb_fen,
        before_fen=before,
        requested_fen=total,
        position=burdens.position,
    )


def _poor(project: "Project", code: str, burdens: Burdens) -> list[str]:
    """Name the poor results of this project and of those its money was carried over from."""
    earlier = [
        f"{one.fiscal_year} 年 {one.evaluation}"
        for one in burdens.undisposed
        if one.project == code or (one.fiscal_year, one.project) in project.standing.carryovers
    ]
    return [*earlier, *project.evaluation.undisposed(project.disposition)]
