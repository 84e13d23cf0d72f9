"""What projects are told in the same atomic append as their campaign's facts (LY-14, HJ-19)."""

from collections.abc import Iterator

from events.campaign import CampaignClosed, CampaignFact, DeadlineExtended, TasksIssued
from events.terms import MonitoringKind
from services.campaign import Campaign, evolve
from services.decision import Context
from services.project.command import ProjectCommand
from services.project.monitoring import CloseTask, ExtendTaskDeadline, IssueTask, task_name


def follow_up(campaign: Campaign, fact: CampaignFact, context: Context) -> list[ProjectCommand]:
    """Return the commands a fact leads to; ``campaign`` is as it stood before it."""
    year = context.aggregate.year
    match fact:
        case TasksIssued():
            return [*_tasks(campaign, fact, context)]
        case DeadlineExtended():
            return [
                ExtendTaskDeadline(
                    fiscal_year=year,
                    project_code=project,
                    task=task,
                    submit_by=fact.submit_by,
                    review_by=fact.review_by,
                    reason=fact.reason,
                    campaign=True,
                )
                for project, task in _extended(campaign, fact, context)
            ]
        case CampaignClosed(projects=projects):
            return [
                CloseTask(
                    fiscal_year=year,
                    project_code=project,
                    task=task,
                    reason="集中监控结束",
                    campaign=True,
                )
                for project, task in _tasks_of(campaign, projects, context)
            ]
        case _:
            return []


def _extended(
    campaign: Campaign, fact: DeadlineExtended, context: Context
) -> Iterator[tuple[str, str]]:
    """Name the tasks with other days: of those named alone, or of all without later ones."""
    apart = evolve(campaign, fact).apart
    for project, task in _tasks_of(campaign, fact.projects, context):
        if project in fact.projects if fact.only else project not in apart:
            yield project, task


def _tasks_of(
    campaign: Campaign, projects: tuple[str, ...], context: Context
) -> list[tuple[str, str]]:
    """Name the tasks it issued and the departments' own of further projects, each once."""
    own = ((project, MonitoringKind.DEPARTMENT_SELF) for project in projects)
    period = context.aggregate.code
    return [
        (project, task_name(period, kind))
        for project, kind in dict.fromkeys((*sorted(campaign.issued), *own))
    ]


def _tasks(campaign: Campaign, fact: TasksIssued, context: Context) -> list[IssueTask]:
    if campaign.opened is None:
        return []
    days = {project: campaign.days_of(project) or campaign.opened for project in fact.projects}
    return [
        IssueTask(
            fiscal_year=context.aggregate.year,
            project_code=project,
            period=campaign.opened.period,
            kind=fact.kind,
            submit_by=of.submit_by,
            review_by=of.review_by,
            reason=_why(campaign, fact.kind, project),
            campaign=True,
        )
        for project, of in days.items()
    ]


def _why(campaign: Campaign, kind: MonitoringKind, project: str) -> str:
    """Say in the task why finance chose the project (HJ-09)."""
    chosen = campaign.selected.get(project)
    if kind is not MonitoringKind.FINANCE_KEY or chosen is None:
        return ""
    return f"{chosen.source.zh}：{chosen.reason}"
