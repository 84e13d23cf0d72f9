"""A campaign: opened with the days of the law, tasks issued all or none, closed."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from msgspec.structs import replace

from events.campaign import CampaignClosed, CampaignFact, CampaignOpened, TasksIssued
from events.subjects import campaign_id
from events.terms import MonitoringKind
from services.campaign import (
    AnyCampaignCommand,
    Campaign,
    CloseCampaign,
    IssueTasks,
    OpenCampaign,
    decide,
    evolve,
)
from services.campaign_tasks import follow_up
from services.decision import Actor, Context
from services.project.monitoring import IssueTask
from tests.services.policies.acts import refusal
from tests.services.project.given import (
    AUDITOR,
    CHIEF,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    law_of,
)

OPEN = OpenCampaign(fiscal_year=2021, period="H1")
ISSUE = IssueTasks(fiscal_year=2021, period="H1", projects=("P1", "P2"))
CLOSE = CloseCampaign(fiscal_year=2021, period="H1")
OPENED = CampaignOpened(
    period="H1",
    edition="lingyuan@2021-01-01",
    from_on=date(2021, 1, 1),
    cutoff_on=date(2021, 6, 30),
    adjust_by=date(2021, 8, 30),
    issue_by=date(2021, 9, 1),
    submit_by=date(2021, 9, 7),
    review_by=date(2021, 9, 17),
)
BOTH = TasksIssued(projects=("P1", "P2"))


@pytest.mark.clause("HJ-19")
def test_a_campaign_is_reviewed_no_earlier_than_it_is_filled_in() -> None:
    later = replace(OPEN, submit_by=date(2021, 9, 30))
    [opened] = told(later)
    assert isinstance(opened, CampaignOpened)
    assert (opened.submit_by, opened.review_by) == (date(2021, 9, 30), date(2021, 9, 30))
    wrong = replace(later, review_by=date(2021, 9, 29))
    assert refusal(lambda: told(wrong)) == "审核期限不能早于报送期限"


def context(actor: Actor = SECTION, place: str = "lingyuan") -> Context:
    law = law_of(place)
    return Context(
        command_id="c",
        at=datetime(2021, 9, 1, tzinfo=UTC),
        actor=actor,
        aggregate=campaign_id(law.editions[0].division, 2021, "H1"),
        law=law,
    )


def fold(*facts: CampaignFact) -> Campaign:
    campaign = Campaign()
    for fact in facts:
        campaign = evolve(campaign, fact)
    return campaign


def told(command: AnyCampaignCommand, *facts: CampaignFact) -> list[CampaignFact]:
    return decide(fold(*facts), command, context())


@pytest.mark.clause("LY-12", "LY-17", "LY-25")
def test_a_campaign_opens_with_the_days_of_the_notice_once() -> None:
    """LY-13 to LY-16: 30 August, 1, 7 and 17 September."""
    assert told(OPEN) == [OPENED]
    assert told(OPEN, OPENED) == []
    assert told(OPEN, OPENED, CampaignClosed()) == []


@pytest.mark.clause("HJ-19")
def test_finance_may_set_other_days() -> None:
    """HJ-19."""
    other = replace(OPEN, submit_by=date(2021, 9, 10), review_by=date(2021, 9, 20))
    days = {"submit_by": date(2021, 9, 10), "review_by": date(2021, 9, 20)}
    assert told(other) == [replace(OPENED, **days)]


def test_a_place_without_a_day_to_adjust_by_has_none() -> None:
    (fact,) = decide(Campaign(), OPEN, context(place="hailin"))
    assert isinstance(fact, CampaignOpened)
    assert (fact.adjust_by, fact.issue_by) == (None, None)


def test_an_unknown_period_is_refused_with_those_there_are() -> None:
    assert refusal(lambda: told(replace(OPEN, period="Q9"))) == "没有监控期间 Q9；现有：H1"


def test_tasks_are_issued_once_to_each_project() -> None:
    assert told(ISSUE, OPENED) == [BOTH]
    assert told(ISSUE, OPENED, BOTH) == []
    three = replace(ISSUE, projects=("P2", "P3", "P1", "P3"))
    assert told(three, OPENED, BOTH) == [TasksIssued(projects=("P3",))]


def test_another_kind_of_monitoring_is_another_task() -> None:
    key = replace(ISSUE, kind=MonitoringKind.FINANCE_KEY)
    expected = TasksIssued(projects=("P1", "P2"), kind=MonitoringKind.FINANCE_KEY)
    assert told(key, OPENED, BOTH) == [expected]


@pytest.mark.parametrize("projects", [None, ()])
def test_there_must_be_somebody_to_issue_to(projects: tuple[str, ...] | None) -> None:
    command = replace(ISSUE, projects=projects)
    assert "没有可下达任务的项目" in refusal(lambda: told(command, OPENED))


def test_nothing_happens_before_the_opening_or_after_the_end() -> None:
    for command in (ISSUE, CLOSE):
        assert refusal(partial(told, command)) == "2021 年 H1 集中监控尚未启动"
    assert told(CLOSE, OPENED) == [CampaignClosed()]
    assert told(CLOSE, OPENED, CampaignClosed()) == []
    over = refusal(lambda: told(ISSUE, OPENED, CampaignClosed()))
    assert over == "集中监控已结束，不能再下达任务"


@pytest.mark.clause("LY-12")
@pytest.mark.parametrize("actor", [SECTION, OFFICER, CHIEF], ids=lambda one: one.role)
def test_the_bureau_runs_campaigns(actor: Actor) -> None:
    assert decide(Campaign(), OPEN, context(actor)) == [OPENED]


@pytest.mark.parametrize("actor", [FILER, REVIEWER, AUDITOR], ids=lambda one: one.role)
@pytest.mark.parametrize("command", [OPEN, ISSUE, CLOSE], ids=lambda one: type(one).__name__)
def test_nobody_else_does(command: AnyCampaignCommand, actor: Actor) -> None:
    answer = refusal(lambda: decide(fold(OPENED), command, context(actor)))
    assert answer.startswith(f"{command.title}须由财政业务科室审核人")


def test_each_project_is_told_of_its_task_with_the_days_of_the_campaign() -> None:
    days = {"submit_by": date(2021, 9, 10), "review_by": date(2021, 9, 20)}
    opened = replace(OPENED, **days)
    assert follow_up(fold(opened), BOTH, context()) == [
        IssueTask(
            fiscal_year=2021,
            project_code=code,
            period="H1",
            kind=MonitoringKind.DEPARTMENT_SELF,
            submit_by=date(2021, 9, 10),
            review_by=date(2021, 9, 20),
            campaign=True,
        )
        for code in ("P1", "P2")
    ]


def test_nothing_else_sets_anything_off() -> None:
    assert follow_up(fold(OPENED), OPENED, context()) == []
    assert follow_up(fold(OPENED), CampaignClosed(), context()) == []
    assert follow_up(Campaign(), BOTH, context()) == []


def test_facts_fold_in_any_order() -> None:
    late = fold(CampaignClosed(), BOTH, OPENED)
    assert late == fold(OPENED, BOTH, CampaignClosed())
