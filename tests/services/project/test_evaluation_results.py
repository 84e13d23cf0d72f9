"""What an evaluation leads to: measures, use in a budget, spot checks, finance and collectors."""

import pytest
from msgspec.structs import replace

from events.evaluation import (
    EvaluationConcluded,
    EvaluationSpotChecked,
    EvaluationStarted,
    ResultApplied,
)
from events.terms import (
    Cause,
    Criterion,
    DispositionKind,
    EvaluationKind,
    Grade,
    Pilot,
)
from services.policies.rules import GRADES
from services.project import measures
from services.project.remedies import DecideDisposition, ProposeDisposition, RevokeDisposition
from tests.services.project.given import (
    CHIEF,
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import registered
from tests.services.project.test_evaluation import (
    APPLY,
    CHECK,
    COLLECTOR,
    CONCLUDE,
    FEEDBACK,
    JANUARY,
    START,
    SUBMIT,
    D,
    department,
    marks,
    started,
)


@pytest.mark.clause("HL-12", "QM-13")
def test_a_poor_result_waits_for_a_measure_before_it_is_used() -> None:
    story = department().by(OFFICER)
    concluded = story.facts[-1]
    assert isinstance(concluded, EvaluationConcluded)
    assert concluded.must == (DispositionKind.CUT, DispositionKind.MERGE, DispositionKind.CANCEL)
    story.when(APPLY).refused("须先决定压减、整合或取消", clause="HL-12")
    assert story.state.evaluation.undisposed(story.state.disposition) == ["E1"]
    propose = ProposeDisposition(
        **P,
        disposition="D1",
        cause=Cause.POOR_RESULT,
        kinds=(DispositionKind.CUT,),
        reason="评价为差",
        basis="E1",
    )
    story = story.when(propose).so_far.by(CHIEF)
    story.when(APPLY).refused("须先决定", clause="HL-12")
    decided = story.when(DecideDisposition(**P, disposition="D1")).so_far
    assert decided.when(APPLY).one(ResultApplied).grade is Grade.POOR
    revoked = decided.when(RevokeDisposition(**P, disposition="D1", reason="另议")).so_far
    revoked.when(APPLY).refused("须先决定", clause="HL-12")


@pytest.mark.clause("HL-12")
def test_a_result_counts_ten_percent_or_says_why_not() -> None:
    story = department("60").by(OFFICER)
    less = replace(APPLY, weight=D("9.99"))
    story.when(less).refused("权重低于 10%，须说明理由", clause="HL-12")
    assert story.when(replace(less, reason="跨年结转")).one(ResultApplied).weight == D("9.99")
    for weight in ("0", "-1", "100.01", "NaN"):
        story.when(replace(APPLY, weight=D(weight))).refused("权重须大于 0", clause="HL-12")
    same_year = replace(APPLY, budget_year=2021)
    story.when(same_year).refused("用于以后年度", clause="QM-13")
    story.when(APPLY).so_far.when(replace(APPLY, weight=D(20))).refused("已用于", clause="HL-12")


@pytest.mark.clause("HL-10")
@pytest.mark.parametrize(
    ("counts", "checked", "score"),
    [
        ("CHECKED", "70", "70"),
        ("ORIGINAL", "70", "60.00"),
        ("LOWER", "70", "60.00"),
        ("LOWER", "59.99", "59.99"),
    ],
)
def test_a_spot_check_keeps_both_scores(counts: str, checked: str, score: str) -> None:
    law = amended(law_of("hailin"), day(2, 1), evaluation__spot_check_counts=counts)
    begin = replace(START, kind=EvaluationKind.DEPARTMENT)
    story = registered().under(law).by(REVIEWER).at(JANUARY).when(begin).so_far
    story = story.by(EXPERT).when(marks("60")).so_far.by(FILER).when(FEEDBACK).so_far
    story = story.by(REVIEWER).when(CONCLUDE).so_far.by(SECTION)
    command = replace(CHECK, score=D(checked))
    fact = story.when(command).one(EvaluationSpotChecked)
    assert (fact.original_score, fact.checked_score) == (D("60.00"), D(checked))
    assert (fact.score, fact.grade) == (D(score), measures.grade(D(score), GRADES))
    assert bool(fact.must) == (fact.grade is Grade.POOR)
    after = story.when(command).so_far
    after.when(command).nothing()
    after.when(replace(command, score=D(1))).refused("已经抽查复核", clause="HL-10")


@pytest.mark.clause("HL-12")
def test_where_a_grade_begins_is_the_place_s_rule() -> None:
    floors = {"EXCELLENT": "95", "GOOD": "85", "FAIR": "70"}
    law = amended(law_of("hailin"), day(1, 2), evaluation__grades=floors)
    story = department(law=law).by(SECTION)
    for score, grade in (("69.994", Grade.POOR), ("70", Grade.FAIR), ("94.99", Grade.GOOD)):
        fact = story.when(replace(CHECK, score=D(score))).one(EvaluationSpotChecked)
        assert (fact.grade, bool(fact.must)) == (grade, grade is Grade.POOR)


@pytest.mark.parametrize(
    ("given", "published", "grade"),
    [
        ("59.995", "60.00", Grade.FAIR),
        ("59.994", "59.99", Grade.POOR),
        ("90", "90.00", Grade.EXCELLENT),
    ],
)
def test_a_score_is_published_before_it_is_graded(given: str, published: str, grade: Grade) -> None:
    answer = department().by(SECTION).when(replace(CHECK, score=D(given)))
    fact = answer.one(EvaluationSpotChecked)
    assert (str(fact.checked_score), fact.grade) == (published, grade)
    answer.so_far.when(replace(CHECK, score=D(given))).nothing()


def test_a_spot_check_looks_at_concluded_results_of_others() -> None:
    started().by(SECTION).when(CHECK).refused("尚未定级，不能抽查复核", clause="HL-10")
    used = department("60").by(OFFICER).when(APPLY).so_far
    used.when(CHECK).refused("已经应用，不能抽查复核", clause="HL-10")
    for score in ("-0.01", "100.01", "NaN"):
        answer = department().by(SECTION).when(replace(CHECK, score=D(score)))
        answer.refused("复核得分须在 0 至 100 之间", clause="HL-10")
    department().by(REVIEWER).when(CHECK).refused("抽查复核评价结果须由", clause="HL-10")


@pytest.mark.clause("HL-10")
def test_finance_says_why_it_evaluates_and_pilots_are_a_reason() -> None:
    story = registered().by(SECTION).at(JANUARY)
    begin = replace(START, kind=EvaluationKind.FINANCE)
    story.when(begin).refused("须说明选取理由或试点领域", clause="HL-10")
    for more in ({"criteria": (Criterion.WIDE, Criterion.LONG_TERM)}, {"pilot": Pilot.PPP}):
        fact = story.when(replace(begin, **more)).one(EvaluationStarted)
        assert (fact.criteria, fact.pilot) == (more.get("criteria", ()), more.get("pilot"))
    scored = story.when(replace(begin, pilot=Pilot.BOND)).so_far.by(EXPERT).when(marks("60"))
    answered = scored.so_far.by(REVIEWER).when(FEEDBACK).so_far
    answered.by(EXPERT).when(CONCLUDE).refused("评价定级须由", clause="HL-09")
    concluded = answered.by(OFFICER).when(CONCLUDE).so_far
    concluded.when(CHECK).refused("不在抽查复核范围内", clause="HL-10")


@pytest.mark.clause("HL-09")
def test_collectors_evaluate_the_quality_of_revenue() -> None:
    begin = replace(START, kind=EvaluationKind.REVENUE)
    registered().by(FILER).when(begin).refused("启动绩效评价须由", clause="HL-09")
    story = registered().by(COLLECTOR).at(JANUARY).when(begin).so_far.when(marks("60")).so_far
    story = story.by(SECTION).when(FEEDBACK).so_far
    assert story.when(CONCLUDE).one(EvaluationConcluded).kind is EvaluationKind.REVENUE


def test_a_draft_is_marked_whole_and_by_its_own_command() -> None:
    story = registered().by(REVIEWER).when(replace(START, kind=EvaluationKind.DEPARTMENT)).so_far
    story.when(SUBMIT).refused("部门评价不能用“报送绩效自评”办理", clause="HL-09")
    short = replace(marks("60"), marks=marks("60").marks[:1])
    story.when(short).refused("合计 40 分，须为 100 分", clause="HL-10")
    story.when(marks("60.01")).refused("得分须在 0 与分值之间：效果", clause="HL-10")
    twice = replace(marks("60"), marks=(marks("60").marks[0],) * 2)
    story.when(twice).refused("评价指标重复：管理", clause="HL-10")
    own = story.when(marks("60")).so_far.by(FILER).when(FEEDBACK).so_far.by(REVIEWER)
    own.when(CONCLUDE).refused("打分人不能为自己的评价定级")
