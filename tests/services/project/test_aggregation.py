"""A transfer payment as a whole is the sum of its regions, and no region may be missing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from events.aggregation import RegionSubmission, TransferAggregated
from events.monitoring import (
    ExecutionFigures,
    ExecutionSnapshotTaken,
    MonitoringSubmitted,
    SubmissionReviewed,
    SubmissionWithdrawn,
)
from events.targets import Indicator
from events.terms import Direction, FundTag, SubjectKind
from services.project.aggregation import SubmitAggregate, reported
from services.project.filling import SaveDraft, SubmitDraft
from services.project.monitoring import IssueTask, WaiveTask
from services.project.review import ReturnForCorrection
from services.project.standing import TerminateProject
from services.project.submission import Withdraw
from services.project.targets import ApproveTarget, SetTarget
from tests.services.project.given import (
    AUDITOR,
    CHIEF,
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
    form,
    issued,
    line,
    passing,
    registration,
    submitted,
)
from tests.services.project.test_targets import PASS

CUTOFF = date(2021, 6, 30)


def whole(*indicators: Indicator) -> Given:
    """Issue the task of a transfer payment as a whole."""
    command = replace(registration(), subject_kind=SubjectKind.TRANSFER_OVERALL)
    story = given().under(law_of("hailin")).when(command).so_far
    setting = SetTarget(**P, overall_objective="修路", indicators=indicators or (ROADS,))
    story = story.when(setting).so_far.by(SECTION).when(PASS).so_far
    story = story.by(OFFICER).when(ApproveTarget(**P)).so_far.at(day(7, 1))
    return story.when(IssueTask(**P, period="H1")).so_far.by(FILER).at(day(7, 5))


def region(
    name: str, executed: int, base: int, actual: str = "50", submission: int = 1
) -> RegionSubmission:
    figures = ExecutionFigures(
        as_of=CUTOFF,
        initial_fen=base,
        current_fen=base,
        appropriated_fen=executed,
        executed_fen=executed,
        committed_fen=0,
        base_fen=base,
        execution_rate=None,
    )
    return RegionSubmission(
        region=name,
        name=name,
        submission=submission,
        figures=figures,
        actuals={ROADS.name: Decimal(actual)},
    )


EAST, WEST = region("E", 100, 100, "30"), region("W", 450, 900, "20")
SUM = SubmitAggregate(**P, task="H1", lines=(line("50"),), regions=(EAST, WEST))


@pytest.mark.clause("LY-11")
def test_the_whole_is_made_from_sums_never_from_means_of_rates() -> None:
    """Example 11: 100/100 and 450/900 are 55.00 %, not 75.00 %."""
    answer = whole().when(SUM)
    assert answer.facts[0] == TransferAggregated(task="H1", submission=1, regions=(EAST, WEST))
    filed = answer.one(MonitoringSubmitted)
    assert filed.execution_rate == Decimal("55.00")
    assert filed.lines[0].actual == Decimal(50)
    money = answer.one(ExecutionSnapshotTaken).figures
    assert (money.executed_fen, money.base_fen) == (550, 1000)


@settings(max_examples=60, deadline=None)
@for_all(
    st.lists(st.tuples(st.integers(0, 10**12), st.integers(1, 10**12)), min_size=1, max_size=9)
)
def test_sums_hold_for_any_regions(amounts: list[tuple[int, int]]) -> None:
    regions = tuple(region(f"R{n}", paid, base, "10") for n, (paid, base) in enumerate(amounts))
    answer = whole().when(replace(SUM, lines=(replace(line(), actual=None),), regions=regions))
    money = answer.one(ExecutionSnapshotTaken).figures
    assert money.executed_fen == sum(paid for paid, _ in amounts)
    assert money.base_fen == sum(base for _, base in amounts)
    assert answer.one(MonitoringSubmitted).lines[0].actual == 10 * len(amounts)


@pytest.mark.clause("LY-11")
def test_a_region_that_has_not_reported_is_named() -> None:
    late = replace(WEST, submission=0, figures=None)
    whole().when(replace(SUM, regions=(EAST, late))).refused("尚未报送：W W", clause="LY-11")
    whole().when(replace(SUM, regions=())).refused("没有隶属", clause="LY-11")
    whole().when(replace(SUM, regions=None)).refused("没有隶属", clause="LY-11")


def test_a_region_of_another_day_is_not_added() -> None:
    assert WEST.figures is not None
    other = replace(WEST, figures=replace(WEST.figures, as_of=date(2021, 9, 30)))
    whole().when(replace(SUM, regions=(EAST, other))).refused("截止日不是", clause="LY-11")


def test_a_figure_that_contradicts_the_sum_is_refused() -> None:
    whole().when(replace(SUM, lines=(line("51"),))).refused("与区域合计 50 不符", clause="LY-11")
    strange = replace(WEST, actuals={ROADS.name: Decimal("sNaN")})
    whole().when(replace(SUM, regions=(EAST, strange))).refused("有限小数", clause="LY-11")
    silent = replace(WEST, actuals={})
    whole().when(replace(SUM, regions=(EAST, silent))).refused("区域 W 没有", clause="LY-11")


@pytest.mark.parametrize(
    "indicator",
    [replace(ROADS, unit="%"), replace(ROADS, direction=Direction.QUALITATIVE, annual_value=None)],
)
def test_what_cannot_be_added_is_told_by_the_department(indicator: Indicator) -> None:
    story = whole(indicator)
    story.when(replace(SUM, lines=())).refused("不能由区域相加", clause="LY-11")
    told = line("95")
    if indicator.direction is Direction.AT_LEAST:
        filed = story.when(replace(SUM, lines=(told,))).one(MonitoringSubmitted)
        assert filed.lines[0].actual == Decimal(95)


def test_the_whole_is_not_filled_in_by_hand() -> None:
    whole().when(form()).refused("逐级填报后汇总", clause="LY-11")
    issued().when(SUM).refused("只有转移支付整体", clause="LY-11")
    whole().by(AUDITOR).when(SUM).refused("须由", clause="LY-11")


def test_a_returned_whole_is_summed_again() -> None:
    story = whole().when(SUM).so_far.by(REVIEWER)
    back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="改")
    again = (
        story.when(back)
        .so_far.by(FILER)
        .when(replace(SUM, regions=(EAST, replace(WEST, submission=2))))
    )
    assert again.one(TransferAggregated).submission == 2
    assert [one.submission for one in again.one(TransferAggregated).regions] == [1, 2]


def test_only_a_submission_that_stands_is_reported_upward() -> None:
    story = submitted(FundTag.DIRECT)
    filed = reported("R1", story.state, "H1")
    assert (filed.submission, filed.actuals) == (1, {ROADS.name: Decimal(50)})
    assert filed.figures is not None
    assert filed.figures.executed_fen == 150_000_000
    withdrawn = story.when(Withdraw(**P, task="H1")).so_far
    assert reported("R1", withdrawn.state, "H1").submission == 0
    back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="改")
    returned = story.by(REVIEWER).when(back).so_far
    assert reported("R1", returned.state, "H1").submission == 0
    assert reported("R1", given().state, "H1") == RegionSubmission(region="R1", name="")


@pytest.mark.clause("LY-11")
def test_a_draft_is_no_way_round_the_sum() -> None:
    story = whole().when(SaveDraft(**P, task="H1", lines=(line("999"),))).so_far
    story.when(SubmitDraft(**P, task="H1")).refused("逐级填报后汇总", clause="LY-11")


@pytest.mark.clause("LY-11")
def test_who_may_sum_up_may_take_the_sum_back() -> None:
    story = whole().by(REVIEWER).when(SUM).so_far
    assert story.when(Withdraw(**P, task="H1")).one(SubmissionWithdrawn).submission == 1
    assert story.by(FILER).when(Withdraw(**P, task="H1")).all(SubmissionWithdrawn)
    story.by(SECTION).when(Withdraw(**P, task="H1")).refused("须由", clause="LY-11")


@pytest.mark.clause("LY-11")
@pytest.mark.parametrize(
    ("now", "changed"),
    [
        ((EAST, WEST), ""),
        ((WEST, EAST), ""),
        ((EAST, replace(WEST, submission=2)), "W"),
        ((EAST, replace(WEST, submission=0, figures=None)), "W"),
        ((EAST, WEST, region("N", 1, 1)), "N"),
        ((WEST,), "E"),
    ],
)
def test_a_sum_is_not_passed_when_its_regions_changed(
    now: tuple[RegionSubmission, ...], changed: str
) -> None:
    other = replace(REVIEWER, id="reviewer-2")
    story = whole().by(REVIEWER).when(SUM).so_far.by(other)
    answer = story.when(replace(passing(), regions=now))
    if changed:
        answer.refused(f"在汇总后有变动：{changed}；", clause="LY-11")
        back = ReturnForCorrection(**P, task="H1", level="DEPARTMENT", reason="重新汇总")
        assert story.when(back).facts
    else:
        assert answer.all(SubmissionReviewed)


@pytest.mark.clause("LY-11")
def test_a_region_with_nothing_to_report_is_left_out_and_said_so() -> None:
    waived = RegionSubmission(region="W", name="W", left_out="免于填报")
    answer = whole().when(replace(SUM, lines=(line("30"),), regions=(EAST, waived)))
    assert answer.one(TransferAggregated).regions[1].left_out == "免于填报"
    assert answer.one(ExecutionSnapshotTaken).figures.base_fen == 100
    assert answer.one(MonitoringSubmitted).lines[0].actual == Decimal(30)
    nobody = replace(SUM, regions=(replace(waived, region="E"), waived))
    whole().when(nobody).refused("全部区域免于填报", clause="LY-11")
    story = issued().by(OFFICER).when(WaiveTask(**P, task="H1", reason="免")).so_far
    assert reported("P1", story.state, "H1").left_out == "免于填报"
    end = TerminateProject(**P, reason="终止")
    assert reported("P1", issued().by(CHIEF).when(end).so_far.state, "H1").left_out == "项目已终止"
    handed_in = submitted().by(CHIEF).when(end).so_far.state
    assert (
        reported("P1", handed_in, "H1").left_out,
        reported("P1", handed_in, "H1").submission,
    ) == (
        "",
        1,
    )
