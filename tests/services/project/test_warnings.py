"""Warnings: which fire at which figure, what they ask for, and the one case they open."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import MonitoringSubmitted
from events.rectification import Ground, RectificationNoticeIssued
from events.targets import AdjustmentProposed
from events.terms import Cause, WarningDocument
from events.warning import (
    CorrectionFormSubmitted,
    MonitoringReportSubmitted,
    QuarterLine,
    WarningCleared,
    WarningRaised,
)
from services.project import warnings
from services.project.disposition import SuspendProject
from services.project.review import ReturnForCorrection
from services.project.submission import Resubmit
from services.project.warnings import SubmitCorrectionForm, SubmitMonitoringReport
from tests.services.project.given import (
    CHIEF,
    FILER,
    REVIEWER,
    SECTION,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import BUDGET, form, issued, line, passing, submitted
from tests.services.project.test_adjustment import (
    APPROVE,
    ASK,
    REJECT,
    RETURN,
    REVIEW,
    WITHDRAW,
)

FORM = SubmitCorrectionForm(
    **P,
    task="H1",
    lines=(
        QuarterLine(
            indicator="道路", final_value="100", period_value="50", actual="30%", deviation="-20"
        ),
    ),
    problems=("开工晚",),
    measures=("赶工",),
)
REPORT = SubmitMonitoringReport(
    **P,
    task="H1",
    organisation="领导小组",
    execution_analysis="支付慢",
    target_analysis="完成少",
    problems=("开工晚",),
    measures=("赶工",),
)
ALL = frozenset(WarningDocument)


def share(percent: str) -> int:
    return int(Decimal(percent) * BUDGET / 100)


def raised(percent: str, done: str, place: str = "qiemo") -> list[str]:
    story = issued(under=place, paid_fen=share(percent))
    return [one.rule for one in story.when(form(done)).all(WarningRaised)]


@pytest.mark.parametrize(
    ("paid", "done", "fires"),
    [
        ("92.53", "93.34", False),
        ("72.53", "92.53", False),
        ("72.52", "92.53", True),
        ("95", "70", True),
        ("95", "75", False),
        ("95.01", "75", True),
    ],
)
def test_a_gap_warns_above_twenty_points_on_either_side(
    paid: str, done: str, *, fires: bool
) -> None:
    """§5.6: strict, absolute, on the published rates; 0.81 is the county's own figure."""
    assert raised(paid, done) == (["RATE_GAP"] if fires else [])


def test_the_published_rates_are_compared_unless_the_edition_says_exact() -> None:
    """§5.6: 60.0049 less 40.004 is 20.0009 exactly, and 20.00 on the form."""
    exact = amended(law_of("qiemo"), day(2, 1), figures__compare_on="EXACT")
    rules = [
        issued(under="qiemo", law=law, paid_fen=120_012_000).when(form("60.0049"))
        for law in (law_of("qiemo"), exact)
    ]
    assert [answer.one(MonitoringSubmitted).rate_gap for answer in rules] == [Decimal("20.00")] * 2
    assert [len(answer.all(WarningRaised)) for answer in rules] == [0, 1]


def test_a_warning_says_its_figure_its_threshold_and_its_edition() -> None:
    warning = issued(under="qiemo", paid_fen=share("95")).when(form("70")).one(WarningRaised)
    assert warning == WarningRaised(
        task="H1",
        submission=1,
        rule="RATE_GAP",
        value=Decimal("-25.00"),
        threshold=Decimal("20.00"),
        light="RED",
        edition="qiemo@2020-01-01",
    )


@pytest.mark.parametrize(("paid", "fires"), [("50", False), ("49.99", True), ("37.33", True)])
def test_slower_than_the_schedule_is_a_yellow_light(paid: str, *, fires: bool) -> None:
    """HL-06 and §5.2: 37.33 over 50 is 74.67 of 100."""
    story = issued(paid_fen=share(paid))
    warned = story.when(form(paid)).all(WarningRaised)
    assert [(one.rule, one.light) for one in warned] == [("BEHIND_SCHEDULE", "YELLOW")] * fires


