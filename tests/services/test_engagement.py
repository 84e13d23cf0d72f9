"""Third parties: engaged, handed in, rated, and managed by the rating."""

from datetime import date
from decimal import Decimal

import pytest

from events.engagement import EngagementFact, InstitutionEngaged, QualityRated, WorkSubmitted
from events.subjects import engagement_id
from events.terms import TargetGrade
from services.decision import Actor, Context
from services.engagement import (
    AnyEngagementCommand,
    EngageInstitution,
    Institution,
    RateQuality,
    SubmitWork,
    decide,
    evolve,
)
from services.policies.law import Law
from services.refusal import Refused
from tests.services.policies.acts import refusal
from tests.services.project.given import EXPERT, FILER, OFFICER, amended, day, law_of

ENGAGE = EngageInstitution(
    fiscal_year=2021, institution="T01", engagement="E1", name="甲公司", purpose="重点评价"
)
AGAIN = EngageInstitution(
    fiscal_year=2021, institution="T01", engagement="E2", name="甲公司", purpose="自评抽查"
)
WORK = SubmitWork(
    fiscal_year=2021, institution="T01", engagement="E1", work="评价报告", document="报〔1〕"
)


def rating(score: str) -> RateQuality:
    return RateQuality(fiscal_year=2021, institution="T01", engagement="E1", score=Decimal(score))


def told(
    command: AnyEngagementCommand,
    *facts: EngagementFact,
    by: Actor = OFFICER,
    law: Law | None = None,
) -> list[EngagementFact]:
    institution = Institution()
    for fact in facts:
        institution = evolve(institution, fact)
    aggregate = engagement_id("231083", 2021, "T01")
    context = Context(
        command_id="c", at=day(9, 1), actor=by, aggregate=aggregate, law=law or law_of("hailin")
    )
    return decide(institution, command, context)


(ENGAGED,) = told(ENGAGE)
(SUBMITTED,) = told(WORK, ENGAGED, by=EXPERT)


@pytest.mark.clause("HL-11")
def test_an_expert_hands_in_the_work_of_the_own_institution_only() -> None:
    stranger = Actor(id="expert-2", role=EXPERT.role, org="T02")
    with pytest.raises(Refused, match="T02 不能代 T01 提交成果"):
        told(WORK, ENGAGED, by=stranger)


@pytest.mark.clause("HL-11")
def test_an_institution_is_engaged_works_and_is_rated() -> None:
    assert isinstance(ENGAGED, InstitutionEngaged)
    assert (ENGAGED.institution, ENGAGED.on) == ("甲公司", date(2021, 9, 1))
    assert told(ENGAGE, ENGAGED) == []
    assert isinstance(SUBMITTED, WorkSubmitted)
    assert told(WORK, ENGAGED, SUBMITTED, by=EXPERT) == []
    (rated,) = told(rating("88"), ENGAGED, SUBMITTED)
    assert isinstance(rated, QualityRated)
    assert (rated.grade, rated.barred, rated.submission) == (TargetGrade.GOOD, False, 1)
    assert told(rating("88"), ENGAGED, SUBMITTED, rated) == []
    assert told(AGAIN, ENGAGED, SUBMITTED, rated)


def test_a_rating_is_rounded_before_it_is_graded() -> None:
    (rated,) = told(rating("59.995"), ENGAGED, SUBMITTED)
    assert isinstance(rated, QualityRated)
    assert (str(rated.score), rated.grade) == ("60.00", TargetGrade.FAIR)
    assert told(rating("59.995"), ENGAGED, SUBMITTED, rated) == []


@pytest.mark.clause("HL-11")
def test_after_poor_work_only_a_reason_brings_more_work_that_year() -> None:
    (poor,) = told(rating("59.99"), ENGAGED, SUBMITTED)
    assert isinstance(poor, QualityRated)
    assert poor.barred
    facts = (ENGAGED, SUBMITTED, poor)
    assert "再次委托须说明理由" in refusal(lambda: told(AGAIN, *facts))
    reasoned = EngageInstitution(
        fiscal_year=2021,
        institution="T01",
        engagement="E2",
        name="甲公司",
        purpose="自评抽查",
        reason="别无其他机构",
    )
    assert told(reasoned, *facts)
    (better,) = told(rating("60"), *facts)
    assert told(AGAIN, *facts, better)


@pytest.mark.clause("HL-11")
def test_which_grade_bars_is_the_place_s_rule() -> None:
    grades = {"third_parties__barred_grades": ["FAIR", "POOR"]}
    stricter = amended(law_of("hailin"), day(8, 1), **grades)
    (rated,) = told(rating("79.99"), ENGAGED, SUBMITTED, law=stricter)
    assert isinstance(rated, QualityRated)
    assert (rated.grade, rated.barred) == (TargetGrade.FAIR, True)


def test_nothing_is_rated_before_it_is_there_or_by_those_who_made_it() -> None:
    assert "没有委托 E1" in refusal(lambda: told(WORK))
    assert "成果尚未提交" in refusal(lambda: told(rating("80"), ENGAGED))
    assert "不能由第三方机构专家" in refusal(
        lambda: told(rating("80"), ENGAGED, SUBMITTED, by=EXPERT)
    )
    assert "不能由预算单位填报人" in refusal(lambda: told(ENGAGE, by=FILER))
    other = EngageInstitution(
        fiscal_year=2021, institution="T01", engagement="E1", name="甲公司", purpose="另一项"
    )
    assert "已有其他内容" in refusal(lambda: told(other, ENGAGED))


@pytest.mark.parametrize("score", ["-0.01", "100.01", "NaN", "Infinity"])
def test_a_score_is_between_nothing_and_full_marks(score: str) -> None:
    assert "0 至 100" in refusal(lambda: told(rating(score), ENGAGED, SUBMITTED))


def test_a_fact_about_work_that_was_never_given_changes_nothing() -> None:
    assert evolve(Institution(), SUBMITTED) == Institution()
