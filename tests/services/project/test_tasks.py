"""Tasks: issued with the law's days, waived, overdue at the very midnight of China."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from events.monitoring import Level, MonitoringSubmitted, TaskIssued, TaskOverdue, TaskWaived
from events.task import TaskClosedIncomplete
from events.terms import MonitoringKind, Role, SubjectKind, TargetGrade
from services.decision import Actor
from services.project.monitoring import CloseTask, IssueTask, MarkOverdue, WaiveTask
from services.project.review import ReturnForCorrection
from services.project.standing import TerminateProject
from services.project.submission import Resubmit, Submit, Withdraw
from services.project.targets import ApproveTarget, ReviewTarget, SetTarget
from tests.services.project.given import (
    AUDITOR,
    CHIEF,
    CLOCK,
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
    day,
    given,
    law_of,
)
from tests.services.project.stories import (
    ROADS,
    approved,
    form,
    issued,
    proposed,
    registration,
    submitted,
)

ISSUE = IssueTask(**P, period="H1")
WAIVE = WaiveTask(**P, task="H1", reason="已并入其他项目")
MARK = MarkOverdue(**P, task="H1")
CHAIN = (
    Level(level="DEPARTMENT", role=Role.DEPT_REVIEWER, order=1),
    Level(level="FINANCE_SECTION", role=Role.FIN_SECTION_REVIEWER, order=2, scored=True),
)


@pytest.mark.clause("HJ-03", "HL-15")
def test_a_task_carries_everything_it_will_be_judged_by() -> None:
    expected = TaskIssued(
        task="H1",
        period="H1",
        kind=MonitoringKind.DEPARTMENT_SELF,
        edition="lingyuan@2021-01-01",
        target_version=1,
        from_on=date(2021, 1, 1),
        cutoff_on=date(2021, 6, 30),
        submit_by=date(2021, 9, 7),
        review_by=date(2021, 9, 17),
        chain=CHAIN,
        project_name="农村道路",
        subject_kind=SubjectKind.PROJECT,
        department="D01",
        unit="U01",
    )
    story = approved(under="lingyuan").by(SECTION)
    story.when(ISSUE).then(expected).when(ISSUE).nothing()


def test_key_monitoring_is_a_task_of_its_own() -> None:
    key = replace(ISSUE, kind=MonitoringKind.FINANCE_KEY)
    story = issued().by(OFFICER)
    assert story.when(key).one(TaskIssued).task == "H1-FINANCE_KEY"
    story.when(key).so_far.when(key).nothing()


def test_finance_may_set_other_days() -> None:
    """HJ-19: in special cases finance changes the time and says so."""
    other = replace(ISSUE, submit_by=date(2021, 8, 1), review_by=date(2021, 8, 9))
    task = approved().by(OFFICER).when(other).one(TaskIssued)
    assert (task.submit_by, task.review_by) == (date(2021, 8, 1), date(2021, 8, 9))


@pytest.mark.parametrize("actor", [SECTION, OFFICER, CHIEF, REVIEWER, CLOCK], ids=lambda a: a.role)
@pytest.mark.clause("HJ-06")
def test_the_bureau_departments_and_the_clock_issue_tasks(actor: Actor) -> None:
    assert approved().by(actor).when(ISSUE).one(TaskIssued).task == "H1"


@pytest.mark.parametrize("actor", [FILER, EXPERT, AUDITOR], ids=lambda a: a.role)
def test_others_neither_issue_nor_waive_tasks(actor: Actor) -> None:
    approved().by(actor).when(ISSUE).refused("下达监控任务须由", clause="LY-14")
    issued().by(actor).when(WAIVE).refused("免于填报须由")


def test_an_unknown_period_is_refused_with_those_there_are() -> None:
    approved().by(OFFICER).when(replace(ISSUE, period="Q9")).refused(
        "没有监控期间 Q9；现有：H1、Q3"
    )


@pytest.mark.clause("LY-02")
def test_there_is_no_task_without_approved_targets() -> None:
    proposed().by(OFFICER).when(ISSUE).refused("绩效目标尚未批复", clause="LY-02")


@pytest.mark.clause("LY-01", "QM-03")
def test_a_period_for_projects_does_not_monitor_departments() -> None:
    """QM-03: projects are monitored monthly, departments as a whole for the half-year."""
    whole = replace(registration(), subject_kind=SubjectKind.DEPARTMENT_OVERALL)
    story = given().under(law_of("qiemo")).when(whole).so_far
    words = SetTarget(**P, overall_objective="保运转", indicators=(ROADS,))
    story = story.when(words).so_far.by(SECTION)
    story = story.when(ReviewTarget(**P, grade=TargetGrade.GOOD)).so_far.by(OFFICER)
    story = story.when(ApproveTarget(**P)).so_far
    story.when(replace(ISSUE, period="M03")).refused("3月不监控部门整体支出", clause="QM-03")
    assert story.when(ISSUE).one(TaskIssued).subject_kind is SubjectKind.DEPARTMENT_OVERALL


def test_the_last_month_is_filed_in_the_next_year() -> None:
    task = approved(under="qiemo").by(OFFICER).when(replace(ISSUE, period="M12")).one(TaskIssued)
    assert (task.cutoff_on, task.submit_by) == (date(2021, 12, 31), date(2022, 1, 10))


def test_a_task_is_waived_once_and_only_before_anything_was_submitted() -> None:
    story = issued().by(OFFICER)
    waived = story.when(WAIVE).then(TaskWaived(task="H1", reason="已并入其他项目"))
    waived.when(WAIVE).nothing()
    waived.by(FILER).when(form()).refused("任务已免于填报", clause="LY-16")
    submitted().by(OFFICER).when(WAIVE).refused("已报送，不能免于填报")


def test_a_withdrawn_first_submission_can_still_be_waived() -> None:
    story = submitted().when(Withdraw(**P, task="H1")).so_far
    assert story.by(OFFICER).when(WAIVE).one(TaskWaived).task == "H1"


def test_an_unknown_task_is_named() -> None:
    issued().by(OFFICER).when(replace(WAIVE, task="Q9")).refused("没有监控任务 Q9")
    issued().by(CLOCK).when(replace(MARK, task="Q9")).refused("没有监控任务 Q9")


def lingyuan() -> Given:
    return issued(under="lingyuan").by(CLOCK)


MIDNIGHT = datetime(2021, 9, 7, 16, tzinfo=UTC)


def test_a_task_is_overdue_from_the_first_second_of_the_next_day_in_china() -> None:
    """Example 15: 2021-09-07T15:59:59Z is on time, 16:00:00Z is 8 September already."""
    story = lingyuan()
    story.at(MIDNIGHT - timedelta(microseconds=1)).when(MARK).refused("期限为 2021-09-07，尚未逾期")
    fact = TaskOverdue(task="H1", submit_by=date(2021, 9, 7))
    story.at(MIDNIGHT).when(MARK).then(fact).when(MARK).nothing()


@pytest.mark.parametrize(
    ("late_by", "days"), [(timedelta(seconds=-1), 0), (timedelta(), 1), (timedelta(days=1), 2)]
)
def test_a_submission_is_late_from_the_same_second(late_by: timedelta, days: int) -> None:
    from_filer = lingyuan().by(FILER).at(MIDNIGHT + late_by)
    assert from_filer.when(form()).one(MonitoringSubmitted).days_late == days


def test_a_late_submission_is_accepted_and_the_task_overdue_once() -> None:
    """Example 16: filed on 9 September, two days late, said overdue exactly once."""
    overdue = lingyuan().at(MIDNIGHT).when(MARK).so_far
    late = overdue.by(FILER).at(day(9, 9)).when(form()).so_far
    late.by(CLOCK).when(MARK).nothing()
    assert [type(fact) for fact in late.facts].count(TaskOverdue) == 1


def test_a_late_submission_says_itself_that_the_day_had_passed() -> None:
    """Example 16 without a clock: once, before the form, and not again on a later form."""
    late = lingyuan().by(FILER).at(day(9, 9)).when(form())
    assert late.facts[0] == TaskOverdue(task="H1", submit_by=date(2021, 9, 7))
    back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="改")
    story = late.so_far.by(REVIEWER).when(back).so_far.by(FILER).at(day(12, 1))
    again = story.when(Resubmit(**P, task="H1", lines=form().lines))
    assert not again.all(TaskOverdue)
    assert again.so_far.state.monitoring.task("H1").overdue


def test_what_is_taken_back_after_the_day_is_overdue_at_once() -> None:
    """The timer of that day has fired already and found the form."""
    withdraw = Withdraw(**P, task="H1")
    story = submitted(under="lingyuan")
    assert not story.at(day(9, 7)).when(withdraw).all(TaskOverdue)
    taken = story.at(day(9, 8)).when(withdraw)
    assert taken.one(TaskOverdue).submit_by == date(2021, 9, 7)
    assert not taken.so_far.at(day(9, 9)).when(form()).all(TaskOverdue)


@pytest.mark.parametrize("command", [WAIVE, form()], ids=["waived", "submitted"])
def test_what_was_waived_or_submitted_does_not_fall_due(command: WaiveTask | Submit) -> None:
    actor = OFFICER if isinstance(command, WaiveTask) else FILER
    story = lingyuan().by(actor).when(command).so_far
    story.by(CLOCK).at(MIDNIGHT).when(MARK).nothing()


def test_what_was_withdrawn_falls_due_again() -> None:
    story = submitted(under="lingyuan").when(Withdraw(**P, task="H1")).so_far
    assert story.by(CLOCK).at(MIDNIGHT).when(MARK).one(TaskOverdue).task == "H1"


def test_a_deadline_at_the_end_of_the_calendar_never_passes() -> None:
    never = replace(ISSUE, submit_by=date.max)
    story = approved().by(OFFICER).when(never).so_far.by(CLOCK)
    story.at(day(12, 31, year=9998)).when(MARK).refused("尚未逾期")


KEY = IssueTask(**P, period="H1", kind=MonitoringKind.FINANCE_KEY, reason="重大项目")


@pytest.mark.clause("HJ-16", "HJ-18")
@pytest.mark.parametrize("kind", [MonitoringKind.FINANCE_KEY, MonitoringKind.KEY_TRACKING])
def test_what_finance_watches_no_department_gives_or_takes_back(kind: MonitoringKind) -> None:
    """And no department closes a task: its campaign does."""
    task = replace(KEY, kind=kind)
    issued().by(REVIEWER).when(task).refused(f"{kind.zh}的下达监控任务须由", clause="HJ-16")
    story = issued().by(OFFICER).when(task).so_far
    waive = replace(WAIVE, task=f"H1-{kind.value}")
    story.by(REVIEWER).when(waive).refused(f"{kind.zh}的免于填报须由", clause="HJ-16")
    assert story.when(waive).all(TaskWaived)
    for name in ("H1", waive.task):
        story.by(REVIEWER).when(CloseTask(**P, task=name)).refused("须由", clause="LY-12")


@pytest.mark.clause("HJ-09")
def test_key_monitoring_goes_by_the_choice_where_one_is_asked_for() -> None:
    story = approved(under="hanggin").by(OFFICER)
    story.when(KEY).refused("须先确定重点监控项目", clause="HJ-09")
    assert story.when(replace(KEY, campaign=True)).one(TaskIssued).kind is KEY.kind
    assert approved(under="lingyuan").by(OFFICER).when(KEY).one(TaskIssued).kind is KEY.kind


def test_the_task_of_a_terminated_project_ends_with_its_campaign() -> None:
    end = TerminateProject(**P, reason="终止")
    story = issued().by(CHIEF).when(end).so_far.by(OFFICER)
    close = CloseTask(**P, task="H1")
    story.when(close).refused("项目已终止")
    assert story.when(replace(close, campaign=True)).all(TaskClosedIncomplete)
