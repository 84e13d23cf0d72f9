"""The paper channel: taken in by the section, reviewed there, filed by the other."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import (
    MonitoringSubmitted,
    SubmissionFiled,
    TaskFinalized,
    TaskIssued,
    TaskOverdue,
)
from events.task import (
    PaperFormReceived,
)
from services.project.filling import (
    AllowPaperFiling,
    ReceivePaperForm,
)
from services.project.monitoring import IssueTask, MarkOverdue
from services.project.review import FileForRecord
from tests.services.project.given import (
    CLOCK,
    FILER,
    OFFICER,
    SECTION,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import (
    approved,
    form,
    funded,
    issued,
    line,
    passing,
)

ON_PAPER = AllowPaperFiling(**P, reason="涉密项目，平台无法填报")
SECOND = replace(SECTION, id="section-2")
PAPER = ReceivePaperForm(
    **P, task="H1", received_on=date(2021, 9, 7), filer="李四", lines=(line("50"),)
)


def paper_task() -> Given:
    story = funded(approved(under="lingyuan")).by(SECTION).when(ON_PAPER).so_far
    issue = IssueTask(**P, period="H1")
    return story.by(OFFICER).at(day(9, 1)).when(issue).so_far.by(SECTION).at(day(9, 9))


@pytest.mark.clause("LY-22")
def test_a_paper_form_is_taken_in_reviewed_by_the_section_and_filed() -> None:
    """Received on 7 September and typed in two days later, it is on time."""
    taken_in = paper_task().when(PAPER)
    assert taken_in.one(PaperFormReceived).received_on == date(2021, 9, 7)
    fact = taken_in.one(MonitoringSubmitted)
    assert (fact.submitter, fact.days_late) == ("李四", 0)
    filed = FileForRecord(**P, task="H1", level="PERFORMANCE_SECTION")
    story = taken_in.so_far
    story.by(OFFICER).when(filed).refused("须先经财政业务科室审核", clause="LY-16")
    score = passing("FINANCE_SECTION", "90")
    story.by(SECTION).when(score).refused("接收纸质情况表的人不能审核自己录入的填报")
    story = story.by(SECOND).when(score).so_far
    done = story.by(OFFICER).when(filed)
    assert done.one(SubmissionFiled).level == "PERFORMANCE_SECTION"
    assert done.one(TaskFinalized).score == Decimal("90.00")


@pytest.mark.clause("LY-22")
@pytest.mark.parametrize(("of_month", "late"), [(6, 0), (7, 0), (8, 1), (9, 2)])
def test_the_day_a_paper_form_came_decides_lateness(of_month: int, late: int) -> None:
    form_of = replace(PAPER, received_on=date(2021, 9, of_month))
    assert paper_task().when(form_of).one(MonitoringSubmitted).days_late == late


@pytest.mark.clause("LY-22")
@pytest.mark.parametrize(("of_month", "overdue"), [(7, False), (8, True)])
def test_paper_that_came_in_time_is_not_overdue_however_late_it_is_typed_in(
    of_month: int, *, overdue: bool
) -> None:
    """Said to be overdue before anybody knew; a form that came late is said so once."""
    marked = paper_task().by(CLOCK).when(MarkOverdue(**P, task="H1")).so_far.by(SECTION)
    for story in (paper_task(), marked):
        form_of = replace(PAPER, received_on=date(2021, 9, of_month))
        after = story.when(form_of).so_far
        assert after.state.monitoring.task("H1").overdue is overdue
        said = [type(fact) for fact in after.facts].count(TaskOverdue)
        assert said == (1 if overdue or story is marked else 0)


@pytest.mark.clause("LY-22")
def test_each_channel_is_closed_to_the_other() -> None:
    paper_task().by(FILER).when(form()).refused("不能在平台填报", clause="LY-22")
    online = issued(under="lingyuan").by(SECTION)
    online.when(PAPER).refused("在平台填报，不收纸质情况表", clause="LY-22")
    later = online.when(ON_PAPER).so_far.when(PAPER)
    later.refused("本任务在允许纸质报送之前已在平台下达", clause="LY-22")
    paper_task().by(FILER).when(PAPER).refused("接收纸质情况表须由", clause="LY-22")
    tomorrow = replace(PAPER, received_on=date(2021, 9, 10))
    paper_task().when(tomorrow).refused("收到日期不能晚于今天", clause="LY-22")
    before = replace(PAPER, received_on=date(2020, 12, 31))
    paper_task().when(before).refused("收到日期不能早于", clause="LY-22")
    taken_in = paper_task().when(PAPER).so_far
    taken_in.when(PAPER).refused("不能重复接收", clause="LY-22")


@pytest.mark.clause("LY-22")
def test_paper_is_allowed_once_and_only_where_there_is_a_channel() -> None:
    allowed = approved(under="lingyuan").by(SECTION).when(ON_PAPER).so_far
    allowed.when(ON_PAPER).nothing()
    approved().by(SECTION).when(ON_PAPER).refused("未设纸质报送渠道", clause="LY-22")
    approved(under="lingyuan").by(FILER).when(ON_PAPER).refused("须由", clause="LY-22")


@pytest.mark.clause("LY-22")
def test_a_kind_of_subject_may_go_on_paper_by_policy() -> None:
    law = amended(law_of("lingyuan"), day(1, 2), monitoring__paper_subject_kinds=["PROJECT"])
    story = approved(under="lingyuan").under(law).by(OFFICER).at(day(9, 1))
    task = story.when(IssueTask(**P, period="H1")).one(TaskIssued)
    assert task.on_paper
    assert [level.level for level in task.chain] == ["FINANCE_SECTION", "PERFORMANCE_SECTION"]
