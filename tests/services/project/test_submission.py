"""A submission: checked whole, measured under the pinned edition, frozen with the day's money."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import (
    ExecutionFigures,
    ExecutionSnapshotTaken,
    Funding,
    FundingRow,
    IndicatorReport,
    IndicatorResult,
    MonitoringSubmitted,
)
from events.targets import Indicator
from events.terms import Attainability, Direction, Tier
from events.warning import WarningRaised
from services.project.submission import Submit
from tests.services.project.given import (
    FILER,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import (
    BUDGET,
    ROADS,
    WHY,
    adjusted,
    form,
    issued,
    line,
    paid,
)

PLANNED = replace(ROADS, annual_value=Decimal(80), period_plan={"H1": Decimal(48)})


def filing(*lines: IndicatorReport) -> Submit:
    return Submit(**P, task="H1", lines=lines)


@pytest.mark.clause("HJ-07")
def test_a_submission_freezes_the_money_and_says_what_was_computed() -> None:
    issued().when(form("50")).then(
        ExecutionSnapshotTaken(
            task="H1",
            submission=1,
            figures=ExecutionFigures(
                as_of=date(2021, 6, 30),
                initial_fen=BUDGET,
                current_fen=BUDGET,
                appropriated_fen=0,
                executed_fen=150_000_000,
                committed_fen=0,
                base_fen=BUDGET,
                execution_rate=Decimal("50.00"),
            ),
        ),
        MonitoringSubmitted(
            task="H1",
            submission=1,
            submitter="filer",
            lines=(line("50"),),
            results=(
                IndicatorResult(
                    indicator="道路",
                    raw=Decimal("50.00"),
                    counted=Decimal("50.00"),
                    deviation=None,
                ),
            ),
            completion_rate=Decimal("50.00"),
            execution_rate=Decimal("50.00"),
            rate_gap=Decimal("0.00"),
            schedule_rate=Decimal("50.00"),
            on=date(2021, 7, 5),
        ),
    )


def test_money_after_the_cutoff_is_not_in_the_snapshot() -> None:
    story = issued().reported(paid(50_000_000, 6, 30), paid(50_000_000, 7, 1)).so_far
    assert story.when(form()).one(ExecutionSnapshotTaken).figures.executed_fen == 200_000_000


def test_the_three_executions_of_5_1() -> None:
    """3,000,000 initial, 1,120,000 paid: 37.33; and 31.11 of the budget after +600,000."""
    initial = issued(paid_fen=112_000_000).reported(adjusted(60_000_000, 5, 1)).so_far
    assert initial.when(form()).one(MonitoringSubmitted).execution_rate == Decimal("37.33")
    current = issued(under="qiemo", paid_fen=112_000_000).reported(adjusted(60_000_000, 5, 1))
    answer = current.so_far.when(form())
    assert answer.one(MonitoringSubmitted).execution_rate == Decimal("31.11")


def test_a_project_added_during_the_year_has_no_rate_on_the_initial_budget() -> None:
    """Example 2: not evaluable, no 20 % trigger, no crash; 25.00 on the current budget."""
    facts = (adjusted(120_000_000, 4, 15), paid(30_000_000))
    for place, rate in (("hailin", None), ("qiemo", Decimal("25.00"))):
        story = issued_without_budget(place).reported(*facts).so_far
        answer = story.by(FILER).at(day(7, 5)).when(form("100"))
        assert answer.one(MonitoringSubmitted).execution_rate == rate
        fired = [one.rule for one in answer.all(WarningRaised)]
        assert fired == ([] if rate is None else ["RATE_GAP"])


def issued_without_budget(place: str) -> Given:
    story = issued(under=place)
    money = ("budget-approved", "payment-executed")
    kept = tuple(fact for fact in story.facts if not any(word in fact.tag for word in money))
    assert len(kept) == len(story.facts) - 2
    return Given(kept, story.law)


@pytest.mark.parametrize(
    ("basis", "deviation"), [("PERIOD_PLAN", "-25.00"), ("LINEAR", "-10.00"), ("ANNUAL", "-55.00")]
)
def test_deviation_follows_the_basis_of_the_pinned_edition(basis: str, deviation: str) -> None:
    """Example 9: annual 80, planned 48 by June, actual 36."""
    law = amended(law_of("hanggin"), day(2, 1), figures__deviation_basis=basis)
    story = issued(under="hanggin", law=law, indicators=(PLANNED,))
    (result,) = story.when(form("36")).one(MonitoringSubmitted).results
    assert (result.raw, result.deviation) == (Decimal("45.00"), Decimal(deviation))


def test_an_amendment_after_the_issue_does_not_touch_the_task() -> None:
    """Example 9: the new basis holds only for tasks issued after the amendment."""
    story = issued(under="hanggin", indicators=(PLANNED,))
    law = amended(story.law, day(7, 2), figures__deviation_basis="LINEAR")
    (result,) = story.under(law).when(form("36")).one(MonitoringSubmitted).results
    assert result.deviation == Decimal("-25.00")


OVER = replace(line("130"), causes=())
QUALITATIVE = replace(ROADS, direction=Direction.QUALITATIVE, annual_value=None, weight=Decimal(10))
BLANK = IndicatorReport(indicator=ROADS.name)
DATED = replace(ROADS, direction=Direction.BY_DATE, annual_value=None, due_on=date(2021, 6, 30))
MISSED = replace(BLANK, tier=Tier.MISSED, points=Decimal("5.90"))


@pytest.mark.clause("LY-18", "HJ-F1")
@pytest.mark.parametrize(
    ("indicator", "lines", "fault"),
    [
        (ROADS, (), "指标“道路”未填报"),
        (ROADS, (line(), line()), "指标“道路”重复填报"),
        (ROADS, (line(), replace(line(), indicator="桥")), "（第 1 版）没有指标“桥”"),
        (ROADS, (BLANK,), "须填实际完成值"),
        (ROADS, (replace(line(), actual=Decimal("NaN")),), "有限小数"),
        (ROADS, (replace(line(), actual=Decimal("-Infinity")),), "有限小数"),
        (ROADS, (replace(line(), attainability=Attainability.IMPOSSIBLE),), "须在备注说明"),
        (
            ROADS,
            (replace(BLANK, not_due=True, attainability=Attainability.IMPOSSIBLE, remark=" "),),
            "须在备注说明",
        ),
        (ROADS, (OVER,), "超额完成（130.00%），须说明原因（HJ-25）"),
        (PLANNED, (replace(line("47"), causes=()),), "须填偏差原因和改进措施"),
        (PLANNED, (replace(line("47"), improvement_measure=" "),), "须填偏差原因和改进措施"),
        (PLANNED, (replace(BLANK, not_due=True),), "本期有计划值，不能填尚未到期"),
        (DATED, (replace(BLANK, not_due=True),), "应于 2021-06-30 前完成，不能填尚未到期"),
        (
            replace(DATED, due_on=date(2021, 12, 1)),
            (replace(BLANK, done_on=date(2021, 12, 1)),),
            "的完成日期 2021-12-01 晚于报送日期 2021-07-05",
        ),
        (QUALITATIVE, (MISSED,), "存在偏差，须填偏差原因和改进措施"),
        (QUALITATIVE, (replace(MISSED, causes=WHY),), "须填偏差原因和改进措施"),
        (QUALITATIVE, (BLANK,), "须填达成等次"),
        (QUALITATIVE, (replace(BLANK, tier=Tier.PARTLY),), "须填达成等次"),
        (
            QUALITATIVE,
            (replace(BLANK, tier=Tier.PARTLY, points=Decimal("8.00")),),
            "得分 8.00 不在“部分达成并有一定效果”的分值区间内",
        ),
        (QUALITATIVE, (replace(BLANK, tier=Tier.REACHED, points=Decimal("10.01")),), "不在“达成”"),
        (QUALITATIVE, (replace(BLANK, tier=Tier.REACHED, points=Decimal("sNaN")),), "有限小数"),
    ],
)
def test_a_form_with_a_fault_is_refused(
    indicator: Indicator, lines: tuple[IndicatorReport, ...], fault: str
) -> None:
    story = issued(under="hanggin", indicators=(indicator,))
    story.when(filing(*lines)).refused(fault, clause="LY-18")


@pytest.mark.parametrize(
    ("indicator", "report", "counted"),
    [
        (ROADS, line("180"), "100.00"),
        (ROADS, replace(OVER, actual=Decimal("129.99")), "100.00"),
        (PLANNED, replace(line("48"), causes=()), "60.00"),
        (ROADS, replace(BLANK, not_due=True), None),
        (replace(DATED, due_on=date(2021, 7, 1)), replace(BLANK, not_due=True), None),
        (DATED, replace(BLANK, done_on=date(2021, 6, 30)), "100.00"),
        (QUALITATIVE, replace(MISSED, causes=WHY, improvement_measure="加快"), "59.00"),
        (QUALITATIVE, replace(BLANK, tier=Tier.PARTLY, points=Decimal("7.99")), "79.90"),
        (QUALITATIVE, replace(BLANK, tier=Tier.REACHED, points=Decimal("8.00")), "80.00"),
        (
            replace(ROADS, direction=Direction.BY_DATE, due_on=date(2021, 7, 1)),
            BLANK,
            None,
        ),
        (
            ROADS,
            replace(line(), attainability=Attainability.IMPOSSIBLE, remark="缺口大"),
            "50.00",
        ),
    ],
)
def test_a_form_without_fault_is_counted(
    indicator: Indicator, report: IndicatorReport, counted: str | None
) -> None:
    """Examples 7 and 8 among others: raw may pass 100, what is counted may not."""
    story = issued(under="hanggin", indicators=(indicator,))
    (result,) = story.when(filing(report)).one(MonitoringSubmitted).results
    assert result.counted == (None if counted is None else Decimal(counted))


def test_the_raw_completion_is_kept_beside_the_capped_one() -> None:
    """Example 7: 180 of 100 households is 180.00 raw and 100 in the total."""
    submitted = issued().when(form("180")).one(MonitoringSubmitted)
    assert submitted.results[0].raw == Decimal("180.00")
    assert submitted.completion_rate == Decimal("100.00")


def test_above_a_limit_is_the_adverse_side_of_a_cost() -> None:
    cost = replace(PLANNED, direction=Direction.AT_MOST)
    story = issued(under="hanggin", indicators=(cost,))
    below, above = replace(line("40"), causes=()), replace(line("49"), causes=())
    assert story.when(filing(below)).one(MonitoringSubmitted).results[0].raw == Decimal("100.00")
    story.when(filing(above)).refused("须填偏差原因和改进措施", clause="LY-18")


def _rows(total: int, public: int, other: int) -> Funding:
    return Funding(
        total=FundingRow(initial_budget_fen=total, forecast_full_year_fen=0),
        general_public=FundingRow(initial_budget_fen=public, forecast_full_year_fen=0),
        other=FundingRow(initial_budget_fen=other, forecast_full_year_fen=0),
    )


def test_the_rows_of_the_money_add_up() -> None:
    """Example 6: 3,000,000 is not 2,000,000 and 900,000."""
    wrong, right = (_rows(300, 200, other) for other in (90, 100))
    story = issued()
    answer = story.when(replace(form(), funding=wrong))
    answer.refused("年初预算数：年度资金总额 3.00 元不等于分项之和 2.90 元", clause="LY-18")
    assert story.when(replace(form(), funding=right)).one(MonitoringSubmitted).funding == right


@pytest.mark.parametrize("amount", [-1, -(2**63)])
def test_no_row_of_the_money_is_negative(amount: int) -> None:
    """The smallest 64-bit amount would make an expected carry-over beyond what a view holds."""
    answer = issued().when(replace(form(), funding=_rows(amount, amount, 0)))
    answer.refused("年初预算数不能为负", clause="LY-18")
    row = FundingRow(initial_budget_fen=0, forecast_full_year_fen=amount)
    none = FundingRow(initial_budget_fen=0, forecast_full_year_fen=0)
    funding = Funding(total=row, general_public=row, other=none)
    issued().when(replace(form(), funding=funding)).refused("全年预计执行数不能", clause="LY-18")
