"""Evaluations: scored, answered, concluded with a derived grade, checked, applied (4.7, 5.5)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from msgspec.structs import replace

from events.evaluation import (
    EvaluationConcluded,
    EvaluationFeedbackRecorded,
    EvaluationScored,
    EvaluationStarted,
    ResultApplied,
)
from events.monitoring import IndicatorReport
from events.targets import Indicator
from events.terms import (
    Direction,
    EvaluationKind,
    Grade,
    IndicatorLevel1,
    IndicatorLevel2,
    Role,
    Tier,
)
from services.decision import Actor
from services.policies.law import Law
from services.policies.rules import GRADES
from services.project import measures
from services.project.evaluation import (
    ApplyResult,
    ConcludeEvaluation,
    RecordFeedback,
    ScoreEvaluation,
    SpotCheckEvaluation,
    StartEvaluation,
    SubmitSelfEvaluation,
)
from services.project.marking import Mark
from tests.services.project.given import (
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import ROADS, approved, budget, finalized, paid, registered

D = Decimal
COLLECTOR = Actor(id="collector", role=Role.REVENUE_COLLECTOR, org="T00")
START = StartEvaluation(**P, evaluation="E1", kind=EvaluationKind.SELF)
FEEDBACK = RecordFeedback(**P, evaluation="E1", opinion="属实")
CONCLUDE = ConcludeEvaluation(**P, evaluation="E1")
CHECK = SpotCheckEvaluation(**P, evaluation="E1", score=D("59.99"), finding="佐证不足")
APPLY = ApplyResult(**P, evaluation="E1", budget_year=2022, weight=D(10), document="预算1号")


def indicator(
    name: str, one: IndicatorLevel1, two: IndicatorLevel2, weight: int, target: str, **more: object
) -> Indicator:
    made = Indicator(
        name=name,
        level1=one,
        level2=two,
        direction=Direction.AT_LEAST,
        weight=D(weight),
        annual_value=D(target),
    )
    return replace(made, **more)


L1, L2 = IndicatorLevel1, IndicatorLevel2
EXAMPLE = (
    indicator("数量", L1.OUTPUT, L2.QUANTITY, 20, "80"),
    indicator("质量", L1.OUTPUT, L2.QUALITY, 15, "95"),
    indicator("时效", L1.OUTPUT, L2.TIMELINESS, 5, "1"),
    indicator("成本", L1.OUTPUT, L2.COST, 10, "50", direction=Direction.AT_MOST),
    indicator("社会", L1.OUTCOME, L2.SOCIAL, 20, "1", direction=Direction.QUALITATIVE),
    indicator("可持续", L1.OUTCOME, L2.SUSTAINABILITY, 10, "10"),
    indicator("满意度", L1.SATISFACTION, L2.BENEFICIARY_SATISFACTION, 10, "90"),
)
ACTUALS = {"数量": "64", "质量": "97", "时效": "1", "成本": "55", "可持续": "9", "满意度": "88"}
REPORT = (
    *(IndicatorReport(indicator=name, actual=D(actual)) for name, actual in ACTUALS.items()),
    IndicatorReport(indicator="社会", tier=Tier.PARTLY, points=D(14)),
)
SUBMIT = SubmitSelfEvaluation(**P, evaluation="E1", lines=REPORT)
JANUARY = day(1, 20, year=2022)


def started(under: str = "hailin", **changes: object) -> Given:
    law = amended(law_of(under), day(2, 1), **changes) if changes else law_of(under)
    story = approved(under=under, indicators=EXAMPLE).under(law)
    story = story.reported(budget(200_000_000), paid(186_500_000)).so_far
    return story.by(FILER).at(JANUARY).when(START).so_far


@pytest.mark.clause("HL-09", "QM-12")
@pytest.mark.parametrize(("rounding", "score"), [("PER_LINE", "87.11"), ("SUMMED", "87.10")])
def test_the_score_of_the_example(rounding: str, score: str) -> None:
    """Example 10: 93.25 % spent is 9.33 points; the lines add up as the form shows them."""
    fact = started(evaluation__rounding=rounding).when(SUBMIT).one(EvaluationScored)
    assert (fact.execution_rate, fact.execution_points) == (D("93.25"), D("9.33"))
    assert (fact.score, fact.rescaled) == (D(score), False)
    assert {line.name: line.points for line in fact.lines} == {
        "数量": D(16),
        "质量": D(15),
        "时效": D(5),
        "成本": D(9),
        "社会": D(14),
        "可持续": D(9),
        "满意度": D("9.78"),
    }


@pytest.mark.clause("HL-09", "HL-12")
def test_the_way_of_a_self_evaluation() -> None:
    story = started().when(SUBMIT).so_far
    story.when(SUBMIT).nothing()
    story.by(REVIEWER).when(CONCLUDE).refused("尚未征求意见", clause="HL-09")
    answered = (
        story.by(REVIEWER)
        .when(FEEDBACK)
        .then(EvaluationFeedbackRecorded(evaluation="E1", opinion="属实"))
    )
    answered.when(FEEDBACK).nothing()
    result = answered.when(CONCLUDE)
    fact = result.one(EvaluationConcluded)
    assert (fact.score, fact.grade, fact.must) == (D("87.11"), Grade.GOOD, ())
    assert (fact.coverage_floor, fact.key_floor) == (D(20), D(20))
    done = result.so_far
    done.when(CONCLUDE).nothing()
    done.by(FILER).when(SUBMIT).refused("不能再打分", clause="HL-09")
    done.by(OFFICER).when(APPLY).then(
        ResultApplied(
            evaluation="E1",
            budget_year=2022,
            grade=Grade.GOOD,
            weight=D(10),
            document="预算1号",
        )
    ).when(APPLY).nothing()


@pytest.mark.clause("HJ-17")
def test_the_second_half_of_hanggin_is_merged_into_the_self_evaluation() -> None:
    fact = next(one for one in started("hanggin").facts if isinstance(one, EvaluationStarted))
    assert (fact.merged_from, fact.merged_until) == (date(2021, 7, 1), date(2021, 12, 31))
    own = next(one for one in started().facts if isinstance(one, EvaluationStarted))
    assert (own.merged_from, own.amount_fen) == (None, 200_000_000)


@pytest.mark.clause("HJ-23", "HL-10", "HJ-20")
def test_the_monitoring_of_the_year_is_evidence() -> None:
    story = finalized().by(FILER).at(JANUARY).when(START).so_far
    line = IndicatorReport(indicator="道路", actual=D(100))
    scored = story.when(replace(SUBMIT, lines=(line,))).so_far
    fact = scored.by(REVIEWER).when(FEEDBACK).so_far.when(CONCLUDE).one(EvaluationConcluded)
    assert [(one.task, one.score) for one in fact.evidence] == [("H1", D(95))]


def test_what_cannot_be_judged_leaves_and_the_rest_counts_as_a_hundred() -> None:
    story = approved().by(FILER).at(JANUARY).when(START).so_far
    lines = (IndicatorReport(indicator="道路", actual=D(80)),)
    fact = story.when(replace(SUBMIT, lines=lines)).one(EvaluationScored)
    assert (fact.execution_rate, fact.execution_points) == (None, None)
    assert (fact.score, fact.rescaled) == (D(80), True)
    not_due = (IndicatorReport(indicator="道路", not_due=True),)
    early = story.at(day(12, 1)).when(replace(SUBMIT, lines=not_due))
    early.refused("没有可以评价的", clause="HL-09")


@pytest.mark.clause("HL-09")
def test_when_the_year_is_over_everything_of_it_is_due() -> None:
    """Only what is due in a later year may be left out."""
    story = approved().by(FILER).at(JANUARY).when(START).so_far
    not_due = IndicatorReport(indicator="道路", not_due=True)
    over = story.when(replace(SUBMIT, lines=(not_due,)))
    over.refused("指标“道路”：预算年度已结束，不能填尚未到期", clause="HL-09")
    later = replace(ROADS, name="桥", direction=Direction.BY_DATE, annual_value=None)
    both = (ROADS, replace(later, due_on=date(2022, 6, 30)))
    story = approved(indicators=both).by(FILER).at(JANUARY).when(START).so_far
    lines = (IndicatorReport(indicator="道路", actual=D(80)), replace(not_due, indicator="桥"))
    assert story.when(replace(SUBMIT, lines=lines)).one(EvaluationScored).score == D(80)
    ahead = replace(lines[1], not_due=False, done_on=date(2022, 6, 1))
    story.when(replace(SUBMIT, lines=(lines[0], ahead))).refused(
        "指标“桥”的完成日期 2022-06-01 晚于今天", clause="HL-09"
    )


def test_overspending_earns_no_more_than_full_marks() -> None:
    story = started().reported(paid(100_000_000)).so_far
    assert story.when(SUBMIT).one(EvaluationScored).execution_points == D(10)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (REPORT[:-1], "指标“社会”未填报"),
        ((*REPORT, REPORT[0]), "指标“数量”重复填报"),
        ((*REPORT, IndicatorReport(indicator="无")), "没有指标“无”"),
        ((*REPORT[:-1], replace(REPORT[-1], points=D(16))), "不在“部分达成并有一定效果”"),
        ((replace(REPORT[0], actual=None), *REPORT[1:]), "须填实际完成值"),
        ((replace(REPORT[0], actual=D("NaN")), *REPORT[1:]), "须为有限小数"),
    ],
)
def test_a_report_is_whole(lines: tuple[IndicatorReport, ...], why: str) -> None:
    started().when(replace(SUBMIT, lines=lines)).refused(why, clause="HL-09")


def marks(points: str) -> ScoreEvaluation:
    lines = (
        Mark(name="管理", full=D(40), points=D(0)),
        Mark(name="效果", full=D(60), points=D(points)),
    )
    return ScoreEvaluation(**P, evaluation="E1", marks=lines)


def department(points: str = "59.99", law: Law | None = None) -> Given:
    begin = replace(START, kind=EvaluationKind.DEPARTMENT)
    story = registered().under(law or law_of("hailin")).by(EXPERT).at(JANUARY)
    story = story.when(begin).so_far.when(marks(points)).so_far.by(FILER).when(FEEDBACK).so_far
    return story.by(REVIEWER).when(CONCLUDE).so_far


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("100", Grade.EXCELLENT),
        ("90.00", Grade.EXCELLENT),
        ("89.99", Grade.GOOD),
        ("79.99", Grade.FAIR),
        ("60.00", Grade.FAIR),
        ("59.99", Grade.POOR),
        ("0", Grade.POOR),
    ],
)
def test_a_grade_follows_from_the_score(score: str, grade: Grade) -> None:
    assert measures.grade(D(score), GRADES) is grade


@for_all(st.decimals(0, 100, places=2))
def test_every_score_has_one_grade(score: Decimal) -> None:
    assert measures.grade(score, GRADES) in Grade


def test_an_evaluation_starts_once_under_a_name_of_its_own() -> None:
    started().when(START).nothing()
    other = replace(START, kind=EvaluationKind.DEPARTMENT)
    started().by(REVIEWER).when(other).refused("评价 E1 已存在，为单位自评")
    taken = replace(START, evaluation="H1")
    finalized().by(FILER).when(taken).refused("H1 是监控任务的名称")
    registered().by(FILER).when(START).so_far.when(SUBMIT).refused("尚未批复", clause="HL-09")
    registered().by(FILER).when(CONCLUDE).refused("没有评价 E1")
