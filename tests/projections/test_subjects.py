"""Subjects, their budgets by ledger, their versions and the way of their indicators."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from events.budget import BudgetFlagged, BudgetRequested
from events.disposition import BudgetReduced, ProjectResumed, ProjectSuspended
from events.execution import BudgetApproved, PaymentExecuted, PaymentRefunded
from events.fact import Fact
from events.monitoring import IndicatorResult, SubmissionWithdrawn
from events.pre_evaluation import PreEvaluationConcluded, PreEvaluationStarted
from events.registration import (
    CarryoverLinked,
    FundsTagged,
    ProjectClosed,
    ProjectRegistered,
    ProjectTerminated,
)
from events.targets import (
    Indicator,
    TargetAdjusted,
    TargetApproved,
    TargetConsulted,
    TargetPublished,
    TargetReturned,
    TargetSet,
)
from events.terms import (
    BudgetLedger,
    Cause,
    Conclusion,
    Direction,
    FundTag,
    IndicatorLevel1,
    IndicatorLevel2,
    Stage,
    Trigger,
)
from projections import execution, indicators, ledgers, subjects, targets
from projections.indicators import Observation, Trend
from projections.subjects import Subject
from tests.projections.story import folded, issued, money, paid, registered, submitted

DAY = date(2021, 6, 30)
TREES = Indicator(
    name="造林",
    level1=IndicatorLevel1.OUTPUT,
    level2=IndicatorLevel2.QUANTITY,
    direction=Direction.AT_LEAST,
    unit="亩",
    annual_value=Decimal(100),
)
SET = TargetSet(filer="zhang", overall_objective="造林", indicators=(TREES,))
APPROVED = TargetApproved(
    version=1, overall_objective="造林", indicators=(TREES,), effective_on=date(2021, 1, 8)
)
MORE = replace(TREES, annual_value=Decimal(120))


def adjusted(cause: Cause = Cause.OBJECTIVE, matter: str = "事项1") -> TargetAdjusted:
    return TargetAdjusted(
        adjustment="T1",
        cause=cause,
        version=2,
        replaced_version=1,
        indicators=(MORE,),
        correlation=matter,
        edition="hailin@2021",
        effective_on=DAY,
    )


def subject(*facts: Fact) -> Subject:
    [row] = folded(subjects.VIEW, *facts)
    return row


def started(*, required: bool = True) -> PreEvaluationStarted:
    return PreEvaluationStarted(
        evaluation="E1", trigger=Trigger.NEW, amount_fen=1, required=required, edition="e"
    )


def concluded(conclusion: Conclusion) -> PreEvaluationConcluded:
    return PreEvaluationConcluded(evaluation="E1", conclusion=conclusion)


FLAG = BudgetFlagged(
    document_no="B",
    line_no=1,
    amount_fen=1,
    occurred_on=DAY,
    without_targets=True,
    without_evaluation=True,
    edition="e",
)
REQUEST = BudgetRequested(
    request="1", amount_fen=5, trigger=Trigger.NEW, additional=False, edition="e"
)
SUSPENDED = ProjectSuspended(cause=Cause.SERIOUS, reason="停", effective_on=DAY)
RESUMED = ProjectResumed(reason="好", effective_on=DAY)
BUDGET = money(BudgetApproved, 100)


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ((registered(),), Stage.PROPOSED),
        ((registered(), REQUEST), Stage.ELIGIBLE),
        ((registered(), started()), Stage.PROPOSED),
        ((registered(), started(), concluded(Conclusion.NOT_SUPPORTED)), Stage.PROPOSED),
        ((registered(), started(), concluded(Conclusion.SUPPORT)), Stage.ELIGIBLE),
        ((registered(), started(), BUDGET, APPROVED), Stage.PROPOSED),
        ((BUDGET, registered(), APPROVED), Stage.ACTIVE),
        ((registered(), APPROVED, BUDGET, SUSPENDED), Stage.SUSPENDED),
        ((registered(), APPROVED, BUDGET, SUSPENDED, RESUMED), Stage.ACTIVE),
        ((registered(), ProjectTerminated(reason="终", effective_on=DAY)), Stage.TERMINATED),
        ((registered(), ProjectClosed(reason="完", effective_on=DAY)), Stage.CLOSED),
    ],
)
def test_a_subject_shows_its_stage(facts: tuple[Fact, ...], stage: Stage) -> None:
    assert subject(*facts).stage is stage


@pytest.mark.clause("HL-03", "HL-04")
def test_a_flag_stands_until_what_was_lacking_is_there() -> None:
    row = subject(registered(), FLAG)
    assert (row.lacks_targets, row.lacks_evaluation, row.budget_flags) == (True, True, 1)
    row = subject(registered(), FLAG, APPROVED)
    assert (row.lacks_targets, row.lacks_evaluation) == (False, True)
    row = subject(registered(), FLAG, started(), concluded(Conclusion.NOT_SUPPORTED))
    assert row.lacks_evaluation
    row = subject(registered(), FLAG, started(), concluded(Conclusion.SUPPORT_AFTER_CHANGE))
    assert (row.lacks_evaluation, row.budget_flags) == (False, 1)


@pytest.mark.clause("LY-21")
def test_a_half_without_the_other_waits_to_be_paired() -> None:
    cut = BudgetReduced(cause=Cause.OBJECTIVE, reason="策", amount_fen=1, correlation="事项1")
    assert subject(registered(), cut).unpaired == ("事项1",)
    assert subject(registered(), cut, adjusted()).unpaired == ()
    assert subject(registered(), adjusted(), cut).unpaired == ()
    assert subject(registered(), cut, adjusted(matter="事项2")).unpaired == ("事项1", "事项2")
    assert subject(registered(), adjusted(Cause.CONTENT_CHANGE)).unpaired == ()
    other = replace(cut, cause=Cause.SERIOUS)
    assert subject(registered(), other).unpaired == ()
    unnamed = (replace(cut, correlation=""), replace(cut, correlation=""), adjusted(matter=""))
    assert subject(registered(), *unnamed).unpaired == ("",)
    assert subject(registered(), *unnamed[1:]).unpaired == ()


@pytest.mark.clause("QM-03", "QM-10", "QM-15")
def test_rounds_opinions_and_publication_are_in_sight() -> None:
    opinion = TargetConsulted(number=2, planned=3, institution="T", opinion="可")
    published = TargetPublished(version=1, address="公报", on=DAY)
    row = subject(registered(), SET, TargetReturned(reason="改"), SET, opinion, APPROVED, published)
    assert (row.target_rounds, row.consultations, row.consultations_planned) == (2, 2, 3)
    assert (row.published_version, row.published_on, row.published_at) == (1, DAY, "公报")


def test_tags_money_of_earlier_years_and_requests_add_up() -> None:
    tagged = FundsTagged(tags=(FundTag.DIRECT,), basis="文")
    links = [
        CarryoverLinked(from_year=2020, from_project=code, arranged_in=year, amount_fen=5)
        for code, year in (("A", 2020), ("B", 2019), ("C", 2019), ("B", 2018))
    ]
    row = subject(
        tagged,
        registered(tags=(FundTag.SPECIAL_BOND,)),
        *links,
        REQUEST,
        replace(REQUEST, amount_fen=7),
    )
    assert set(row.fund_tags) == {FundTag.DIRECT, FundTag.SPECIAL_BOND}
    assert (row.arranged_in, row.carried_fen, row.requested_fen) == (2018, 15, 7)


@pytest.mark.clause("LY-13")
def test_versions_stand_side_by_side() -> None:
    published = TargetPublished(version=1, address="公报", on=DAY, with_draft_budget=True)
    first, second = folded(targets.VIEW, APPROVED, published, adjusted())
    assert (first.in_force, first.until, first.indicators) == (False, DAY, (TREES,))
    assert (first.published_at, first.with_draft_budget) == ("公报", True)
    assert (second.in_force, second.effective_on, second.indicators) == (True, DAY, (MORE,))
    assert (second.cause, second.overall_objective) == (Cause.OBJECTIVE, "造林")
    assert folded(targets.VIEW, published) == []


PIECES = st.tuples(
    st.sampled_from([BudgetApproved, PaymentExecuted, PaymentRefunded]),
    st.integers(-(10**9), 10**9),
    st.sampled_from(BudgetLedger),
)


@pytest.mark.clause("HJ-08", "HL-01")
@settings(deadline=None)
@given(st.lists(PIECES, max_size=12), st.integers(0, 12))
def test_the_three_budgets_add_up_to_the_whole(
    pieces: list[tuple[type[Fact], int, BudgetLedger]], place: int
) -> None:
    facts: list[Fact] = []
    for kind, yuan, ledger in pieces:
        fact = money(kind, yuan)
        facts.append(replace(fact, budget_ledger=ledger))
    facts.insert(min(place, len(facts)), registered())
    rows = folded(ledgers.VIEW, *facts)
    [whole] = folded(execution.VIEW, *facts)
    assert sum(row.executed_fen for row in rows) == whole.executed_fen
    assert sum(row.current_fen for row in rows) == whole.current_fen
    assert {row.name for row in rows} == {"造林"}


def test_a_registered_budget_has_a_row_before_its_money() -> None:
    state = replace(registered(), budget_ledger=BudgetLedger.STATE_CAPITAL)
    assert isinstance(state, ProjectRegistered)
    rows = folded(ledgers.VIEW, state, paid(1))
    assert [(row.budget_ledger, row.executed_fen) for row in rows] == [
        (BudgetLedger.STATE_CAPITAL, 0),
        (BudgetLedger.GENERAL_PUBLIC, 100),
    ]


def observed(task: str, raw: str | None) -> Fact:
    result = IndicatorResult(
        indicator="造林",
        raw=None if raw is None else Decimal(raw),
        counted=None,
        deviation=Decimal("-5.00"),
    )
    return replace(submitted("50.00", "50.00", task=task), results=(result,))


def task(name: str, day: date) -> Fact:
    return replace(issued(name), cutoff_on=day)


def trends(*facts: Fact) -> dict[str, Observation]:
    rows = folded(indicators.VIEW, *facts)
    return {row.task: row for row in rows if row.task and row.indicator and row.stands}


JUNE, SEPTEMBER = task("H1", DAY), task("Q3", date(2021, 9, 30))


@pytest.mark.clause("LY-03")
@pytest.mark.parametrize(
    ("first", "second", "trend"),
    [
        ("40.00", "60.00", Trend.UP),
        ("40.00", "40.00", Trend.SAME),
        ("40.00", "39.99", Trend.DOWN),
        (None, "40.00", None),
        ("40.00", None, None),
    ],
)
def test_a_trend_needs_two_observations(
    first: str | None, second: str | None, trend: Trend | None
) -> None:
    rows = trends(APPROVED, JUNE, observed("H1", first), SEPTEMBER, observed("Q3", second))
    assert (rows["H1"].trend, rows["Q3"].trend) == (None, trend)
    assert (rows["Q3"].level1, rows["Q3"].level2) == (TREES.level1, TREES.level2)


def test_a_late_or_repeated_form_is_compared_by_the_day_of_its_data() -> None:
    late = trends(APPROVED, JUNE, SEPTEMBER, observed("Q3", "60.00"), observed("H1", "40.00"))
    assert (late["H1"].trend, late["Q3"].trend, late["Q3"].previous) == (
        None,
        Trend.UP,
        Decimal("40.00"),
    )
    again = trends(
        APPROVED,
        JUNE,
        SEPTEMBER,
        observed("Q3", "60.00"),
        observed("H1", "40.00"),
        observed("H1", "70.00"),
    )
    assert again["Q3"].trend is Trend.DOWN


def test_what_was_taken_back_is_compared_with_nothing() -> None:
    rows = trends(
        APPROVED,
        JUNE,
        observed("H1", "40.00"),
        SEPTEMBER,
        observed("Q3", "60.00"),
        SubmissionWithdrawn(task="H1", submission=1),
    )
    assert set(rows) == {"Q3"}
    assert rows["Q3"].trend is None
