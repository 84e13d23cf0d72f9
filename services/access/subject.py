"""What a command is about, as far as a scope asks: department, unit and section."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from events import subjects
from events.registration import ProjectRegistered
from events.subjects import AggregateId
from services.access.identity import Scope
from services.campaign import CampaignCommand, CloseCampaign
from services.clawback_round import ClawbackRoundCommand, FreezeCandidates, ReallocateFunds
from services.decision import Command
from services.desk.orders import Order
from services.engagement import EngagementCommand
from services.project.command import ProjectCommand
from services.project.registration import RegisterProject

# Whatever they name: a campaign ends, a list is frozen and the pool is spent for everybody.
_OF_ALL = (CloseCampaign, FreezeCandidates, ReallocateFunds)
Registered = Mapping[AggregateId, ProjectRegistered | None]


class Subject(Struct, frozen=True, kw_only=True):
    """One project, or a department as a whole when there is no unit."""

    division: str
    department: str
    unit: str = ""
    section: str = ""


def covers(scope: Scope, subject: Subject) -> bool:
    """Whether a scope reaches a subject."""
    unit = subject.unit or subject.department
    return (
        subject.division in scope.divisions
        and (scope.departments is None or subject.department in scope.departments)
        and (scope.units is None or unit in scope.units)
        and (scope.sections is None or subject.section in ("", *scope.sections))
    )


def of(division: str, registered: ProjectRegistered | RegisterProject) -> Subject:
    """Say where a project belongs."""
    return Subject(
        division=division,
        department=registered.department,
        unit=registered.unit,
        section=registered.section,
    )


def projects(order: Order) -> tuple[AggregateId, ...]:
    """Name the projects an order is about: their registrations are needed to allow it."""
    command, division = order.command, order.division
    match command:
        case ProjectCommand(fiscal_year=year, project_code=code):
            return (subjects.project_id(division, year, code),)
        case CampaignCommand() | ClawbackRoundCommand() | EngagementCommand():
            year = command.fiscal_year
            return tuple(subjects.project_id(division, year, code) for code in _codes(command))
        case _:
            return ()


def _codes(command: Command) -> Iterator[str]:
    """Name the projects that are all a command is about; some concern their division as a whole."""
    if isinstance(command, _OF_ALL):
        return
    named: object = getattr(command, "projects", None)
    if isinstance(named, tuple):
        yield from named
    one: object = getattr(command, "project", None)
    if isinstance(one, str):
        yield one


def about(order: Order, registered: Registered) -> tuple[Subject, ...] | None:
    """List what an order is about; None when that is a division as a whole, or not known."""
    command, division = order.command, order.division
    if isinstance(command, RegisterProject):
        own = registered.get(
            subjects.project_id(division, command.fiscal_year, command.project_code)
        )
        return (of(division, command), *((of(division, own),) if own else ()))
    named = projects(order)
    if named:
        found = [registered.get(name) for name in named]
        known = tuple(of(division, one) for one in found if one is not None)
        return known if len(known) == len(named) else None
    departments = _departments(command)
    return tuple(Subject(division=division, department=name) for name in departments) or None


def _departments(command: Command) -> tuple[str, ...]:
    one: object = getattr(command, "department", None)
    several: object = getattr(command, "departments", ())
    names = [one] if isinstance(one, str) else []
    return (*names, *(several if isinstance(several, tuple) else ()))
