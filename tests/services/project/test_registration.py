"""A project enters the year once; its money may have come first."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.budget import BudgetFlagged
from events.registration import ProjectRegistered
from events.terms import FundTag, SubjectKind
from services.policies.law import Law
from services.project.monitoring import MarkOverdue
from services.project.registration import RegisterProject
from services.project.targets import SetTarget
from tests.services.project.given import DEPARTMENT, YEAR, P, given
from tests.services.project.stories import ROADS, budget, registered, registration

FACT = ProjectRegistered(
    name="农村道路",
    subject_kind=SubjectKind.PROJECT,
    department=DEPARTMENT,
    unit="U01",
    fund_tags=(FundTag.DIRECT,),
    starts_on=date(YEAR, 1, 1),
    ends_on=date(YEAR, 12, 31),
)


def test_a_project_is_registered_for_the_whole_year_unless_told_otherwise() -> None:
    given().when(registration(FundTag.DIRECT)).then(FACT)


def test_a_project_may_span_several_years() -> None:
    command = replace(
        registration(FundTag.DIRECT), starts_on=date(2020, 3, 1), ends_on=date(2023, 2, 28)
    )
    spanning = replace(FACT, starts_on=date(2020, 3, 1), ends_on=date(2023, 2, 28))
    given().when(command).then(spanning)


def test_money_may_arrive_before_the_registration() -> None:
    story = given().reported(budget(no="B")).then(budget(no="B"))
    answer = story.when(registration(FundTag.DIRECT))
    assert answer.facts[0] == FACT
    assert [flag.document_no for flag in answer.all(BudgetFlagged)] == ["B"]


def test_the_same_registration_again_is_already_so() -> None:
    registered(FundTag.DIRECT).when(registration(FundTag.DIRECT)).nothing()


def test_another_content_under_the_same_code_is_refused() -> None:
    registered().when(registration(FundTag.DIRECT)).refused("已登记为“农村道路”")


def test_a_project_cannot_end_before_it_begins() -> None:
    command = replace(registration(), ends_on=date(YEAR - 1, 12, 31))
    given().when(command).refused("终止日期早于起始日期")


def test_one_day_is_span_enough() -> None:
    one = replace(
        registration(FundTag.DIRECT), starts_on=date(YEAR, 5, 1), ends_on=date(YEAR, 5, 1)
    )
    given().when(one).then(replace(FACT, starts_on=date(YEAR, 5, 1), ends_on=date(YEAR, 5, 1)))


@pytest.mark.parametrize("kind", SubjectKind)
@pytest.mark.clause("LY-01", "LY-02")
def test_every_kind_of_subject_can_be_registered(kind: SubjectKind) -> None:
    command = RegisterProject(
        **P,
        name="农村道路",
        subject_kind=kind,
        department=DEPARTMENT,
        unit="U01",
        fund_tags=(FundTag.DIRECT,),
    )
    given().when(command).then(replace(FACT, subject_kind=kind))


def test_nothing_is_decided_about_a_project_that_is_not_registered() -> None:
    given().when(MarkOverdue(**P, task="H1")).refused("项目尚未登记")


def test_without_an_edition_in_force_there_is_no_law_to_decide_by() -> None:
    story = registered()
    later = Law(tuple(replace(one, effective_on=date(2022, 1, 1)) for one in story.law.editions))
    asked = SetTarget(**P, overall_objective="修路", indicators=(ROADS,))
    story.under(later).when(asked).refused("2021-01-10 没有生效的政策版本")
