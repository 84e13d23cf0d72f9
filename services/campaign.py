"""A monitoring campaign: opened with the days of the law, tasks issued, closed (LY-12..16)."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.campaign import (
    CampaignClosed,
    CampaignFact,
    CampaignOpened,
    DeadlineExtended,
    KeyProjectSelected,
    TasksIssued,
)
from events.terms import MonitoringKind, SelectionSource
from services.decision import Command, Context
from services.policies.calendar import resolve
from services.project.authority import FINANCE
from services.project.command import Code, FiscalYear, Text
from services.refusal import Refused


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


class SelectKeyProject(CampaignCommand, frozen=True, kw_only=True):
    """Choose a project for finance's key monitoring and say where that comes from (HJ-09, HJ-21).

    It may come before the campaign is opened.
    """

    title = "确定重点监控项目"

    project: Code
    source: SelectionSource
    reason: Text
    registered: Annotated[bool, Meta(description="项目是否已登记；由系统填写")] = True


class ExtendDeadline(CampaignCommand, frozen=True, kw_only=True):
    """Change the days of a period for every task of it, also afterwards (HJ-19).

    Named projects alone have other days; otherwise so have those that get their task later, unless
    they were given later days of their own.
    """

    title = "调整监控时间"

    submit_by: date
    review_by: date | None = None
    reason: Text
    projects: Annotated[
        tuple[Code, ...] | None, Meta(description="只调整这些项目；不填则为该期间的全部项目")
    ] = None
    own: Annotated[
        tuple[Code, ...], Meta(description="该期间有部门自行监控任务的项目；由系统填写")
    ] = ()


class CloseCampaign(CampaignCommand, frozen=True, kw_only=True):
    """Close the campaign; tasks that are not finished are closed as such."""

    title = "结束集中监控"

    projects: Annotated[
        tuple[Code, ...] | None,
        Meta(description="该期间有未办结任务的全部项目；由系统填写"),
    ] = None


AnyCampaignCommand = OpenCampaign | IssueTasks | SelectKeyProject | ExtendDeadline | CloseCampaign


class Campaign(Struct, frozen=True):
    """Where a campaign stands."""

    opened: CampaignOpened | None = None
    issued: frozenset[tuple[str, MonitoringKind]] = frozenset()
    closed: bool = False
    selected: dict[str, KeyProjectSelected] = {}
    extended: DeadlineExtended | None = None
    apart: dict[str, DeadlineExtended] = {}

    def days_of(self, project: str) -> DeadlineExtended | CampaignOpened | None:
        """Whose days a task of a project has: its own, everybody's, those of the opening."""
        return self.apart.get(project) or self.extended or self.opened


def evolve(campaign: Campaign, fact: CampaignFact) -> Campaign:
    """Fold one fact."""
    match fact:
        case CampaignOpened():
            return replace(campaign, opened=fact)
        case TasksIssued(projects=projects, kind=kind):
            given = {(project, kind) for project in projects}
            return replace(campaign, issued=campaign.issued | given)
        case KeyProjectSelected(project=project):
            return replace(campaign, selected={**campaign.selected, project: fact})
        case DeadlineExtended(projects=projects, only=True):
            return replace(campaign, apart={**campaign.apart, **dict.fromkeys(projects, fact)})
        case DeadlineExtended():
            later = {p: own for p, own in campaign.apart.items() if own.submit_by > fact.submit_by}
            return replace(campaign, extended=fact, apart=later)
        case CampaignClosed():
            return replace(campaign, closed=True)


def decide(campaign: Campaign, command: AnyCampaignCommand, context: Context) -> list[CampaignFact]:
    """Decide about a campaign."""
    context.require(FINANCE, command.title, "LY-12")
    if isinstance(command, OpenCampaign):
        _already(campaign, command)
        return [] if campaign.opened else [_open(campaign, command, context)]
    if isinstance(command, SelectKeyProject):
        return _select(campaign, command, context)
    if isinstance(command, ExtendDeadline):
        return _extend(campaign, command, context)
    if campaign.opened is None:
        raise Refused(f"{command.fiscal_year} 年 {command.period} 集中监控尚未启动")
    match command:
        case CloseCampaign(projects=projects):
            return [] if campaign.closed else [CampaignClosed(projects=projects or ())]
        case IssueTasks(projects=projects, kind=kind):
            if campaign.closed:
                raise Refused("集中监控已结束，不能再下达任务")
            if projects is None and kind is MonitoringKind.FINANCE_KEY:
                projects = tuple(campaign.selected)
            _selected(campaign, kind, projects or (), context)
            if not projects:
                raise Refused("没有可下达任务的项目：须先批复绩效目标")
            new = tuple(
                project
                for project in dict.fromkeys(projects)
                if (project, kind) not in campaign.issued
            )
            return [TasksIssued(projects=new, kind=kind)] if new else []


