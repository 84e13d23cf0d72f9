"""Facts: a monitoring campaign of a division."""

from datetime import date

from events.fact import Fact
from events.terms import MonitoringKind, SelectionSource


class CampaignOpened(Fact, frozen=True, kw_only=True):
    """A period is monitored, with the days of the edition in force (LY-13..16, HJ-17, HL-05)."""

    tag = "campaign.opened.v1"
    title = "启动集中监控"

    period: str
    edition: str
    from_on: date
    cutoff_on: date
    adjust_by: date | None = None
    issue_by: date | None = None
    submit_by: date
    review_by: date


class TasksIssued(Fact, frozen=True, kw_only=True):
    """Tasks were given to these projects (LY-14); each project records its own task."""

    tag = "campaign.tasks-issued.v1"
    title = "下达监控任务"

    projects: tuple[str, ...]
    kind: MonitoringKind = MonitoringKind.DEPARTMENT_SELF


class KeyProjectSelected(Fact, frozen=True, kw_only=True):
    """A project is monitored by finance as a key one, with the source of the choice (HJ-09).

    ``late`` says that the day to select (HJ-21) had passed.
    """

    tag = "campaign.key-project-selected.v1"
    title = "确定重点监控项目"

    project: str
    source: SelectionSource
    reason: str
    on: date
    edition: str
    late: bool = False


class DeadlineExtended(Fact, frozen=True, kw_only=True):
    """Finance changed the days of the campaign (HJ-19); each project records its own task's.

    ``only`` says that the change concerns ``projects`` alone and nobody who gets a task later.
    """

    tag = "campaign.deadline-extended.v1"
    title = "调整监控时间"

    submit_by: date
    review_by: date
    reason: str
    projects: tuple[str, ...] = ()
    only: bool = False


class CampaignClosed(Fact, frozen=True, kw_only=True):
    """The campaign is over; tasks of ``projects`` beside those it issued are closed as well."""

    tag = "campaign.closed.v1"
    title = "结束集中监控"

    projects: tuple[str, ...] = ()


CampaignFact = CampaignOpened | TasksIssued | KeyProjectSelected | DeadlineExtended | CampaignClosed
