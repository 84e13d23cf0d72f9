"""The project itself: its name, who spends, who answers for it (LY-01, LY-02, HJ-08)."""

from datetime import date
from typing import TYPE_CHECKING

from events.registration import ProjectRegistered
from events.terms import FundTag, SubjectKind
from services.decision import Context
from services.project.command import ProjectCommand, Text
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class RegisterProject(ProjectCommand, frozen=True, kw_only=True):
    """Enter a subject of monitoring; money may have arrived before it."""

    title = "登记项目"

    name: Text
    subject_kind: SubjectKind = SubjectKind.PROJECT
    department: Text
    unit: Text
    section: str = ""
    fund_tags: tuple[FundTag, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None


RegistrationCommand = RegisterProject


def decide(project: "Project", command: RegistrationCommand, _: Context) -> list[ProjectRegistered]:
    """Register once; the same again is already so."""
    fact = ProjectRegistered(
        name=command.name,
        subject_kind=command.subject_kind,
        department=command.department,
        unit=command.unit,
        section=command.section,
        fund_tags=command.fund_tags,
        starts_on=command.starts_on or date(command.fiscal_year, 1, 1),
        ends_on=command.ends_on or date(command.fiscal_year, 12, 31),
    )
    if fact.ends_on < fact.starts_on:
        raise Refused("项目终止日期早于起始日期")
    if project.registration is None:
        return [fact]
    if project.registration == fact:
        return []
    raise Refused(f"项目已登记为“{project.registration.name}”，不能重复登记为其他内容")
