"""Who may act: by role, inside the own organisation, and never on the own work (domain 4.3)."""

from typing import Final

from events.registration import ProjectRegistered
from events.terms import FundTag, Role
from services.decision import Actor, Context
from services.policies.rules import Rules
from services.refusal import Refused

UNIT: Final = (Role.UNIT_FILER, Role.UNIT_HEAD)
OWN: Final = (*UNIT, Role.DEPT_REVIEWER)
FINANCE: Final = (Role.FIN_SECTION_REVIEWER, Role.PERF_SECTION_OFFICER, Role.FIN_APPROVER)
SECTIONS: Final = (Role.FIN_SECTION_REVIEWER, Role.PERF_SECTION_OFFICER)
REVIEWERS: Final = (Role.DEPT_REVIEWER, *FINANCE)
PERFORMANCE: Final = (Role.PERF_SECTION_OFFICER, Role.FIN_APPROVER)
TIME: Final = (Role.CLOCK, *FINANCE)


def within(registration: ProjectRegistered, actor: Actor) -> None:
    """Refuse who acts on a project of another unit, department or section.

    A project registered without a section belongs to all of them.
    """
    match actor.role:
        case Role.UNIT_FILER | Role.UNIT_HEAD:
            kind, own = "预算单位", registration.unit
        case Role.DEPT_REVIEWER:
            kind, own = "主管部门", registration.department
        case Role.FIN_SECTION_REVIEWER:
            kind, own = "归口科室", registration.section
        case _:
            return
    if own and actor.org != own:
        raise Refused(f"{kind} {own} 的项目不能由 {actor.org} 办理", clause="HJ-03")


def as_unit(registration: ProjectRegistered, context: Context, what: str, clause: str = "") -> None:
    """Refuse who does not fill forms in: a department does only where it is the unit itself."""
    itself = registration.unit == registration.department
    context.require(OWN if itself else UNIT, what, clause)


def above(tags: tuple[FundTag, ...], rules: Rules) -> tuple[str, ...]:
    """Name the organisations above the county that review such funds (QM-10)."""
    return tuple(
        step.org
        for step in rules.chain
        if step.role is Role.SUPERIOR_REVIEWER and (not step.tags or {*step.tags} & {*tags})
    )


def or_above(
    registration: ProjectRegistered,
    roles: tuple[Role, ...],
    context: Context,
    what: str,
    clause: str = "",
) -> None:
    """Refuse who has none of the roles and is not of an organisation above that reviews here."""
    orgs = above(registration.fund_tags, context.rules)
    if context.actor.role is not Role.SUPERIOR_REVIEWER or not orgs:
        context.require(roles, what, clause)
    elif context.actor.org not in orgs:
        raise Refused(
            f"{what}须由{'、'.join(orgs)}办理，不能由{context.actor.org}办理", clause="QM-10"
        )


def not_own(context: Context, refusal: str, *others: str) -> None:
    """Refuse who did the work that is decided about (four eyes); unknown people are ""."""
    if context.actor.id in others:
        raise Refused(refusal)
