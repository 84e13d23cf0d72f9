"""Money: recorded whatever the rules say, once for every key, summed by business day."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from msgspec.structs import replace

from events.execution import ExecutionFact, PaymentExecuted
from events.terms import BudgetLedger, FundTag
from services.policies.rules import RateBase
from services.project.decider import record
from services.project.execution import ContradictionError, Totals
from services.project.state import Project, fold
from tests.services.project.given import given
from tests.services.project.stories import (
    adjusted,
    appropriated,
    budget,
    committed,
    corrected,
    paid,
    refunded,
    registered,
    released,
)

VOUCHER = paid(10_000_000, no="V")
EVERYTHING: tuple[ExecutionFact, ...] = (
    budget(1000),
    adjusted(200),
    adjusted(-50),
    appropriated(600),
    paid(500),
    refunded(30),
    corrected(-20),
    corrected(5),
    committed(90),
    released(40),
)


@pytest.mark.clause("LY-04", "HJ-11")
def test_every_kind_of_fact_has_its_column_and_sign() -> None:
    sums = fold(EVERYTHING).execution.totals(date.max)
    assert sums == Totals(initial=1000, adjusted=150, appropriated=600, executed=455, committed=50)
    assert sums.current == 1150


def test_the_same_document_counts_once_however_often_it_comes() -> None:
    """Example 3: three deliveries, one of them a day later."""
    later = replace(VOUCHER, published_at=VOUCHER.published_at.replace(hour=23))
    story = registered().reported(VOUCHER).so_far
    story.reported(VOUCHER).nothing()
    story.reported(later).nothing()
    assert story.state.execution.totals(date.max).executed == 10_000_000


@pytest.mark.parametrize(
    ("contradiction", "differs"),
    [
        (replace(VOUCHER, amount_fen=12_000_000), "金额"),
        (replace(VOUCHER, occurred_on=date(2021, 6, 2)), "发生日期"),
        (replace(VOUCHER, budget_ledger=BudgetLedger.GOVERNMENT_FUND), "预算类别"),
        (replace(VOUCHER, reverses="V0"), "冲销凭证"),
        (replace(VOUCHER, amount_fen=1, reverses="V0"), "金额、冲销凭证"),
    ],
    ids=["amount", "day", "ledger", "reverses", "two"],
)
def test_the_same_key_with_another_content_is_a_contradiction(
    contradiction: PaymentExecuted, differs: str
) -> None:
    """Example 4: the intake puts it aside; what was recorded stays."""
    with pytest.raises(ContradictionError, match="treasury") as raised:
        record(fold([VOUCHER]), contradiction)
    assert raised.value.differs == differs


@pytest.mark.parametrize(
    "another",
    [
        replace(VOUCHER, revision=1),
        replace(VOUCHER, line_no=2),
        replace(VOUCHER, source_system="bank"),
        replace(VOUCHER, document_no="W"),
    ],
    ids=["revision", "line", "system", "document"],
)
def test_any_part_of_the_key_makes_it_another_fact(another: PaymentExecuted) -> None:
    story = registered().reported(VOUCHER, another).so_far
    assert story.state.execution.totals(date.max).executed == 20_000_000


def test_the_kind_is_part_of_the_key() -> None:
    story = given().reported(paid(70, no="X"), refunded(70, no="X")).so_far
    assert story.state.execution.totals(date.max).executed == 0


@pytest.mark.parametrize(("day", "executed"), [(29, 0), (30, 500)])
def test_a_day_counts_whole(day: int, executed: int) -> None:
    state = fold([paid(500, 6, 30)])
    assert state.execution.totals(date(2021, 6, day)).executed == executed


@pytest.mark.parametrize(
    ("base", "fen", "rate"),
    [("INITIAL", 1000, "45.50"), ("CURRENT", 1150, "39.57"), ("APPROPRIATED", 600, "75.83")],
)
def test_a_rate_stands_on_the_base_of_the_rules(base: RateBase, fen: int, rate: str) -> None:
    figures = fold(EVERYTHING).execution.figures(date(2021, 12, 31), base)
    assert (figures.base_fen, figures.execution_rate) == (fen, Decimal(rate))


@pytest.mark.parametrize("base", ["INITIAL", "CURRENT", "APPROPRIATED"])
def test_without_a_base_there_is_no_rate(base: RateBase) -> None:
    assert fold([paid(1)]).execution.figures(date.max, base).execution_rate is None


def test_a_county_of_money_is_counted_to_the_fen() -> None:
    """Example 5 and QM-07: 117,231万元, of which 92.53 % of 72,230万元 was spent."""
    county = fold([budget(117_231_000_000), paid(66_834_419_001)])
    sums = county.execution.totals(date.max)
    assert (sums.initial, sums.executed) == (117_231_000_000, 66_834_419_001)


def test_the_tags_of_a_fact_do_not_make_it_another() -> None:
    registered().reported(VOUCHER).so_far.reported(
        replace(VOUCHER, fund_tags=(FundTag.DIRECT,))
    ).nothing()


@for_all(st.permutations(EVERYTHING), st.lists(st.sampled_from(EVERYTHING)))
def test_neither_order_nor_repetition_changes_a_sum(
    order: list[ExecutionFact], again: list[ExecutionFact]
) -> None:
    state = Project()
    for fact in (*order, *again):
        state = fold(record(state, fact), state)
    assert state.execution == fold(EVERYTHING).execution