def _open(campaign: Campaign, command: OpenCampaign, context: Context) -> CampaignOpened:
    rules, year, set_before = context.rules, command.fiscal_year, campaign.extended
    period = rules.periods.get(command.period)
    if period is None:
        raise Refused(f"没有监控期间 {command.period}；现有：{'、'.join(rules.periods)}")
    if set_before is None:
        submit_by = command.submit_by or resolve(period.submit_by, year)
        review_by = command.review_by or max(resolve(period.review_by, year), submit_by)
    else:
        submit_by, review_by = set_before.submit_by, set_before.review_by
    if review_by < submit_by:
        raise Refused("审核期限不能早于报送期限", clause="HJ-19")
    return CampaignOpened(
        period=command.period,
        edition=rules.edition,
        from_on=resolve(period.starts, year),
        cutoff_on=resolve(period.cutoff, year),
        adjust_by=resolve(period.adjust_by, year) if period.adjust_by else None,
        issue_by=resolve(period.issue_by, year) if period.issue_by else None,
        submit_by=submit_by,
        review_by=review_by,
    )


def _already(campaign: Campaign, command: OpenCampaign) -> None:
    """Refuse to open with days other than those in force, whether it is open or not yet."""
    now = campaign.extended or campaign.opened
    if now is None:
        return
    asked = (command.submit_by or now.submit_by, command.review_by or now.review_by)
    if asked != (now.submit_by, now.review_by):
        begun = "集中监控已启动" if campaign.opened else "监控时间已调整"
        raise Refused(
            f"{begun}，报送期限 {now.submit_by}、审核期限 {now.review_by}，"
            "变更须用调整监控时间（ExtendDeadline）",
            clause="HJ-19",
        )


def _select(campaign: Campaign, command: SelectKeyProject, context: Context) -> list[CampaignFact]:
    if campaign.closed:
        raise Refused("集中监控已结束，不能再确定重点监控项目")
    if not command.registered:
        raise Refused(f"项目 {command.project} 尚未登记，不能确定为重点监控项目", clause="HJ-09")
    known = campaign.selected.get(command.project)
    if known is not None:
        if (known.source, known.reason) == (command.source, command.reason):
            return []
        raise Refused(
            f"{command.project} 已确定为重点监控项目（{known.source.zh}：{known.reason}）",
            clause="HJ-09",
        )
    rules = context.rules
    by = rules.monitoring.key_project_by
    late = by is not None and context.today > resolve(by, command.fiscal_year)
    if late and by and rules.monitoring.key_project_late == "REFUSE":
        last = resolve(by, command.fiscal_year)
        raise Refused(f"重点监控项目须在 {last} 前确定", clause=rules.monitoring.clause)
    return [
        KeyProjectSelected(
            project=command.project,
            source=command.source,
            reason=command.reason,
            on=context.today,
            edition=rules.edition,
            late=late,
        )
    ]


def _selected(
    campaign: Campaign, kind: MonitoringKind, projects: tuple[str, ...], context: Context
) -> None:
    """Refuse key monitoring of what was not chosen, where the rules ask for a choice."""
    rules = context.rules.monitoring
    if kind is not MonitoringKind.FINANCE_KEY or not rules.key_selection_required:
        return
    if missing := [project for project in projects if project not in campaign.selected]:
        raise Refused(f"未确定为重点监控项目：{'、'.join(missing)}", clause="HJ-09")


def _extend(campaign: Campaign, command: ExtendDeadline, context: Context) -> list[CampaignFact]:
    period = context.rules.periods.get(command.period)
    if period is None:
        raise Refused(f"没有监控期间 {command.period}；现有：{'、'.join(context.rules.periods)}")
    if campaign.closed:
        raise Refused("集中监控已结束，不能再调整时间", clause="HJ-19")
    if command.projects == ():
        raise Refused("须列明要调整的项目；调整全部项目的，不填 projects", clause="HJ-19")
    now = [days.review_by for one in command.projects or ("",) if (days := campaign.days_of(one))]
    old = now or [resolve(period.review_by, command.fiscal_year)]
    review_by = command.review_by or max(*old, command.submit_by)
    if review_by < command.submit_by:
        raise Refused("审核期限不能早于报送期限", clause="HJ-19")
    fact = DeadlineExtended(
        submit_by=command.submit_by,
        review_by=review_by,
        reason=command.reason,
        projects=tuple(dict.fromkeys(command.projects or command.own)),
        only=bool(command.projects),
    )
    return [] if evolve(campaign, fact) == campaign else [fact]
