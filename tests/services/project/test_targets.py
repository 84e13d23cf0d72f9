"""Targets: proposed by the unit, graded, approved as version 1, never overwritten."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.targets import Indicator, TargetApproved, TargetReturned, TargetReviewed, TargetSet
from events.terms import Direction, FundTag, IndicatorLevel1, IndicatorLevel2, TargetGrade
from services.decision import Actor
from services.project.targets import ApproveTarget, ReturnTarget, ReviewTarget, SetTarget
from tests.services.project.given import CHIEF, EXPERT, FILER, OFFICER, REVIEWER, SECTION, P
from tests.services.project.stories import ROADS, approved, proposed, registered

WORDS = "修路一百公里"
PASS = ReviewTarget(**P, grade=TargetGrade.GOOD, opinion="可行")


def setting(*indicators: Indicator) -> SetTarget:
    return SetTarget(**P, overall_objective=WORDS, indicators=indicators)


def test_a_unit_proposes_targets() -> None:
    expected = TargetSet(filer="filer", overall_objective=WORDS, indicators=(ROADS,))
    registered().when(setting(ROADS)).then(expected)


def test_the_same_proposal_again_is_already_so() -> None:
    proposed().by(FILER).when(setting(ROADS)).nothing()


def test_a_changed_proposal_replaces_the_draft_and_its_grade() -> None:
    graded = proposed().by(SECTION).when(PASS).so_far
    longer = replace(ROADS, annual_value=Decimal(120))
    changed = graded.by(FILER).when(setting(longer)).so_far
    changed.by(OFFICER).when(ApproveTarget(**P)).refused("尚未审核")


@pytest.mark.parametrize("reviewer", [SECTION, OFFICER, CHIEF], ids=lambda one: one.role)
def test_finance_grades_the_proposal(reviewer: Actor) -> None:
    fact = TargetReviewed(grade=TargetGrade.GOOD, opinion="可行", reviewer=reviewer.id)
    proposed().by(reviewer).when(PASS).then(fact)


@pytest.mark.parametrize("outsider", [FILER, REVIEWER, EXPERT], ids=lambda one: one.role)
def test_nobody_but_finance_grades_or_returns_a_proposal(outsider: Actor) -> None:
    story = proposed().by(outsider)
    story.when(PASS).refused("审核绩效目标须由")
    story.when(ReturnTarget(**P, reason="不具体")).refused("退回绩效目标须由")


def test_who_filed_the_targets_neither_grades_nor_approves_them() -> None:
    both = Actor(id="filer", role=OFFICER.role, org="F02")
    story = registered().by(FILER).when(setting(ROADS)).so_far
    story.by(both).when(PASS).refused("编报人不能审核、退回或批复自己编报的绩效目标")
    story.by(both).when(ReturnTarget(**P, reason="改")).refused("编报人不能审核、退回或批复")
    graded = story.by(SECTION).when(PASS).so_far
    graded.by(both).when(ApproveTarget(**P)).refused("编报人不能审核、退回或批复")


def test_who_graded_the_targets_does_not_approve_them() -> None:
    graded = proposed().by(OFFICER).when(PASS).so_far
    graded.when(ApproveTarget(**P)).refused("审核人不能批复自己审核的绩效目标")
    second = Actor(id="officer-2", role=OFFICER.role, org=OFFICER.org)
    assert graded.by(second).when(ApproveTarget(**P)).one(TargetApproved).version == 1


def test_a_returned_proposal_must_be_filed_again() -> None:
    story = proposed().by(SECTION)
    fact = TargetReturned(reason="不具体")
    returned = story.when(ReturnTarget(**P, reason="不具体")).then(fact)
    returned.when(PASS).refused("没有待审核的绩效目标")
    returned.when(ReturnTarget(**P, reason="再退")).refused("没有待审核的绩效目标")
    returned.by(FILER).when(setting(ROADS)).then(
        TargetSet(filer="filer", overall_objective=WORDS, indicators=(ROADS,))
    )


def test_approval_opens_version_one_and_once_is_enough() -> None:
    story = proposed().by(SECTION).when(PASS).so_far.by(OFFICER)
    fact = TargetApproved(
        version=1, overall_objective=WORDS, indicators=(ROADS,), effective_on=date(2021, 1, 10)
    )
    story.when(ApproveTarget(**P)).then(fact).when(ApproveTarget(**P)).nothing()


@pytest.mark.parametrize("other", [SECTION, REVIEWER, FILER], ids=lambda one: one.role)
@pytest.mark.clause("HL-04")
def test_only_those_the_rules_name_approve_targets(other: Actor) -> None:
    story = proposed().by(SECTION).when(PASS).so_far
    story.by(other).when(ApproveTarget(**P)).refused("批复绩效目标须由", clause="HL-04")


@pytest.mark.parametrize(
    ("grade", "passes"),
    [
        (TargetGrade.EXCELLENT, True),
        (TargetGrade.GOOD, True),
        (TargetGrade.FAIR, False),
        (TargetGrade.POOR, False),
    ],
    ids=str,
)
def test_only_excellent_and_good_targets_pass(grade: TargetGrade, *, passes: bool) -> None:
    graded = proposed().by(SECTION).when(ReviewTarget(**P, grade=grade)).so_far.by(OFFICER)
    answer = graded.when(ApproveTarget(**P))
    if passes:
        assert answer.one(TargetApproved).version == 1
    else:
        answer.refused(f"审核结果为“{grade.zh}”")


def test_a_grade_can_be_raised_without_a_new_proposal() -> None:
    poor = proposed().by(SECTION).when(ReviewTarget(**P, grade=TargetGrade.POOR)).so_far
    better = poor.when(PASS).so_far.by(OFFICER)
    assert better.when(ApproveTarget(**P)).one(TargetApproved).version == 1


@pytest.mark.clause("LY-13")
def test_targets_in_force_are_not_set_again() -> None:
    story = approved().by(FILER)
    story.when(setting(ROADS)).refused("调整须走目标调整程序", clause="LY-13")


def test_without_a_proposal_there_is_nothing_to_approve() -> None:
    registered().by(OFFICER).when(ApproveTarget(**P)).refused("没有待审核的绩效目标")


BY_DATE = replace(ROADS, direction=Direction.BY_DATE, annual_value=None)
RANGE = replace(ROADS, direction=Direction.RANGE, upper_value=Decimal(110))
MANY = "9" * 16


@pytest.mark.parametrize(
    ("indicator", "fault"),
    [
        (replace(ROADS, name="  "), "名称不能为空"),
        (replace(ROADS, weight=Decimal(0)), "权重须大于 0"),
        (replace(ROADS, weight=Decimal(-1)), "权重须大于 0"),
        (replace(ROADS, weight=Decimal("NaN")), "有限小数"),
        (replace(ROADS, annual_value=Decimal("Infinity")), "有限小数"),
        (replace(RANGE, upper_value=Decimal("sNaN")), "有限小数"),
        (replace(ROADS, final_value=Decimal(MANY)), "小于 10^15"),
        (replace(ROADS, period_plan={"H1": Decimal("1E-10")}), "小数不超过九位"),
        (replace(ROADS, annual_value=Decimal("1E+999999")), "小于 10^15"),
        (replace(ROADS, level1=IndicatorLevel1.OUTCOME), "不属于“效益指标”"),
        (replace(ROADS, level2=IndicatorLevel2.BENEFICIARY_SATISFACTION), "不属于“产出指标”"),
        (replace(ROADS, annual_value=None), "须填年度指标值"),
        (BY_DATE, "须填完成日期"),
        (replace(RANGE, upper_value=None), "须填下限"),
        (replace(RANGE, annual_value=None), "须填下限"),
        (replace(RANGE, upper_value=Decimal(99)), "不小于下限的上限"),
    ],
)
def test_an_indicator_that_makes_no_sense_is_refused(indicator: Indicator, fault: str) -> None:
    registered().when(setting(indicator)).refused(fault, clause="HJ-F1")


@pytest.mark.parametrize(
    "indicator",
    [
        replace(BY_DATE, due_on=date(2021, 6, 30)),
        replace(RANGE, upper_value=Decimal(100)),
        replace(ROADS, direction=Direction.QUALITATIVE, annual_value=None),
        replace(ROADS, annual_value=Decimal(0)),
        replace(
            ROADS,
            level1=IndicatorLevel1.SATISFACTION,
            level2=IndicatorLevel2.BENEFICIARY_SATISFACTION,
        ),
        replace(ROADS, level1=IndicatorLevel1.OUTCOME, level2=IndicatorLevel2.SUSTAINABILITY),
        replace(ROADS, level2=IndicatorLevel2.COST),
    ],
    ids=lambda one: f"{one.direction}-{one.level2}",
)
def test_every_direction_and_level_has_its_place(indicator: Indicator) -> None:
    assert registered().when(setting(indicator)).one(TargetSet).indicators == (indicator,)


def test_all_faults_are_named_at_once() -> None:
    answer = registered().when(setting(replace(ROADS, weight=Decimal(0)), BY_DATE))
    answer.refused("指标“道路”重复；指标“道路”权重须大于 0；指标“道路”为时限指标", clause="HJ-F1")


def test_a_project_has_at_least_one_indicator() -> None:
    registered().when(setting()).refused("三级指标不少于 1 条，现有 0 条", clause="HJ-F1")


@pytest.mark.parametrize(("number", "enough"), [(6, False), (7, True)])
@pytest.mark.clause("QM-10")
def test_poverty_funds_need_seven_indicators(number: int, *, enough: bool) -> None:
    """QM-10: each of the 51 projects has at least seven third-level indicators."""
    seven = tuple(replace(ROADS, name=f"道路{i}") for i in range(number))
    answer = registered(FundTag.POVERTY_ALLEVIATION, under="qiemo").when(setting(*seven))
    if enough:
        assert len(answer.one(TargetSet).indicators) == number
    else:
        answer.refused("三级指标不少于 7 条，现有 6 条", clause="HJ-F1")


def test_other_funds_of_the_same_place_need_one() -> None:
    answer = registered(FundTag.DIRECT, under="qiemo").when(setting(ROADS))
    assert answer.one(TargetSet).indicators == (ROADS,)
