"""A monitoring campaign: opened with the days of the law, tasks issued, closed (LY-12..16)."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.campaign import CampaignClosed, CampaignFact, CampaignOpened, TasksIssued
from events.terms import MonitoringKind, Role
from services.decision import Command, Context
from services.policies.calendar import resolve
from services.project.command import Code, FiscalYear, ProjectCommand
from services.project.monitoring import IssueTask
from services.refusal import Refused

_BUREAU = (Role.FIN_SECTION_REVIEWER, Role.PERF_SECTION_OFFICER, Role.FIN_APPROVER)


class CampaignCommand(Command, frozen=True, kw_only=True):
    """A command on the campaign of one period."""

    fiscal_year: FiscalYear
    period: Code


class OpenCampaign(CampaignCommand, frozen=True, kw_only=True):
    """Open a period; days given here replace those of the edition (HJ-19)."""

    title = "启动集中监控"

    submit_by: date | None = None
    review_by: date | None = None


class IssueTasks(CampaignCommand, frozen=True, kw_only=True):
    """Issue tasks to projects, all of them or none; without a list, to all that have targets."""

    title = "下达监控任务"

    projects: Annotated[
        tuple[Code, ...] | None, Meta(description="项目代码；不填则为该年度目标已批复的全部项目")
    ] = None
    kind: MonitoringKind = MonitoringKind.DEPARTMENT_SELF


class CloseCampaign(CampaignCommand, frozen=True, kw_only=True):
    """Close the campaign."""

    title = "结束集中监控"


AnyCampaignCommand = OpenCampaign | IssueTasks | CloseCampaign


class Campaign(Struct, frozen=True):
    """Where a campaign stands."""

    opened: CampaignOpened | None = None
    issued: frozenset[tuple[str, MonitoringKind]] = frozenset()
    closed: bool = False


def evolve(campaign: Campaign, fact: CampaignFact) -> Campaign:
    """Fold one fact."""
    match fact:
        case CampaignOpened():
            return replace(campaign, opened=fact)
        case TasksIssued(projects=projects, kind=kind):
            given = {(project, kind) for project in projects}
            return replace(campaign, issued=campaign.issued | given)
        case CampaignClosed():
            return replace(campaign, closed=True)


def decide(campaign: Campaign, command: AnyCampaignCommand, context: Context) -> list[CampaignFact]:
    """Decide about a campaign."""
    context.require(_BUREAU, command.title, "LY-12")
    if isinstance(command, OpenCampaign):
        return [] if campaign.opened else [_open(command, context)]
    if campaign.opened is None:
        raise Refused(f"{command.fiscal_year} 年 {command.period} 集中监控尚未启动")
    match command:
        case CloseCampaign():
            return [] if campaign.closed else [CampaignClosed()]
        case IssueTasks(projects=projects, kind=kind):
            if campaign.closed:
                raise Refused("集中监控已结束，不能再下达任务")
            if not projects:
                raise Refused("没有可下达任务的项目：须先批复绩效目标")
            new = tuple(
                project
                for project in dict.fromkeys(projects)
                if (project, kind) not in campaign.issued
            )
            return [TasksIssued(projects=new, kind=kind)] if new else []


def _open(command: OpenCampaign, context: Context) -> CampaignOpened:
    rules, year = context.rules, command.fiscal_year
    period = rules.periods.get(command.period)
    if period is None:
        raise Refused(f"没有监控期间 {command.period}；现有：{'、'.join(rules.periods)}")
    return CampaignOpened(
        period=command.period,
        edition=rules.edition,
        from_on=resolve(period.starts, year),
        cutoff_on=resolve(period.cutoff, year),
        adjust_by=resolve(period.adjust_by, year) if period.adjust_by else None,
        issue_by=resolve(period.issue_by, year) if period.issue_by else None,
        submit_by=command.submit_by or resolve(period.submit_by, year),
        review_by=command.review_by or resolve(period.review_by, year),
    )


def follow_up(campaign: Campaign, fact: CampaignFact, context: Context) -> list[ProjectCommand]:
    """Return what the projects are told in the same atomic append."""
    if not isinstance(fact, TasksIssued) or campaign.opened is None:
        return []
    return [
        IssueTask(
            fiscal_year=context.aggregate.year,
            project_code=project,
            period=campaign.opened.period,
            kind=fact.kind,
            submit_by=campaign.opened.submit_by,
            review_by=campaign.opened.review_by,
        )
        for project in fact.projects
    ]