def test_relative_progress_is_computed_from_the_exact_rate() -> None:
    answer = issued(paid_fen=112_000_000).when(form("37.33"))
    assert answer.one(WarningRaised).value == Decimal("74.67")


def gap_returned() -> Given:
    story = submitted(under="lingyuan", actual="90").by(REVIEWER)
    again = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="虚高")
    return story.when(again).so_far.by(FILER)


def test_a_better_submission_clears_the_warning() -> None:
    cleared = gap_returned().when(Resubmit(**P, task="H1", lines=(line("55"),)))
    assert cleared.one(WarningCleared) == WarningCleared(task="H1", submission=2, rule="RATE_GAP")
    assert cleared.so_far.state.monitoring.task("H1").warnings == {}


def test_a_warning_that_still_stands_is_said_again_with_the_new_figure() -> None:
    again = gap_returned().when(Resubmit(**P, task="H1", lines=(line("80"),)))
    assert (again.one(WarningRaised).submission, again.all(WarningCleared)) == (2, [])


def test_both_triggers_open_one_case_with_two_grounds() -> None:
    """Example 12: gap 25.00 and score 58.00."""
    story = submitted(under="qiemo", actual="75").by(SECTION).at(day(7, 21))
    answer = story.when(passing("FINANCE_SECTION", "58"))
    notice = answer.one(RectificationNoticeIssued)
    assert notice.grounds == (
        Ground(rule="RATE_GAP", value=Decimal("25.00"), threshold=Decimal("20.00")),
        Ground(rule="LOW_SCORE", value=Decimal("58.00"), threshold=Decimal("60.00")),
    )
    assert answer.one(WarningRaised).rule == "LOW_SCORE"


@pytest.mark.parametrize(("score", "cases"), [("59.99", 1), ("59.995", 0), ("60", 0)])
def test_a_score_below_sixty_opens_a_case(score: str, cases: int) -> None:
    answer = submitted(under="qiemo").by(SECTION).when(passing("FINANCE_SECTION", score))
    assert len(answer.all(RectificationNoticeIssued)) == cases


def test_a_yellow_light_opens_no_case() -> None:
    story = submitted(paid_fen=share("40")).by(REVIEWER).when(passing()).so_far
    answer = story.by(SECTION).when(passing("FINANCE_SECTION", "90"))
    assert (len(answer.facts), answer.all(RectificationNoticeIssued)) == (2, [])


def test_a_threshold_holds_for_tasks_issued_under_its_edition() -> None:
    """Example 13: 20 becomes 15 on 1 August; a gap of 18 is clear before and red after."""
    before = issued(under="qiemo", paid_fen=share("50"))
    stricter = amended(before.law, day(8, 1), warnings__RATE_GAP__threshold="15.00")
    in_december = before.under(stricter).at(day(12, 1))
    assert in_december.when(form("68")).all(WarningRaised) == []
    now = issued(under="qiemo", law=amended(law_of("qiemo"), day(3, 1), **STRICTER))
    assert now.when(form("68")).one(WarningRaised).threshold == Decimal("15.00")


STRICTER = {"warnings__RATE_GAP__threshold": "15.00"}


def owing(story: Given) -> frozenset[WarningDocument]:
    return warnings.owed(story.state, "H1")


@pytest.mark.clause("HJ-22")
def test_a_warned_project_owes_three_documents_and_hands_them_in_one_by_one() -> None:
    """HJ-22: 附件2, 附件3 and 附件4; the third is an adjustment that names the task."""
    story = submitted(under="hanggin", actual="80")
    assert owing(story) == ALL
    story = story.when(FORM).then(
        CorrectionFormSubmitted(
            task="H1", lines=FORM.lines, problems=FORM.problems, measures=FORM.measures
        )
    )
    assert owing(story) == ALL - {WarningDocument.CORRECTION_FORM}
    story = story.when(REPORT).then(
        MonitoringReportSubmitted(
            task="H1",
            organisation="领导小组",
            execution_analysis="支付慢",
            target_analysis="完成少",
            problems=("开工晚",),
            measures=("赶工",),
        )
    )
    assert owing(story) == {WarningDocument.ADJUSTMENT_FORM}
    adjusted = story.when(ASK)
    assert adjusted.one(AdjustmentProposed).task == "H1"
    assert owing(adjusted.so_far) == frozenset()


