"""Facts: a monitoring campaign of a division."""

from datetime import date

from events.fact import Fact
from events.terms import MonitoringKind


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


class CampaignClosed(Fact, frozen=True, kw_only=True):
    """The campaign is over."""

    tag = "campaign.closed.v1"
    title = "结束集中监控"


CampaignFact = CampaignOpened | TasksIssued | CampaignClosed
