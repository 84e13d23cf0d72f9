"""Points: deductions, floors, what does not apply, points by hand, appeals, corrections."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TypeVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.assessment import (
    AppealResolved,
    AssessmentFact,
    AssessmentOpened,
    Basis,
    Deduction,
    DepartmentScored,
    DepartmentsGrouped,
    ItemScored,
    PilotsSelected,
    RankingPublished,
    RubricItem,
    ScoreAppealed,
    ScoreCorrected,
)
from events.subjects import assessment_id
from services.assessment.commands import (
    AnyAssessmentCommand,
    AppealScore,
    CorrectScore,
    GroupDepartments,
    OpenAssessment,
    PublishRanking,
    ResolveAppeal,
    ScoreDepartments,
    ScoreItem,
    SelectPilots,
)
from services.assessment.decider import decide
from services.assessment.scoring import Evidence, score
from services.assessment.state import Assessment, evolve
from services.decision import Actor, Context
from services.policies.law import Law
from tests.services.policies.acts import refusal
from tests.services.project.given import (
    CHIEF,
    OFFICER,
    REVIEWER,
    STRANGER,
    amended,
    day,
    law_of,
)

D = Decimal
F = TypeVar("F", bound=AssessmentFact)
MANUAL_RUBRIC = [
    {"code": "TIME", "name": "及时", "points": 60, "measure": "SUBMITTED_ON_TIME"},
    {"code": "SELF", "name": "自评质量", "points": 40, "measure": "MANUAL"},
]
DECEMBER = day(12, 15)
BY_HAND = amended(law_of("hailin"), day(2, 1), assessment__rubric=MANUAL_RUBRIC)


@dataclass(frozen=True)
class Year:
    """One assessment with who asks it what and when."""

    law: Law = BY_HAND
    facts: tuple[AssessmentFact, ...] = ()
    instant: datetime = DECEMBER
    actor: Actor = OFFICER

    def by(self, actor: Actor) -> "Year":
        return replace(self, actor=actor)

    def under(self, law: Law) -> "Year":
        return replace(self, law=law)

    @property
    def state(self) -> Assessment:
        state = Assessment()
        for fact in self.facts:
            state = evolve(state, fact)
        return state

    def told(self, command: AnyAssessmentCommand) -> list[AssessmentFact]:
        division = self.law.editions[0].division
        context = Context(
            command_id="c",
            at=self.instant,
            actor=self.actor,
            aggregate=assessment_id(division, 2021, "A"),
            law=self.law,
        )
        return decide(self.state, command, context)

    def after(self, command: AnyAssessmentCommand) -> "Year":
        facts = self.told(command)
        assert facts
        return replace(self, facts=(*self.facts, *facts))

    def refused(self, command: AnyAssessmentCommand) -> str:
        return refusal(partial(self.told, command))

    def last(self, kind: type[F]) -> F:
        return [fact for fact in self.facts if isinstance(fact, kind)][-1]


def scoring(**on_time: int) -> ScoreDepartments:
    """Score departments with ten tasks each, so many of them on time."""
    evidence = tuple(
        Evidence(department=name, tasks_due=10, tasks_on_time=count)
        for name, count in on_time.items()
    )
    return ScoreDepartments(fiscal_year=2021, assessment="A", evidence=evidence, position=7)


def item(points: str, department: str = "D01", code: str = "SELF") -> ScoreItem:
    return ScoreItem(
        fiscal_year=2021,
        assessment="A",
        department=department,
        item=code,
        points=D(points),
        document="核查表",
    )


def resolving(points: str | None, code: str = "", *, upheld: bool = True) -> ResolveAppeal:
    return ResolveAppeal(
        fiscal_year=2021,
        assessment="A",
        department="D01",
        upheld=upheld,
        reason="核实",
        item=code,
        points=None if points is None else D(points),
    )


OPEN = OpenAssessment(fiscal_year=2021, assessment="A")
PUBLISH = PublishRanking(fiscal_year=2021, assessment="A")
APPEAL = AppealScore(fiscal_year=2021, assessment="A", department="D01", reason="退回有误")
OPENED = Year().after(OPEN)
SCORED = OPENED.after(scoring(D01=5, D02=8, D03=8))


@pytest.mark.clause("HJ-23", "HL-16")
@pytest.mark.parametrize(
    ("change", "code", "points"),
    [
        ({}, "T", "50.00"),
        ({"tasks_on_time": 8}, "T", "36.00"),
        ({"tasks_on_time": 0}, "T", "5.00"),
        ({"returns": (1, 1, 3)}, "Q", "47.00"),
        ({"returns": (2, 2)}, "Q", "44.00"),
        ({"cases_overdue": 1}, "Q", "49.50"),
    ],
)
def test_late_returned_and_overdue_lose_points_down_to_the_floor(
    change: dict[str, object], code: str, points: str
) -> None:
    """Each of two late tasks costs 2; each task returned more than once 3; an overdue case 0.5."""
    rubric = (
        RubricItem(
            code="T",
            name="及时",
            points=D(50),
            measure="SUBMITTED_ON_TIME",
            floor=D(5),
            deductions=(Deduction(counts="LATE_TASKS", each=D(2)),),
        ),
        RubricItem(
            code="Q",
            name="质量",
            points=D(50),
            measure="MEAN_REVIEW_SCORE",
            deductions=(
                Deduction(counts="RETURNED_TASKS", each=D(3), beyond=1),
                Deduction(counts="OVERDUE_CASES", each=D("0.5")),
            ),
        ),
    )
    plain = Evidence(
        department="D", tasks_due=10, tasks_on_time=10, score_sum=D(100), score_count=1
    )
    fact = score(rubric, msgspec.structs.replace(plain, **change), 0)
    (found,) = [one for one in fact.items if one.code == code]
    assert found.points == D(points)
    assert found.deducted == {"36.00": D("4.00"), "47.00": D("3.00"), "44.00": D("6.00")}.get(
        points, found.deducted
    )


def test_a_case_accepted_in_time_costs_nothing() -> None:
    rubric = (
        RubricItem(
            code="R",
            name="整改",
            points=D(100),
            measure="RECTIFIED",
            deductions=(Deduction(counts="OVERDUE_CASES", each=D(2)),),
        ),
    )
    restored = Evidence(department="D", tasks_due=1, cases_issued=2, cases_accepted=2)
    late = msgspec.structs.replace(restored, cases_overdue=1)
    assert [score(rubric, one, 0).score for one in (restored, late)] == [D("100.00"), D("98.00")]


@pytest.mark.parametrize(
    ("rule", "points", "total", "rescaled"),
    [
        ("LEAVE_OUT", None, D("80.00"), True),
        ("FULL", D(40), D("88.00"), False),
        ("NONE", D(0), D("48.00"), False),
    ],
)
def test_what_does_not_apply_follows_the_item_s_own_rule(
    rule: str, points: Decimal | None, total: Decimal, *, rescaled: bool
) -> None:
    rubric = (
        RubricItem(code="T", name="及时", points=D(60), measure="SUBMITTED_ON_TIME"),
        RubricItem(code="R", name="整改", points=D(40), measure="RECTIFIED", not_applicable=rule),
    )
    fact = score(rubric, Evidence(department="D", tasks_due=10, tasks_on_time=8), 0)
    assert (fact.items[1].points, fact.score, fact.rescaled) == (points, total, rescaled)


@pytest.mark.clause("HJ-23")
def test_every_point_names_the_tasks_it_rests_on() -> None:
    basis: dict[str, tuple[Basis, ...]] = {
        "SUBMITTED_ON_TIME": (Basis(project="P1", item="H1", earned=False, position=9),)
    }
    evidence = Evidence(department="D01", tasks_due=1, basis=basis)
    command = msgspec.structs.replace(scoring(), evidence=(evidence,))
    fact = OPENED.after(command).last(DepartmentScored)
    assert fact.items[0].basis == basis["SUBMITTED_ON_TIME"]
    assert fact.items[1].basis == ()


def test_what_software_cannot_see_is_entered_with_its_document() -> None:
    unseen = SCORED.last(DepartmentScored)
    assert (unseen.items[1].points, unseen.rescaled) == (None, True)
    year = SCORED.after(item("30"))
    fact = year.last(DepartmentScored)
    assert (fact.score, fact.rescaled, fact.items[1].document) == (D("60.00"), False, "核查表")
    assert year.told(item("30")) == []
    before = OPENED.after(item("30"))
    assert [type(one) for one in before.facts] == [AssessmentOpened, ItemScored]
    assert before.after(scoring(D01=5)).last(DepartmentScored).score == D("60.00")
    assert year.after(scoring(D01=10)).last(DepartmentScored).score == D("90.00")


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        (item("40.01"), "得分须在 0 至 40 之间"),
        (item("-1"), "得分须在 0 至 40 之间"),
        (item("NaN"), "得分须在 0 至 40 之间"),
        (item("1", code="TIME"), "不能人工填写"),
        (item("1", code="X"), "没有 X 这一项"),
    ],
)
def test_points_by_hand_are_points_of_that_item(command: ScoreItem, fault: str) -> None:
    assert fault in SCORED.refused(command)


@pytest.mark.clause("HL-16")
def test_an_appeal_keeps_both_scores_and_a_new_count_keeps_its_result() -> None:
    year = SCORED.by(REVIEWER).after(APPEAL)
    assert year.last(ScoreAppealed) == ScoreAppealed(
        department="D01", score=D("50.00"), reason="退回有误"
    )
    assert year.told(APPEAL) == []
    assert "尚有申诉未处理：D01" in year.by(OFFICER).refused(PUBLISH)
    solved = year.by(OFFICER).after(resolving("45", "TIME"))
    answer = solved.last(AppealResolved)
    assert (answer.before, answer.after) == (D("50.00"), D("75.00"))
    assert solved.last(DepartmentScored).score == D("75.00")
    assert solved.after(scoring(D01=1)).last(DepartmentScored).score == D("75.00")
    assert solved.told(PUBLISH)


def test_an_appeal_that_fails_changes_no_score() -> None:
    year = SCORED.by(REVIEWER).after(APPEAL).by(OFFICER)
    assert "不能改分" in year.refused(resolving("45", "TIME", upheld=False))
    assert "须写明评分项和分数" in year.refused(resolving(None))
    solved = year.after(resolving(None, upheld=False))
    assert solved.last(AppealResolved).after == D("50.00")
    assert solved.state.scores == SCORED.state.scores
    assert "没有待处理的申诉" in solved.refused(resolving(None, upheld=False))


def test_only_a_department_itself_appeals() -> None:
    assert "D99 不能代 D01 申诉" in SCORED.by(STRANGER).refused(APPEAL)
    assert "尚未评分" in OPENED.by(REVIEWER).refused(APPEAL)


@pytest.mark.clause("HL-16", "QM-14")
def test_after_publication_a_correction_is_a_fact_and_the_ranking_stands() -> None:
    published = SCORED.after(PUBLISH)
    correct = CorrectScore(
        fiscal_year=2021, assessment="A", department="D01", item="TIME", points=D(60), reason="误"
    )
    assert "不必更正" in SCORED.refused(correct)
    year = published.after(correct)
    fact = year.last(ScoreCorrected)
    assert (fact.before, fact.after) == (D("50.00"), D("100.00"))
    assert year.told(correct) == []
    assert year.told(PUBLISH) == []
    assert year.last(RankingPublished) == published.last(RankingPublished)
    appealed = year.by(REVIEWER).after(APPEAL).by(OFFICER).after(resolving("30", "TIME"))
    assert appealed.last(ScoreCorrected).before == D("100.00")
    assert "不能再评分" in appealed.refused(scoring(D01=1))
    assert "不能再评分" in appealed.refused(item("1"))


@pytest.mark.clause("HL-16")
def test_departments_are_ranked_within_their_group() -> None:
    groups = {"大型": ("D01", "D02"), "小型": ("D03",)}
    group = GroupDepartments(fiscal_year=2021, assessment="A", groups=groups)
    year = SCORED.after(group)
    assert year.told(group) == []
    ranks = year.after(PUBLISH).last(RankingPublished).ranks
    assert [(one.group, one.department, one.rank) for one in ranks] == [
        ("大型", "D02", 1),
        ("大型", "D01", 2),
        ("小型", "D03", 1),
    ]
    twice = GroupDepartments(
        fiscal_year=2021, assessment="A", groups={"a": ("D01",), "b": ("D01",)}
    )
    assert SCORED.refused(twice) == "一个部门只能在一个组"
    assert year.last(DepartmentsGrouped).groups == groups


@pytest.mark.clause("HL-16")
def test_equal_scores_are_told_apart_only_where_the_place_says_by_what() -> None:
    broken = amended(
        law_of("hailin"),
        day(2, 1),
        assessment__rubric=MANUAL_RUBRIC,
        assessment__tie_breaks=["SELF"],
    )
    for law, places in ((BY_HAND, [1, 1]), (broken, [1, 2])):
        year = Year(law).after(OPEN).after(scoring(D01=10, D02=5))
        year = year.after(item("10")).after(item("40", "D02"))
        assert {one.score for one in year.state.scores.values()} == {D("70.00")}
        ranks = year.after(PUBLISH).last(RankingPublished).ranks
        assert [one.rank for one in ranks] == places
    assert [one.department for one in ranks] == ["D02", "D01"]


@pytest.mark.clause("HL-10")
def test_two_departments_are_the_pilots_of_the_year() -> None:
    def pilots(*names: str) -> SelectPilots:
        return SelectPilots(
            fiscal_year=2021, assessment="A", departments=names, document="方案二(五)"
        )

    year = OPENED.by(CHIEF).after(pilots("D01", "D02", "D01"))
    assert year.last(PilotsSelected).departments == ("D01", "D02")
    assert year.told(pilots("D01", "D02")) == []
    assert "须为 2 个，现为 1 个" in OPENED.refused(pilots("D01"))
    assert "须为 2 个，现为 3 个" in OPENED.refused(pilots("D01", "D02", "D03"))
    elsewhere = Year(law_of("qiemo")).after(OPEN)
    assert "没有规定" in elsewhere.refused(pilots("D01", "D02"))


shares = st.integers(0, 10)


@given(shares, shares, st.integers(0, 5), st.tuples(st.integers(0, 4), st.integers(0, 4)))
def test_points_stay_between_the_limits_whatever_the_evidence(
    on_time: int, due: int, overdue: int, returns: tuple[int, int]
) -> None:
    rubric = law_of("hailin").editions[0].assessment.rubric
    evidence = Evidence(
        department="D",
        tasks_due=due,
        tasks_on_time=on_time,
        cases_issued=2,
        cases_overdue=overdue,
        returns=returns,
    )
    fact = score(rubric, evidence, 0)
    points = [one.points for one in fact.items if one.points is not None]
    assert all(0 <= one.points <= one.full for one in fact.items if one.points is not None)
    assert fact.obliged is (due > 0)
    assert (fact.score is None) is (due == 0)
    if fact.score is not None:
        full = sum(one.full for one in fact.items if one.points is not None)
        exact = Fraction(sum(points)) / Fraction(full) * 100
        assert abs(Fraction(fact.score) - exact) <= Fraction(1, 200)