@pytest.mark.clause("HJ-22")
def test_an_adjustment_taken_back_or_refused_is_no_third_document() -> None:
    story = submitted(under="hanggin", actual="80").when(ASK).so_far
    department = story.by(REVIEWER)
    for ended in (story.when(WITHDRAW), department.when(REJECT), department.when(RETURN)):
        assert WarningDocument.ADJUSTMENT_FORM in owing(ended.so_far)
    passed = department.when(REVIEW).so_far.by(SECTION).when(REVIEW).so_far
    written = passed.by(CHIEF).when(APPROVE).so_far
    assert WarningDocument.ADJUSTMENT_FORM not in owing(written)
    again = story.when(WITHDRAW).so_far.when(replace(ASK, adjustment="T2")).so_far
    assert WarningDocument.ADJUSTMENT_FORM not in owing(again)
    again = department.when(RETURN).so_far.by(FILER).when(ASK).so_far
    assert WarningDocument.ADJUSTMENT_FORM not in owing(again)


@pytest.mark.clause("HJ-22", "HJ-27")
def test_a_suspended_project_hands_in_the_third_document_it_owes_and_no_other() -> None:
    """A case is accepted before work resumes, and 附件3 comes before the case is accepted."""
    suspend = SuspendProject(**P, cause=Cause.SERIOUS, reason="停工")
    stopped = submitted(under="hanggin", actual="80").by(CHIEF).when(suspend).so_far.by(FILER)
    stopped.when(replace(ASK, task="")).refused("已暂停实施")
    stopped.when(replace(ASK, task="Q9")).refused("已暂停实施")
    story = stopped.when(ASK).so_far
    assert WarningDocument.ADJUSTMENT_FORM not in owing(story)
    story.when(replace(ASK, adjustment="T2")).refused("已暂停实施")
    passed = story.by(REVIEWER).when(REVIEW).so_far.by(SECTION).when(REVIEW).so_far
    passed.by(CHIEF).when(APPROVE).refused("已暂停实施")


@pytest.mark.clause("HJ-22")
def test_what_was_handed_in_is_not_owed_again_when_the_warning_is_said_again() -> None:
    story = submitted(under="hanggin", actual="80").when(FORM).so_far.by(REVIEWER)
    back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="虚高")
    again = story.when(back).so_far.by(FILER).when(Resubmit(**P, task="H1", lines=(line("79"),)))
    assert again.one(WarningRaised).submission == 2
    assert owing(again.so_far) == ALL - {WarningDocument.CORRECTION_FORM}


def test_a_cleared_warning_no_longer_asks_for_documents() -> None:
    story = submitted(under="hanggin", actual="80").by(REVIEWER)
    story = story.when(
        ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="虚高")
    ).so_far
    cleared = story.by(FILER).when(Resubmit(**P, task="H1", lines=(line("55"),))).so_far
    assert owing(cleared) == frozenset()


@pytest.mark.parametrize("number", range(2), ids=["form", "report"])
def test_a_document_names_problems_and_measures(number: int) -> None:
    story = submitted(under="hanggin", actual="80")
    without = (
        SubmitCorrectionForm(**P, task="H1", lines=(), problems=(), measures=("赶工",)),
        SubmitMonitoringReport(
            **P,
            task="H1",
            organisation="组",
            execution_analysis="慢",
            target_analysis="少",
            problems=("晚",),
            measures=(),
        ),
    )
    story.when(without[number]).refused("须填存在的主要问题和改进措施", clause="HJ-22")


@pytest.mark.clause("HJ-F2")
def test_a_correction_form_without_any_target_is_no_form() -> None:
    story = submitted(under="hanggin", actual="80")
    story.when(replace(FORM, lines=())).refused("至少须填一项目标", clause="HJ-F2")


def test_a_document_belongs_to_a_task_that_was_submitted() -> None:
    issued().when(FORM).refused("任务 H1 尚未报送监控情况")
    issued().by(REVIEWER).when(REPORT).refused("任务 H1 尚未报送监控情况")
