"""The project itself: its name, who spends, who answers for it (LY-01, LY-02, HJ-08)."""

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from events.budget import BudgetFlagged
from events.registration import FundsTagged, ProjectRegistered, RegistrationFact
from events.terms import BudgetLedger, FundSource, FundTag, Role, SubjectKind
from services.decision import Context
from services.project import authority, budgeting
from services.project.command import Code, FiscalYear, ProjectCommand, Text
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


_REGISTRARS = (*authority.OWN, *authority.FINANCE, Role.UPSTREAM_SYSTEM)


class RegisterProject(ProjectCommand, frozen=True, kw_only=True):
    """Enter a subject of monitoring; money may have arrived before it.

    ``parent`` is the code of the subject it belongs to: of a region, the transfer payment as a
    whole (LY-11). ``responsible`` are staff ids (HL-02).
    """

    title = "登记项目"

    name: Text
    subject_kind: SubjectKind = SubjectKind.PROJECT
    department: Text
    unit: Text
    section: str = ""
    fund_tags: tuple[FundTag, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    parent: Code | None = None
    budget_ledger: BudgetLedger = BudgetLedger.GENERAL_PUBLIC
    fund_source: FundSource | None = None
    responsible: tuple[Code, ...] = ()
    first_arranged_year: FiscalYear | None = None


RegistrationCommand = RegisterProject


def evolve(
    registration: ProjectRegistered | None, fact: RegistrationFact, added: tuple[FundTag, ...]
) -> ProjectRegistered | None:
    """Fold one fact; ``added`` are the tags of before and after the registration."""
    match fact:
        case ProjectRegistered():
            return _tagged(fact, added)
        case FundsTagged() if registration is not None:
            return _tagged(registration, added)
        case _:
            return registration


def _tagged(registration: ProjectRegistered, added: tuple[FundTag, ...]) -> ProjectRegistered:
    return replace(registration, fund_tags=tuple(dict.fromkeys((*registration.fund_tags, *added))))


def decide(
    project: "Project", command: RegistrationCommand, context: Context
) -> list[ProjectRegistered | BudgetFlagged]:
    """Register once; the same again is already so; a budget that came before is looked at."""
    fact = ProjectRegistered(
        name=command.name,
        subject_kind=command.subject_kind,
        department=command.department,
        unit=command.unit,
        section=command.section,
        fund_tags=command.fund_tags,
        starts_on=command.starts_on or date(command.fiscal_year, 1, 1),
        ends_on=command.ends_on or date(command.fiscal_year, 12, 31),
        parent=command.parent or "",
        budget_ledger=command.budget_ledger,
        fund_source=command.fund_source,
        responsible=command.responsible,
        first_arranged_year=command.first_arranged_year,
    )
    context.require(_REGISTRARS, command.title)
    authority.within(fact, context.actor)
    if fact.ends_on < fact.starts_on:
        raise Refused("项目终止日期早于起始日期")
    if fact.first_arranged_year is not None and fact.first_arranged_year > command.fiscal_year:
        raise Refused(f"首次安排年度不能晚于预算年度 {command.fiscal_year}", clause="HL-12")
    if fact.parent == command.project_code:
        raise Refused("项目不能隶属于自身", clause="LY-11")
    if project.registration is None:
        return [fact, *budgeting.flagged_before(project, context)]
    if project.registration == _tagged(fact, project.standing.added):
        return []
    raise Refused(f"项目已登记为“{project.registration.name}”，不能重复登记为其他内容")
