"""A campaign's key projects, other days and its end, and what the projects are told."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from events.campaign import (
    CampaignClosed,
    CampaignFact,
    CampaignOpened,
    DeadlineExtended,
    KeyProjectSelected,
    TasksIssued,
)
from events.subjects import campaign_id
from events.terms import MonitoringKind, SelectionSource
from services.campaign import (
    AnyCampaignCommand,
    Campaign,
    CloseCampaign,
    ExtendDeadline,
    IssueTasks,
    OpenCampaign,
    SelectKeyProject,
    decide,
)
from services.campaign_tasks import follow_up
from services.decision import Actor, Context
from services.policies.law import Law
from services.project.command import ProjectCommand
from services.project.monitoring import CloseTask, ExtendTaskDeadline, IssueTask
from tests.services.policies.acts import refusal
from tests.services.project.given import FILER, OFFICER, amended, day, law_of
from tests.services.test_campaign import fold

SELECT = SelectKeyProject(
    fiscal_year=2021,
    period="H1",
    project="P1",
    source=SelectionSource.AUDIT,
    reason="审计指出进度慢",
)
KEY = IssueTasks(fiscal_year=2021, period="H1", kind=MonitoringKind.FINANCE_KEY)
EXTEND = ExtendDeadline(
    fiscal_year=2021, period="H1", submit_by=date(2021, 7, 20), reason="汛期", own=("P9",)
)
CLOSE = CloseCampaign(fiscal_year=2021, period="H1", projects=("P9",))
OPENED = CampaignOpened(
    period="H1",
    edition="hanggin@2021-01-01",
    from_on=date(2021, 1, 1),
    cutoff_on=date(2021, 6, 30),
    submit_by=date(2021, 7, 10),
    review_by=date(2021, 7, 31),
)
ISSUED = TasksIssued(projects=("P1",), kind=MonitoringKind.DEPARTMENT_SELF)


def context(
    at: datetime = datetime(2021, 6, 30, 15, 59, tzinfo=UTC),
    law: Law | None = None,
    actor: Actor = OFFICER,
) -> Context:
    return Context(
        command_id="c",
        at=at,
        actor=actor,
        aggregate=campaign_id("150625", 2021, "H1"),
        law=law or law_of("hanggin"),
    )


def told(
    command: AnyCampaignCommand, *facts: CampaignFact, at: Context | None = None
) -> list[CampaignFact]:
    return decide(fold(*facts), command, at or context())


def selected(**changes: object) -> KeyProjectSelected:
    fact = KeyProjectSelected(
        project="P1",
        source=SelectionSource.AUDIT,
        reason="审计指出进度慢",
        on=date(2021, 6, 30),
        edition="hanggin@2021-01-01",
    )
    return replace(fact, **changes)


@pytest.mark.clause("HJ-09", "HJ-21", "HJ-04")
def test_a_key_project_is_chosen_with_its_source_even_before_the_opening() -> None:
    assert told(SELECT) == [selected()]
    assert told(SELECT, selected()) == []
    assert len(SelectionSource) == 7  # important by itself, or one of the six findings


@pytest.mark.clause("HJ-21")
def test_after_the_second_quarter_a_choice_is_late_or_refused() -> None:
    """Midnight in China: 16:00 UTC of 30 June is July."""
    july = datetime(2021, 6, 30, 16, tzinfo=UTC)
    assert told(SELECT, at=context(july)) == [selected(on=date(2021, 7, 1), late=True)]
    strict = amended(law_of("hanggin"), day(1, 2), monitoring__key_project_late="REFUSE")
    answer = refusal(lambda: told(SELECT, at=context(july, strict)))
    assert answer == "重点监控项目须在 2021-06-30 前确定"
    assert told(SELECT, at=context(law=strict))


@pytest.mark.clause("HJ-09", "HJ-16")
def test_key_monitoring_is_of_what_was_chosen() -> None:
    assert told(KEY, OPENED, selected()) == [
        TasksIssued(projects=("P1",), kind=MonitoringKind.FINANCE_KEY)
    ]
    other = replace(KEY, projects=("P1", "P2"))
    assert refusal(lambda: told(other, OPENED, selected())) == "未确定为重点监控项目：P2"
    lingyuan = context(law=law_of("lingyuan"))
    assert told(other, OPENED, selected(), at=lingyuan)
    assert "没有可下达" in refusal(lambda: told(KEY, OPENED))


@pytest.mark.clause("HJ-09")
def test_the_task_says_why_it_is_a_key_one() -> None:
    fact = TasksIssued(projects=("P1",), kind=MonitoringKind.FINANCE_KEY)
    [command] = follow_up(fold(OPENED, selected()), fact, context())
    assert isinstance(command, IssueTask)
    assert command.reason == "审计：审计指出进度慢"


def tasks(commands: list[ProjectCommand]) -> list[tuple[str, str]]:
    return [
        (command.project_code, command.task)
        for command in commands
        if isinstance(command, ExtendTaskDeadline | CloseTask)
    ]


@pytest.mark.clause("HJ-19")
def test_other_days_reach_every_task_once_also_after_they_passed() -> None:
    key = TasksIssued(projects=("P1",), kind=MonitoringKind.FINANCE_KEY)
    campaign = fold(OPENED, ISSUED, key)
    [fact] = told(EXTEND, OPENED, ISSUED, key)
    assert fact == DeadlineExtended(
        submit_by=date(2021, 7, 20),
        review_by=date(2021, 7, 31),
        reason="汛期",
        projects=("P9",),
    )
    assert tasks(follow_up(campaign, fact, context())) == [
        ("P1", "H1"),
        ("P1", "H1-FINANCE_KEY"),
        ("P9", "H1"),
    ]
    assert told(EXTEND, OPENED, ISSUED, key, fact) == []


@pytest.mark.clause("HJ-19")
def test_a_standing_duty_has_other_days_without_a_campaign() -> None:
    [fact] = told(EXTEND)
    assert tasks(follow_up(Campaign(), fact, context())) == [("P9", "H1")]
    wrong = replace(EXTEND, review_by=date(2021, 7, 1))
    assert refusal(lambda: told(wrong)) == "审核期限不能早于报送期限"
    unknown = replace(EXTEND, period="Q9")
    assert refusal(lambda: told(unknown)).startswith("没有监控期间 Q9")
    assert "已结束" in refusal(lambda: told(EXTEND, OPENED, CampaignClosed()))


@pytest.mark.clause("HJ-19")
def test_other_days_for_one_project_leave_the_others_theirs() -> None:
    alone = replace(EXTEND, projects=("P1", "P1"), own=("P1", "P9"))
    [fact] = told(alone, OPENED, ISSUED)
    assert isinstance(fact, DeadlineExtended)
    assert (fact.projects, fact.only) == (("P1",), True)
    assert tasks(follow_up(fold(OPENED, ISSUED), fact, context())) == [("P1", "H1")]
    assert told(alone, OPENED, ISSUED, fact) == []
    both = TasksIssued(projects=("P1", "P2"))
    given = follow_up(fold(OPENED, fact), both, context())
    days = [one.submit_by for one in given if isinstance(one, IssueTask)]
    assert days == [date(2021, 7, 20), date(2021, 7, 10)]


@pytest.mark.clause("HJ-19")
@pytest.mark.parametrize(("everybody", "left"), [(19, ["P9"]), (20, ["P1", "P9"])])
def test_later_days_of_ones_own_outlive_a_change_for_all(everybody: int, left: list[str]) -> None:
    [alone] = told(replace(EXTEND, projects=("P1",)), OPENED, ISSUED)
    campaign = fold(OPENED, ISSUED, alone)
    for_all = replace(EXTEND, submit_by=date(2021, 7, everybody), reason="顺延")
    [fact] = told(for_all, OPENED, ISSUED, alone)
    assert [name for name, _ in tasks(follow_up(campaign, fact, context()))] == left
    after = fold(OPENED, ISSUED, alone, fact).days_of("P1")
    assert after is not None
    assert after.submit_by == date(2021, 7, 20)


def test_what_was_said_otherwise_before_is_no_repetition() -> None:
    """Opened again with other days, chosen again for another reason: nothing is dropped unsaid."""
    opening = OpenCampaign(fiscal_year=2021, period="H1", submit_by=date(2021, 7, 10))
    assert told(opening, OPENED) == []
    again = replace(opening, submit_by=date(2021, 7, 11))
    assert "集中监控已启动，报送期限 2021-07-10" in refusal(lambda: told(again, OPENED))
    [fact] = told(replace(EXTEND, submit_by=date(2021, 7, 11)), OPENED)
    assert told(again, OPENED, fact) == []
    other = replace(SELECT, source=SelectionSource.MAJOR)
    assert "已确定为重点监控项目" in refusal(lambda: told(other, OPENED, selected()))


def test_a_project_nobody_registered_is_no_key_project() -> None:
    assert "尚未登记" in refusal(lambda: told(replace(SELECT, registered=False)))


@pytest.mark.clause("HJ-19")
def test_tasks_issued_after_the_change_have_the_new_days() -> None:
    [fact] = told(EXTEND, OPENED)
    [command] = follow_up(fold(OPENED, fact), ISSUED, context())
    assert isinstance(command, IssueTask)
    assert command.submit_by == date(2021, 7, 20)


@pytest.mark.clause("LY-12")
def test_the_end_closes_what_is_not_finished() -> None:
    [fact] = told(CLOSE, OPENED, ISSUED)
    assert fact == CampaignClosed(projects=("P9",))
    campaign = fold(OPENED, ISSUED)
    assert tasks(follow_up(campaign, fact, context())) == [("P1", "H1"), ("P9", "H1")]
    assert told(CLOSE, OPENED, ISSUED, fact) == []
    assert "已结束" in refusal(lambda: told(SELECT, OPENED, fact))


def test_only_the_bureau_chooses_and_changes() -> None:
    for command in (SELECT, EXTEND):
        answer = refusal(lambda command=command: told(command, at=context(actor=FILER)))  # type: ignore[misc]  # mypy infers no default
        assert answer.startswith(f"{command.title}须由")


def test_opening_has_the_days_of_the_edition() -> None:
    opening = OpenCampaign(fiscal_year=2021, period="H1")
    assert told(opening) == [OPENED]


@pytest.mark.clause("HJ-19")
def test_days_for_all_said_again_end_earlier_days_of_ones_own() -> None:
    [everybody] = told(EXTEND, OPENED, ISSUED)
    sooner = replace(EXTEND, projects=("P1",), submit_by=date(2021, 7, 5))
    [alone] = told(sooner, OPENED, ISSUED, everybody)
    [again] = told(EXTEND, OPENED, ISSUED, everybody, alone)
    after = fold(OPENED, ISSUED, everybody, alone, again).days_of("P1")
    assert after is not None
    assert after.submit_by == date(2021, 7, 20)
    assert told(EXTEND, OPENED, ISSUED, everybody, alone, again) == []


@pytest.mark.clause("HJ-19")
def test_a_review_day_that_nobody_names_stays_as_it_was_set_last() -> None:
    [later] = told(replace(EXTEND, review_by=date(2021, 8, 15)), OPENED)
    for projects in (None, ("P1",)):
        further = replace(EXTEND, submit_by=date(2021, 7, 25), projects=projects)
        [fact] = told(further, OPENED, later)
        assert isinstance(fact, DeadlineExtended)
        assert fact.review_by == date(2021, 8, 15)


@pytest.mark.clause("HJ-19")
def test_days_set_before_the_opening_are_those_it_opens_with() -> None:
    [before] = told(EXTEND)
    opening = OpenCampaign(fiscal_year=2021, period="H1")
    assert told(opening, before) == [replace(OPENED, submit_by=date(2021, 7, 20))]
    other = replace(opening, submit_by=date(2021, 7, 10))
    assert "监控时间已调整，报送期限 2021-07-20" in refusal(lambda: told(other, before))


def test_no_projects_at_all_is_not_everybody() -> None:
    none = replace(EXTEND, projects=())
    assert "须列明要调整的项目" in refusal(lambda: told(none, OPENED, ISSUED))
