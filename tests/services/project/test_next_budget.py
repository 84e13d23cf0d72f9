"""What an earlier year leaves to a budget request (HL-08, HL-12, QM-13)."""

import pytest
from msgspec.structs import replace

from events.budget import Absorbed, BudgetRequested
from services.decision import Actor
from services.project.budgeting import RequestBudget
from services.project.next_budget import Burdens, Undisposed
from services.project.standing import LinkCarryover
from tests.services.project.given import (
    AUDITOR,
    CHIEF,
    CLOCK,
    CODE,
    EXPERT,
    FILER,
    REVIEWER,
    SECTION,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import adjusted, approved, budget
from tests.services.project.test_evaluation import department

BURDENS = Burdens(
    absorb_fen=100, initial_before_fen=1000, current_before_fen=900, others_fen=400, position=9
)
REQUEST = RequestBudget(**P, amount_fen=600, trigger=None, burdens=BURDENS)


@pytest.mark.clause("HL-08")
def test_a_department_that_must_absorb_gets_no_new_money() -> None:
    story = approved()
    asked = story.when(REQUEST).one(BudgetRequested)
    assert asked.absorbed == Absorbed(
        absorb_fen=100, before_fen=1000, requested_fen=1000, position=9
    )
    no = "调剂 1.00 元，部门预算总额不能再增加 0.01 元"
    story.when(replace(REQUEST, amount_fen=601)).refused(no, clause="HL-08")
    free = replace(REQUEST, amount_fen=601, burdens=replace(BURDENS, absorb_fen=0))
    assert story.when(free).one(BudgetRequested).absorbed is None


def test_a_place_may_measure_by_the_budget_as_it_became() -> None:
    story = approved()
    law = amended(story.law, day(1, 1), clawback__absorb_within="CURRENT")
    current = story.under(law).at(day(2, 1))
    current.when(REQUEST).refused("不能再增加 1.00 元", clause="HL-08")
    assert current.when(replace(REQUEST, amount_fen=500)).one(BudgetRequested).absorbed


def test_asking_for_less_is_never_new_money() -> None:
    """The others have grown meanwhile: what was asked for may only go down."""
    story = approved().when(REQUEST).so_far
    full = replace(BURDENS, others_fen=2000)
    less = replace(REQUEST, amount_fen=599, burdens=full)
    assert story.when(less).one(BudgetRequested).amount_fen == 599
    story.when(replace(REQUEST, amount_fen=601, burdens=full)).refused("调剂", clause="HL-08")


@pytest.mark.clause("HL-08")
def test_requests_of_a_project_and_the_budget_it_has_count_together() -> None:
    story = approved()
    second = replace(REQUEST, request="2", amount_fen=1)
    story.when(REQUEST).so_far.when(second).refused("增加 0.01 元", clause="HL-08")
    has = story.under(law_of("qiemo")).reported(budget(600), adjusted(50)).so_far
    on_top = replace(REQUEST, request="A", amount_fen=51, additional=True)
    has.when(on_top).refused("增加 0.51 元", clause="HL-08")
    given_already = replace(on_top, amount_fen=50)
    assert has.when(given_already).one(BudgetRequested).additional
    at_first = replace(REQUEST, amount_fen=600)
    assert has.when(at_first).one(BudgetRequested).amount_fen == 600


@pytest.mark.clause("HL-12", "QM-13")
def test_a_poor_result_of_an_earlier_year_waits_for_its_measure() -> None:
    def after(year: int, project: str) -> RequestBudget:
        poor = Undisposed(fiscal_year=year, project=project, evaluation="E1")
        return replace(REQUEST, burdens=Burdens(undisposed=(poor,)))

    story = approved()
    story.when(after(2020, CODE)).refused("评价结果为差（2020 年 E1）", clause="HL-12")
    assert story.when(after(2020, "P9")).one(BudgetRequested).amount_fen == 600
    link = LinkCarryover(**P, from_year=2020, from_project="P9", amount_fen=100)
    carried = story.by(SECTION).when(link).so_far.by(FILER)
    carried.when(after(2020, "P9")).refused("评价结果为差", clause="HL-12")
    assert carried.when(after(2019, "P9")).one(BudgetRequested).amount_fen == 600


@pytest.mark.clause("HL-12")
def test_a_poor_result_of_the_year_itself_waits_as_well() -> None:
    story = department().by(FILER).at(day(9, 1))
    story.when(replace(REQUEST, burdens=None)).refused("评价结果为差（E1）", clause="HL-12")


@pytest.mark.clause("HJ-27", "LY-20")
def test_a_project_still_suspended_gets_no_more_next_year() -> None:
    story = approved()
    stopped = replace(REQUEST, burdens=Burdens(suspended_fen=600))
    assert story.when(stopped).one(BudgetRequested).amount_fen == 600
    more = replace(stopped, amount_fen=601)
    story.when(more).refused("申请额不得超过上年度 6.00 元", clause="HJ-27")


@pytest.mark.parametrize("actor", [EXPERT, AUDITOR, CHIEF, CLOCK], ids=lambda actor: actor.id)
def test_units_and_their_departments_ask_for_money_nobody_else(actor: Actor) -> None:
    approved().by(actor).when(REQUEST).refused("申请预算须由", clause="HL-03")
    assert approved().by(REVIEWER).when(REQUEST).one(BudgetRequested).amount_fen == 600
