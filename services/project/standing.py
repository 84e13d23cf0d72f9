"""How a project stands in its life: tagged, carried over, closed or terminated (domain 4.1)."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.registration import (
    CarryoverLinked,
    FundsTagged,
    ProjectClosed,
    ProjectRegistered,
    ProjectTerminated,
    RegistrationFact,
)
from events.terms import FundTag, Stage
from services.decision import Context
from services.project.authority import REVIEWERS
from services.project.command import Code, FiscalYear, ProjectCommand, Text
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class TagFunds(ProjectCommand, frozen=True, kw_only=True):
    """Add tags to a project's money; what was tagged stays tagged."""

    title = "标记资金属性"

    tags: tuple[FundTag, ...]
    basis: Text


class LinkCarryover(ProjectCommand, frozen=True, kw_only=True):
    """Say from which year and project money in 分 came over.

    ``arranged_in`` is the year it was first arranged; left out, it is what the earlier project
    says of itself (``known_arranged_in``, filled in by the system). Told again, the same money may
    only turn out to be older.
    """

    title = "关联结转资金"

    from_year: FiscalYear
    from_project: Code
    amount_fen: Annotated[int, Meta(ge=1)]
    arranged_in: FiscalYear | None = None
    known_arranged_in: Annotated[
        FiscalYear | None, Meta(description="原项目资金的首次安排年度；由系统填写")
    ] = None


class TerminateProject(ProjectCommand, frozen=True, kw_only=True):
    """End a project before its time."""

    title = "终止项目"

    reason: Text
    effective_on: date | None = None


class CloseProject(ProjectCommand, frozen=True, kw_only=True):
    """Close a project that is finished or whose year is over."""

    title = "结束项目"

    reason: Text
    effective_on: date | None = None


StandingCommand = TagFunds | LinkCarryover | TerminateProject | CloseProject


class Standing(Struct, frozen=True):
    """Tags added after the registration, money from earlier years, and the end."""

    added: tuple[FundTag, ...] = ()
    carryovers: dict[tuple[int, str], CarryoverLinked] = {}
    terminated_on: date | None = None
    closed_on: date | None = None

    @property
    def arranged_in(self) -> int | None:
        """The year the oldest money carried over was first arranged, None when all is new."""
        return min((link.arranged_in for link in self.carryovers.values()), default=None)


def evolve(standing: Standing, fact: RegistrationFact) -> Standing:
    """Fold one fact."""
    match fact:
        case FundsTagged(tags=tags):
            return replace(standing, added=tuple(dict.fromkeys((*standing.added, *tags))))
        case CarryoverLinked(from_year=year, from_project=code):
            return replace(standing, carryovers={**standing.carryovers, (year, code): fact})
        case ProjectTerminated(effective_on=day):
            return replace(standing, terminated_on=day)
        case ProjectClosed(effective_on=day):
            return replace(standing, closed_on=day)
        case ProjectRegistered():
            return standing


def decide(
    project: "Project", command: StandingCommand, context: Context
) -> list[RegistrationFact]:
    """Decide about the project's life."""
    match command:
        case TagFunds(tags=tags, basis=basis):
            context.require(REVIEWERS, command.title, "QM-10")
            known = project.registered.fund_tags
            new = tuple(tag for tag in dict.fromkeys(tags) if tag not in known)
            return [FundsTagged(tags=new, basis=basis)] if new else []
        case LinkCarryover():
            context.require(REVIEWERS, command.title)
            return _link(project.standing, command)
        case TerminateProject(reason=reason, effective_on=day):
            context.require(context.rules.disposition.decider_roles, command.title)
            if project.stage is Stage.TERMINATED:
                _same_day(day, project.standing.terminated_on, "终止")
                return []
            _begun(project, command)
            return [ProjectTerminated(reason=reason, effective_on=day or context.today)]
        case CloseProject(reason=reason, effective_on=day):
            context.require(REVIEWERS, command.title)
            if project.stage is Stage.CLOSED:
                _same_day(day, project.standing.closed_on, "结束")
                return []
            if project.stage is Stage.SUSPENDED:
                raise Refused("项目已暂停实施，恢复或终止后方可结束")
            _begun(project, command)
            return [ProjectClosed(reason=reason, effective_on=day or context.today)]


def _same_day(asked: date | None, stands: date | None, what: str) -> None:
    """Refuse another day for an end that stands; it would be accepted and not be so."""
    if asked not in (None, stands):
        raise Refused(f"项目已于 {stands} {what}，不能另定 {asked}")


def _begun(project: "Project", command: StandingCommand) -> None:
    """Refuse to end what never began; money that moved without targets is a beginning too."""
    if project.stage is Stage.CLOSED:
        raise Refused(f"项目已结束，不能{command.title}")
    if project.stage in (Stage.PROPOSED, Stage.ELIGIBLE) and not project.execution.entries:
        raise Refused(f"项目尚未实施（{project.stage.zh}），不能{command.title}")


def _link(standing: Standing, command: LinkCarryover) -> list[RegistrationFact]:
    known = standing.carryovers.get((command.from_year, command.from_project))
    oldest = min(command.known_arranged_in or command.from_year, command.from_year)
    if known is not None:
        oldest = min(oldest, known.arranged_in)
    arranged = oldest if command.arranged_in is None else command.arranged_in
    if command.from_year >= command.fiscal_year:
        raise Refused(f"结转资金须来自 {command.fiscal_year} 年以前的年度")
    if arranged > oldest:
        raise Refused(f"资金 {oldest} 年首次安排，改变用途不重新计算年限")
    link = CarryoverLinked(
        from_year=command.from_year,
        from_project=command.from_project,
        arranged_in=arranged,
        amount_fen=command.amount_fen,
    )
    if known == link:
        return []
    if known is not None and known.amount_fen != link.amount_fen:
        raise Refused(f"已关联 {link.from_year} 年项目 {link.from_project} 的结转资金")
    return [link]
