"""Spending without or over the budget, as of a day: never by the order of arrival (LY-09)."""

from datetime import date
from itertools import permutations

import pytest
from msgspec.structs import replace

from events.accountability import ViolationSuspected
from events.execution import ExecutionFact
from events.terms import Cause, Violation
from services.project.accountability import CloseCase, OpenCase, RecordFinding, RecordSanction
from services.project.compliance import ExamineSpending
from services.project.disposition import ResumeProject, SuspendProject
from tests.services.project.given import (
    AUDITOR,
    CHIEF,
    FILER,
    SECTION,
    Given,
    P,
    amended,
    day,
    law_of,
)
from tests.services.project.stories import (
    adjusted,
    budget,
    form,
    issued,
    paid,
    refunded,
    registered,
    taken_back,
)

EXAMINE = ExamineSpending(**P)


def spent(fen: int) -> Given:
    return registered().reported(paid(fen)).so_far.by(SECTION).at(day(7, 5))


@pytest.mark.clause("LY-09", "LY-24", "HJ-28")
def test_spending_without_a_budget_and_over_it_is_suspected_once() -> None:
    story = registered().reported(paid(500)).so_far.by(SECTION).at(day(7, 5))
    case = story.when(EXAMINE).one(ViolationSuspected)
    assert (case.violation, case.amount_fen) == (Violation.NO_BUDGET, 500)
    assert case.evidence == "无预算开支：截至2021-06-30执行 5.00 元，预算 0.00 元"
    story.when(EXAMINE).so_far.when(EXAMINE).nothing()
    over = story.reported(budget(400)).so_far
    case = over.when(EXAMINE).one(ViolationSuspected)
    assert (case.violation, case.amount_fen) == (Violation.OVER_BUDGET, 100)
    over.reported(adjusted(100, 6, 30)).so_far.when(EXAMINE).nothing()


def test_a_budget_that_arrives_after_its_money_is_no_violation() -> None:
    facts: tuple[ExecutionFact, ...] = (budget(500), paid(300), paid(200, 6, 30), refunded(10))
    for order in permutations(facts):
        answer = registered().reported(*order)
        assert answer.all(ViolationSuspected) == []
        answer.so_far.by(SECTION).at(day(7, 1)).when(EXAMINE).nothing()


def test_the_day_of_the_rules_counts_not_a_later_one() -> None:
    story = spent(500).reported(budget(500, 7, 1)).so_far
    assert story.when(EXAMINE).one(ViolationSuspected).violation is Violation.NO_BUDGET
    story.at(day(10, 1)).when(EXAMINE).nothing()
    early = story.at(day(6, 30))
    early.when(EXAMINE).refused("检查日尚未结束", clause="HL-05")
    early.when(replace(EXAMINE, as_of=date(2021, 6, 30))).refused("尚未结束", clause="HL-05")


def test_a_closed_case_is_followed_by_another_only_for_more() -> None:
    story = spent(500).when(EXAMINE).so_far
    for command in (
        RecordFinding(**P, case="A1", confirmed=True, finding="属实"),
        RecordSanction(**P, case="A1", body="财政局", sanction="责令改正", document="决定1"),
        CloseCase(**P, case="A1", conclusion="已处理"),
    ):
        story = story.when(command).so_far
    story.when(EXAMINE).nothing()
    more = story.reported(paid(1)).so_far
    assert more.when(EXAMINE).one(ViolationSuspected).case == "A2"


def test_a_place_says_what_is_looked_for() -> None:
    law = amended(law_of("hailin"), day(2, 1), spending__detects=["OVER_BUDGET"])
    spent(500).under(law).when(EXAMINE).nothing()
    spent(500).by(FILER).when(EXAMINE).refused("检查预算执行合规性须由", clause="HL-05")


@pytest.mark.clause("LY-09", "LY-24")
def test_a_submission_finds_what_is_over_the_budget_of_its_cutoff() -> None:
    story = issued(paid_fen=310_000_000)
    case = story.when(form("100")).one(ViolationSuspected)
    assert (case.violation, case.amount_fen) == (Violation.OVER_BUDGET, 10_000_000)
    enough = story.reported(adjusted(10_000_000, 6, 30)).so_far.when(form("100"))
    assert enough.all(ViolationSuspected) == []


def test_money_taken_back_is_no_budget_any_more() -> None:
    """A payment after the cut-off beyond what was left: 250,000 were, 250,000.01 are spent."""
    story = taken_back().reported(paid(25_000_001, 12, 20)).so_far.by(SECTION)
    late = replace(EXAMINE, as_of=date(2021, 12, 31))
    case = story.at(day(1, 5, year=2022)).when(late).one(ViolationSuspected)
    assert (case.violation, case.amount_fen) == (Violation.OVER_BUDGET, 1)


@pytest.mark.clause("LY-09")
@pytest.mark.parametrize("violation", [Violation.DIVERSION, Violation.OVER_STANDARD])
def test_other_breaches_are_entered_by_hand(violation: Violation) -> None:
    command = OpenCase(**P, violation=violation, evidence="检查报告")
    assert registered().by(AUDITOR).when(command).one(ViolationSuspected).violation is violation


SUSPEND = SuspendProject(**P, cause=Cause.SERIOUS, reason="停", effective_on=date(2021, 7, 1))
RESUME = ResumeProject(**P, reason="好", effective_on=date(2021, 8, 1))


@pytest.mark.clause("LY-20", "HL-06")
def test_payments_of_two_suspensions_in_any_order_of_arrival_are_suspected_once_each() -> None:
    """One of each span, one between them, one on the very days; all but two are in order."""
    story = registered().by(CHIEF).at(day(9, 15)).when(SUSPEND).so_far.when(RESUME).so_far
    second = replace(SUSPEND, effective_on=date(2021, 9, 1))
    story = story.when(second).so_far
    first_, between, later = paid(1, 7, 2, "V1"), paid(2, 8, 15, "V2"), paid(3, 9, 2, "V3")
    edges = (paid(4, 7, 1, "V4"), paid(5, 8, 1, "V5"), paid(6, 9, 1, "V6"))
    for order in permutations((first_, between, later)):
        answer = story.reported(*edges, *order)
        assert sorted(one.amount_fen for one in answer.all(ViolationSuspected)) == [1, 3]


def test_lines_of_one_document_are_suspected_apart_and_a_refund_closes_nothing() -> None:
    story = registered().by(CHIEF).when(SUSPEND).so_far
    one = paid(1, 7, 2, "V1")
    answer = story.reported(one, replace(one, line_no=2, amount_fen=2))
    assert [case.evidence for case in answer.all(ViolationSuspected)] == [
        "项目暂停期间支付：V1（2021-07-02）",
        "项目暂停期间支付：V1第2行（2021-07-02）",
    ]
    after = answer.so_far.reported(refunded(1, 7, 3)).so_far
    assert [case.closed for case in after.state.accountability.cases.values()] == [False, False]
