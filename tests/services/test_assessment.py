"""The assessment: points from evidence, rescaled, ranked 1, 1, 3, published once."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from events.assessment import (
    AssessmentFact,
    AssessmentOpened,
    DepartmentScored,
    ItemScore,
    Rank,
    RankingPublished,
    RubricItem,
)
from events.subjects import assessment_id
from services.assessment.commands import (
    AnyAssessmentCommand,
    OpenAssessment,
    PublishRanking,
    ScoreDepartments,
)
from services.assessment.decider import decide
from services.assessment.scoring import Evidence, rank, score
from services.assessment.state import Assessment, evolve
from services.decision import Actor, Context
from services.policies.packs import pack_edition
from tests.services.policies.acts import refusal
from tests.services.project.given import CHIEF, FILER, OFFICER, REVIEWER, SECTION, law_of

D = Decimal
EDITION = "hailin@2021-01-01"
RUBRIC = pack_edition(EDITION).assessment.rubric
OPENED = AssessmentOpened(edition=EDITION, rubric=RUBRIC)
OPEN = OpenAssessment(fiscal_year=2021, assessment="A")
PUBLISH = PublishRanking(fiscal_year=2021, assessment="A")
FULL = Evidence(
    department="D01",
    projects=4,
    targets_approved=3,
    tasks_due=10,
    tasks_on_time=9,
    score_sum=D("190.10"),
    score_count=2,
    executed_fen=450_000,
    base_fen=900_000,
    cases_issued=2,
    cases_accepted=1,
)


def context(actor: Actor = OFFICER) -> Context:
    return Context(
        command_id="c",
        at=datetime(2021, 12, 31, tzinfo=UTC),
        actor=actor,
        aggregate=assessment_id("231083", 2021, "A"),
        law=law_of("hailin"),
    )


def fold(*facts: AssessmentFact) -> Assessment:
    assessment = Assessment()
    for fact in facts:
        assessment = evolve(assessment, fact)
    return assessment


def told(command: AnyAssessmentCommand, *facts: AssessmentFact) -> list[AssessmentFact]:
    return decide(fold(*facts), command, context())


def scoring(*evidence: Evidence) -> ScoreDepartments:
    return ScoreDepartments(fiscal_year=2021, assessment="A", evidence=evidence, position=7)


def scored(department: str, points: str | None) -> DepartmentScored:
    value = None if points is None else D(points)
    return DepartmentScored(
        department=department,
        obliged=value is not None,
        score=value,
        rescaled=False,
        items=(),
        position=7,
    )


def test_an_assessment_opens_with_the_rubric_of_the_edition_once() -> None:
    assert told(OPEN) == [OPENED]
    assert told(OPEN, OPENED) == []


@pytest.mark.clause("HL-16", "HJ-23")
def test_points_are_given_line_by_line_with_the_counts_they_rest_on() -> None:
    """20 x 3/4, 20 x 9/10 less 1 for the late one, 25 x 95.05/100, 20 x 1/2, 15 x 1/2."""
    (fact,) = told(scoring(FULL), OPENED)
    assert isinstance(fact, DepartmentScored)
    points = [(item.code, item.points) for item in fact.items]
    assert points == [
        ("TARGETS", D("15.00")),
        ("TIMELINESS", D("17.00")),
        ("QUALITY", D("23.76")),
        ("EXECUTION", D("10.00")),
        ("RECTIFICATION", D("7.50")),
    ]
    assert (fact.score, fact.rescaled, fact.position) == (D("73.26"), False, 7)
    quality = fact.items[2]
    assert (quality.part, quality.whole, quality.full) == ("1901/10", "200", D(25))


def test_a_mean_of_95_05_is_14_26_of_15() -> None:
    """§5.9."""
    rubric = (RubricItem(code="Q", name="质量", points=D(15), measure="MEAN_REVIEW_SCORE"),)
    fact = score(rubric, replace(FULL, score_sum=D("95.05"), score_count=1), 0)
    assert fact.items == (
        ItemScore(
            code="Q", name="质量", full=D(15), points=D("14.26"), part="1901/20", whole="100"
        ),
    )
    assert fact.score == D("95.07")


@pytest.mark.clause("HL-16")
def test_what_does_not_apply_is_left_out_and_the_rest_rescaled() -> None:
    """Without cases 65.76 of 85 are 77.36 of 100."""
    fact = score(RUBRIC, replace(FULL, cases_issued=0, cases_accepted=0), 0)
    assert fact.items[-1].points is None
    assert (fact.score, fact.rescaled) == (D("77.36"), True)


def test_a_department_without_a_task_is_unranked_not_zero() -> None:
    fact = score(RUBRIC, replace(FULL, tasks_due=0, tasks_on_time=0), 0)
    assert fact.score is None
    assert score(RUBRIC, Evidence(department="D02"), 0).score is None
    late = score(RUBRIC, Evidence(department="D03", tasks_due=3), 0)
    assert (late.score, late.rescaled) == (D("0.00"), True)


def test_a_rate_counts_between_nothing_and_full_points() -> None:
    over = score(RUBRIC, replace(FULL, executed_fen=2_000_000), 0)
    below = score(RUBRIC, replace(FULL, executed_fen=-1), 0)
    assert [fact.items[3].points for fact in (over, below)] == [D("20.00"), D("0.00")]


def test_the_same_evidence_again_is_already_so() -> None:
    facts = told(scoring(FULL), OPENED)
    assert told(scoring(FULL), OPENED, *facts) == []
    better = replace(FULL, tasks_on_time=10)
    (again,) = told(scoring(FULL, replace(better, department="D02")), OPENED, *facts)
    assert isinstance(again, DepartmentScored)
    assert again.department == "D02"
    assert told(scoring(), OPENED) == []


def test_a_department_is_scored_once_in_a_command() -> None:
    assert refusal(lambda: told(scoring(FULL, FULL), OPENED)) == "同一部门只能评分一次"


@pytest.mark.parametrize("points", ["NaN", "sNaN", "Infinity", "1E+999999"])
def test_scores_that_are_no_numbers_are_refused(points: str) -> None:
    command = scoring(replace(FULL, score_sum=D(points)))
    assert refusal(lambda: told(command, OPENED)) == "审核得分之和须为有限小数"


@pytest.mark.clause("HL-16")
def test_equal_scores_share_a_place_and_the_next_is_skipped() -> None:
    """Example 25: 1, 1, 3, 4, 5 and one that is not ranked."""
    scores = ["95.05", "88.00", None, "95.05", "59.99", "90.00"]
    facts = [scored(f"D0{number}", points) for number, points in enumerate(scores)]
    (published,) = told(PUBLISH, OPENED, *facts)
    assert isinstance(published, RankingPublished)
    assert [(one.department, one.rank) for one in published.ranks] == [
        ("D00", 1),
        ("D03", 1),
        ("D05", 3),
        ("D01", 4),
        ("D04", 5),
        ("D02", None),
    ]
    assert published.ranks[-1] == Rank(department="D02", rank=None, score=None)
    assert told(PUBLISH, OPENED, *facts, published) == []


def test_the_last_score_of_a_department_counts() -> None:
    (published,) = told(PUBLISH, OPENED, scored("D01", "50.00"), scored("D01", "60.00"))
    assert published == RankingPublished(ranks=(Rank(department="D01", rank=1, score=D("60.00")),))


def test_nothing_is_scored_or_published_out_of_turn() -> None:
    for command in (scoring(FULL), PUBLISH):
        assert refusal(partial(told, command)) == "考核 A 尚未启动"
    assert "尚未对任何部门评分" in refusal(lambda: told(PUBLISH, OPENED))
    over = (OPENED, scored("D01", "60.00"), RankingPublished(ranks=()))
    assert refusal(lambda: told(scoring(FULL), *over)) == "排名已公布，不能再评分"


@pytest.mark.clause("HL-16")
@pytest.mark.parametrize("actor", [FILER, REVIEWER, SECTION], ids=lambda one: one.role)
def test_only_the_performance_section_and_the_head_assess(actor: Actor) -> None:
    for command in (OPEN, scoring(FULL), PUBLISH):
        answer = refusal(partial(decide, fold(OPENED), command, context(actor)))
        assert answer.startswith(f"{command.title}须由绩效管理科、财政局领导办理")
    assert decide(Assessment(), OPEN, context(CHIEF)) == [OPENED]


places = st.lists(st.none() | st.sampled_from(["95.05", "90.00", "59.99", "0.00"]), max_size=8)


@given(places)
def test_a_ranking_depends_on_the_scores_alone(points: list[str | None]) -> None:
    facts = [scored(f"D{number}", one) for number, one in enumerate(points)]
    ranks = rank(facts)
    assert rank([*reversed(facts)]) == ranks
    for one in ranks:
        better = sum(1 for other in ranks if (other.score or -1) > (one.score or 0))
        assert one.rank == (None if one.score is None else better + 1)
