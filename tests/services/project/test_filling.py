"""Around a form: drafts, the paper channel, and disputes about the money that was read."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import (
    ExecutionSnapshotTaken,
    Funding,
    FundingRow,
    Implementation,
    MonitoringSubmitted,
    SubmissionFiled,
    TaskFinalized,
    TaskIssued,
)
from events.task import (
    DraftSaved,
    ExecutionDisputeResolved,
    ExecutionRateDisputed,
    PaperFormReceived,
)
from events.terms import DisputeOutcome
from events.warning import WarningRaised
from services.project.filling import (
    AllowPaperFiling,
    DisputeExecutionRate,
    ReceivePaperForm,
    ResolveExecutionDispute,
    SaveDraft,
    SubmitDraft,
)
from services.project.monitoring import IssueTask, WaiveTask
from services.project.review import FileForRecord, ReturnForCorrection
from services.project.submission import Submit
from tests.services.project.given import (
    CHIEF,
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import (
    approved,
    corrected,
    finalized,
    form,
    funded,
    issued,
    line,
    paid,
    passing,
    refunded,
    submitted,
)

DRAFT = SaveDraft(**P, task="H1", lines=(line("40"),))
FROM_DRAFT = SubmitDraft(**P, task="H1")


@pytest.mark.clause("LY-15")
def test_the_last_draft_is_kept_unchecked_and_handed_in() -> None:
    empty = SaveDraft(**P, task="H1")
    story = issued().when(empty).so_far.when(DRAFT).so_far
    story.when(DRAFT).nothing()
    handed_in = story.when(FROM_DRAFT)
    assert handed_in.one(MonitoringSubmitted).lines == DRAFT.lines
    handed_in.so_far.when(FROM_DRAFT).refused("没有草稿")


def test_a_draft_is_checked_when_it_is_handed_in() -> None:
    story = issued().when(SaveDraft(**P, task="H1")).so_far
    story.when(FROM_DRAFT).refused("未填报", clause="LY-18")


def test_a_form_does_not_need_the_draft() -> None:
    story = issued().when(DRAFT).so_far
    fact = story.when(form("60")).one(MonitoringSubmitted)
    assert fact.lines[0].actual == Decimal(60)


@pytest.mark.clause("LY-16")
def test_what_was_returned_is_handed_in_again_from_a_draft() -> None:
    back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="数据不实")
    story = submitted().by(REVIEWER).when(back).so_far.by(FILER)
    again = story.when(DRAFT).so_far.when(FROM_DRAFT).one(MonitoringSubmitted)
    assert (again.submission, again.lines) == (2, DRAFT.lines)


def test_there_is_no_draft_of_what_is_handed_in_or_over() -> None:
    submitted().when(DRAFT).refused("已报送或任务已结束")
    waived = issued().by(OFFICER).when(WaiveTask(**P, task="H1", reason="并入")).so_far
    waived.by(FILER).when(DRAFT).refused("已报送或任务已结束")
    issued().when(FROM_DRAFT).refused("没有草稿")


ON_PAPER = AllowPaperFiling(**P, reason="涉密项目，平台无法填报")
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
    story.by(OFFICER).when(filed).refused("须先经 FINANCE_SECTION 审核", clause="LY-16")
    story = story.by(SECTION).when(passing("FINANCE_SECTION", "90")).so_far
    done = story.by(OFFICER).when(filed)
    assert done.one(SubmissionFiled).level == "PERFORMANCE_SECTION"
    assert done.one(TaskFinalized).score == Decimal("90.00")


@pytest.mark.clause("LY-22")
@pytest.mark.parametrize(("of_month", "late"), [(6, 0), (7, 0), (8, 1), (9, 2)])
def test_the_day_a_paper_form_came_decides_lateness(of_month: int, late: int) -> None:
    form_of = replace(PAPER, received_on=date(2021, 9, of_month))
    assert paper_task().when(form_of).one(MonitoringSubmitted).days_late == late


@pytest.mark.clause("LY-22")
def test_each_channel_is_closed_to_the_other() -> None:
    paper_task().by(FILER).when(form()).refused("不能在平台填报", clause="LY-22")
    issued(under="lingyuan").by(SECTION).when(PAPER).refused("在平台填报", clause="LY-22")
    paper_task().by(FILER).when(PAPER).refused("接收纸质情况表须由", clause="LY-22")
    tomorrow = replace(PAPER, received_on=date(2021, 9, 10))
    paper_task().when(tomorrow).refused("收到日期不能晚于今天", clause="LY-22")
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


DISPUTE = DisputeExecutionRate(**P, task="H1", claimed_fen=160_000_000, reason="漏记一笔")
RIGHT = ResolveExecutionDispute(
    **P, dispute="H1-D1", outcome=DisputeOutcome.REJECTED, note="数据无误"
)


@pytest.mark.clause("LY-14")
def test_a_unit_objects_to_the_money_the_system_reads() -> None:
    disputed = issued().when(DISPUTE)
    assert disputed.one(ExecutionRateDisputed) == ExecutionRateDisputed(
        dispute="H1-D1",
        task="H1",
        cutoff_on=date(2021, 6, 30),
        read_fen=150_000_000,
        claimed_fen=160_000_000,
        reason="漏记一笔",
    )
    disputed.so_far.when(DISPUTE).nothing()
    same = replace(DISPUTE, claimed_fen=150_000_000)
    issued().when(same).refused("没有异议", clause="LY-14")
    finalized().when(DISPUTE).refused("任务已办结", clause="LY-14")


@pytest.mark.clause("LY-14")
def test_an_open_dispute_marks_the_submission_or_blocks_it() -> None:
    marked = issued().when(DISPUTE).so_far.when(form())
    assert marked.one(MonitoringSubmitted).dispute == "H1-D1"
    law = amended(law_of("hailin"), day(1, 2), monitoring__dispute="BLOCK")
    story = issued(law=law).when(DISPUTE).so_far
    story.when(form()).refused("执行率异议 H1-D1 尚未办结", clause="LY-14")
    resolved = story.by(SECTION).when(RIGHT).so_far.by(FILER)
    assert resolved.when(form()).one(MonitoringSubmitted).dispute == ""


@pytest.mark.clause("LY-14")
def test_upstream_facts_that_make_the_claim_true_end_the_dispute() -> None:
    story = issued().when(DISPUTE).so_far
    assert story.reported(paid(4_000_000, 6, 29, "V8")).all(ExecutionDisputeResolved) == []
    right = story.reported(corrected(10_000_000, 6, 30, "V9")).one(ExecutionDisputeResolved)
    assert (right.outcome, right.executed_fen) == (DisputeOutcome.CORRECTED, 160_000_000)
    late = story.reported(paid(10_000_000, 7, 1, "V10"))
    assert late.all(ExecutionDisputeResolved) == []


@pytest.mark.clause("LY-14")
def test_a_correction_is_said_only_when_the_money_changed() -> None:
    said = replace(RIGHT, outcome=DisputeOutcome.CORRECTED)
    story = issued().when(DISPUTE).so_far.by(SECTION)
    story.when(said).refused("上游数据尚未更正", clause="LY-14")
    changed = story.reported(refunded(1_000_000, 6, 20)).so_far
    assert changed.when(said).one(ExecutionDisputeResolved).executed_fen == 149_000_000
    rejected = story.when(RIGHT).so_far
    rejected.when(RIGHT).nothing()
    again = rejected.by(FILER).when(DISPUTE).one(ExecutionRateDisputed)
    assert again.dispute == "H1-D2"
    story.by(FILER).when(RIGHT).refused("办结执行率异议须由", clause="LY-14")
    story.when(replace(RIGHT, dispute="X")).refused("没有执行率异议 X", clause="LY-14")


@pytest.mark.clause("LY-14", "HJ-02")
def test_a_submission_keeps_its_money_whatever_comes_later() -> None:
    """Two clocks: a refund dated before the cut-off and recorded later changes no submission."""
    story = submitted()
    frozen = [fact for fact in story.facts if isinstance(fact, ExecutionSnapshotTaken)]
    later = story.reported(refunded(50_000_000, 6, 15)).so_far
    assert [f for f in later.facts if isinstance(f, ExecutionSnapshotTaken)] == frozen
    now = later.state.execution.totals(date(2021, 6, 30)).executed
    assert (frozen[0].figures.executed_fen, now) == (150_000_000, 100_000_000)


def worked(
    progress: str, planned: str | None = None, note: str = "", *, met: bool = True
) -> Submit:
    done = Implementation(
        progress=Decimal(progress),
        planned=None if planned is None else Decimal(planned),
        quality_met=met,
        note=note,
    )
    return replace(form("60"), implementation=done)


@pytest.mark.clause("HJ-10", "HJ-12", "HJ-20")
def test_three_measures_of_progress_are_compared() -> None:
    """Executed 50.00, completed 60.00, implemented 75: gaps 25.00 and 15.00."""
    fact = issued().when(worked("75")).one(MonitoringSubmitted)
    gaps = (fact.implementation_gap_execution, fact.implementation_gap_completion)
    assert gaps == (Decimal("25.00"), Decimal("15.00"))
    none = issued(paid_fen=1).when(form("60")).one(MonitoringSubmitted)
    assert (none.implementation, none.implementation_gap_execution) == (None, None)


@pytest.mark.clause("HJ-10")
def test_work_behind_its_plan_or_its_quality_is_explained() -> None:
    issued().when(worked("40", "50")).refused("须说明情况", clause="LY-18")
    issued().when(worked("50", "50", met=False)).refused("须说明情况", clause="LY-18")
    assert issued().when(worked("40", "50", "雨季")).all(MonitoringSubmitted)
    assert issued().when(worked("50", "50")).all(MonitoringSubmitted)


@pytest.mark.parametrize("wrong", ["-1", "100.01", "NaN", "Infinity"])
def test_a_progress_lies_between_nothing_and_the_whole(wrong: str) -> None:
    issued().when(worked(wrong)).refused("实施进度须在 0 至 100 之间", clause="LY-18")


@pytest.mark.clause("HJ-10")
def test_a_rule_may_warn_of_work_that_does_not_match_the_money() -> None:
    rule = {
        "clause": "HL-06",
        "measure": "IMPLEMENTATION_GAP_EXECUTION",
        "operator": "<",
        "threshold": "-20.00",
    }
    law = amended(law_of("hailin"), day(1, 2), warnings={"MONEY_AHEAD": rule})
    rules = [f.rule for f in issued(law=law).when(worked("29.99")).all(WarningRaised)]
    assert "MONEY_AHEAD" in rules
    rules = [f.rule for f in issued(law=law).when(worked("30")).all(WarningRaised)]
    assert "MONEY_AHEAD" not in rules


@pytest.mark.clause("LY-04", "HJ-11")
@pytest.mark.parametrize(
    ("forecast", "left"), [(280_000_000, 20_000_000), (300_000_000, 0), (310_000_000, 0)]
)
def test_what_is_left_at_the_end_of_the_year_is_foreseen(forecast: int, left: int) -> None:
    row = FundingRow(initial_budget_fen=300_000_000, forecast_full_year_fen=forecast)
    nothing = FundingRow(initial_budget_fen=0, forecast_full_year_fen=0)
    funding = Funding(total=row, general_public=row, other=nothing)
    fact = issued().when(replace(form(), funding=funding)).one(MonitoringSubmitted)
    assert fact.expected_carryover_fen == left
    assert issued().when(form()).one(MonitoringSubmitted).expected_carryover_fen is None


def test_only_a_draft_of_the_own_task_counts() -> None:
    story = issued().when(DRAFT).so_far
    assert story.state.monitoring.task("H1").draft == DraftSaved(
        task="H1", filer=FILER.id, lines=DRAFT.lines
    )
    story.by(CHIEF).when(replace(FROM_DRAFT, task="Q9")).refused("没有监控任务 Q9")
    issued().by(EXPERT).when(replace(DRAFT, task="Q9")).refused("没有监控任务 Q9")
