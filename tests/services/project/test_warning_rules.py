"""Warning rules as data: thresholds by period, several measures, “and” instead of “or”."""

from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec.structs import replace

from events.monitoring import MonitoringSubmitted
from events.rectification import RectificationNoticeIssued
from events.warning import WarningCleared, WarningRaised
from services.policies.law import Law
from services.policies.rules import WarningRule
from services.project import measures
from services.project.monitoring import IssueTask
from services.project.submission import Withdraw
from tests.services.project.given import FILER, OFFICER, REVIEWER, SECTION, P, amended, day, law_of
from tests.services.project.stories import approved, form, funded, issued, paid, passing, submitted

SLOW = {
    "clause": "HL-06",
    "measure": "EXECUTION_RATE",
    "operator": "<",
    "threshold": "40.00",
    "by_period": {"H1": "40.00", "Q3": "60.00"},
}


def rules(**warnings: object) -> Law:
    return amended(law_of("hailin"), day(1, 2), warnings=warnings)


def fired(law: Law, paid_fen: int, actual: str = "50", period: str = "H1") -> list[str]:
    story = funded(approved(), paid_fen).under(law).by(OFFICER).at(day(7, 1))
    story = story.when(IssueTask(**P, period=period)).so_far.by(FILER).at(day(10, 5))
    return [f.rule for f in story.when(form(actual, period)).all(WarningRaised)]


@pytest.mark.clause("HL-05", "HL-06")
@pytest.mark.parametrize(
    ("period", "paid_fen", "warned"),
    [
        ("H1", 119_970_000, True),
        ("H1", 119_984_999, True),
        ("H1", 119_985_000, False),
        ("H1", 120_000_000, False),
        ("Q3", 120_000_000, True),
        ("Q3", 179_984_999, True),
        ("Q3", 180_000_000, False),
    ],
)
def test_each_period_has_its_threshold_and_publishing_rounds_first(
    period: str, paid_fen: int, *, warned: bool
) -> None:
    """Below 40 % by June and below 60 % by September; 39.995 % is published as 40.00."""
    assert fired(rules(SLOW=SLOW), paid_fen, period=period) == (["SLOW"] if warned else [])


def test_the_fact_quotes_the_threshold_of_its_period() -> None:
    story = funded(approved(), 100_000_000).under(rules(SLOW=SLOW)).by(OFFICER).at(day(9, 30))
    story = story.when(IssueTask(**P, period="Q3")).so_far.by(FILER).at(day(10, 5))
    raised = story.when(form("50", "Q3")).one(WarningRaised)
    assert (raised.value, raised.threshold) == (Decimal("33.33"), Decimal("60.00"))


def test_a_rule_for_one_period_says_nothing_about_another() -> None:
    only = {**SLOW, "periods": ["Q3"]}
    assert fired(rules(SLOW=only), 1) == []
    assert fired(rules(SLOW=only), 1, period="Q3") == ["SLOW"]


@pytest.mark.clause("QM-09")
def test_a_warning_by_exact_rates_shows_as_many_decimals_as_it_needs() -> None:
    """40.004 % and 60.0049 %: published 20.00 would not be more than 20.00."""
    gap = WarningRule(
        clause="QM-09", measure="RATE_GAP", operator=">", threshold=Decimal("20.00"), absolute=True
    )
    low = replace(gap, measure="REVIEW_SCORE", operator="<", threshold=Decimal("60.00"))
    assert measures.told(gap, Fraction(200009, 10000)) == Decimal("20.001")
    assert measures.told(gap, Fraction(-200009, 10000)) == Decimal("-20.001")
    assert str(measures.told(gap, Fraction(25))) == "25.00"
    assert measures.told(low, Fraction(59999, 1000)) == Decimal("59.999")
    assert measures.told(gap, 20 + Fraction(1, 10**12)) == Decimal("20.00")


@pytest.mark.clause("HL-06", "QM-09")
def test_exact_comparison_is_another_policy() -> None:
    law = amended(law_of("hailin"), day(1, 2), warnings={"SLOW": SLOW}, figures__compare_on="EXACT")
    assert fired(law, 119_990_000) == ["SLOW"]
    assert fired(rules(SLOW=SLOW), 119_990_000) == []


@pytest.mark.clause("HL-06")
def test_what_is_slower_than_the_schedule_is_warned() -> None:
    """Half a year has passed: 49.99 % executed is behind, 50.00 % is not."""
    assert "BEHIND_SCHEDULE" in fired(law_of("hailin"), 149_970_000)
    assert "BEHIND_SCHEDULE" not in fired(law_of("hailin"), 150_000_000)


def test_low_completion_is_a_measure_and_what_is_not_evaluable_never_fires() -> None:
    low = {**SLOW, "measure": "COMPLETION_RATE", "threshold": "45.00", "by_period": {}}
    assert fired(rules(LOW=low), 150_000_000, "44.99") == ["LOW"]
    assert fired(rules(LOW=low), 150_000_000, "45") == []
    unfunded = approved().under(rules(SLOW=SLOW)).by(OFFICER).at(day(7, 1))
    story = unfunded.when(IssueTask(**P, period="H1")).so_far.by(FILER)
    assert story.when(form()).all(WarningRaised) == []


def test_a_warning_is_cleared_by_the_next_form() -> None:
    story = issued(law=rules(SLOW=SLOW), paid_fen=100_000_000).when(form()).so_far
    story = story.when(Withdraw(**P, task="H1")).so_far
    story = story.reported(paid(50_000_000, 6, 29)).so_far
    assert story.when(form()).one(WarningCleared).rule == "SLOW"


def verdict(law: Law, actual: str, score: str) -> list[RectificationNoticeIssued]:
    story = submitted(law=law, actual=actual).at(day(7, 21)).by(REVIEWER).when(passing()).so_far
    return story.by(SECTION).when(passing("FINANCE_SECTION", score)).all(RectificationNoticeIssued)


@pytest.mark.clause("QM-09")
@pytest.mark.parametrize(
    ("actual", "score", "either", "both"),
    [
        ("75", "58", 1, 1),
        ("75", "95", 1, 0),
        ("60", "58", 1, 0),
        ("70", "60", 0, 0),
        ("70.01", "59.99", 1, 1),
    ],
)
def test_and_read_as_or_or_as_and(actual: str, score: str, either: int, both: int) -> None:
    any_of = law_of("hailin")
    all_of = amended(any_of, day(1, 2), rectification__combination="ALL")
    assert len(verdict(any_of, actual, score)) == either
    notices = verdict(all_of, actual, score)
    assert len(notices) == both
    if both:
        assert [one.rule for one in notices[0].grounds] == ["RATE_GAP", "LOW_SCORE"]


@pytest.mark.clause("HL-06")
@pytest.mark.parametrize(
    ("basis", "deviation"), [("LINEAR", "0.00"), ("ANNUAL", "-50.00"), ("PERIOD_PLAN", None)]
)
def test_the_basis_of_deviation_is_policy(basis: str, deviation: str | None) -> None:
    law = amended(law_of("hailin"), day(1, 2), figures__deviation_basis=basis)
    fact = issued(law=law).when(replace(form("50"))).one(MonitoringSubmitted)
    expected = None if deviation is None else Decimal(deviation)
    assert fact.results[0].deviation == expected
