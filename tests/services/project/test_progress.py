"""What a form says of the work and of the money left over."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.monitoring import (
    Funding,
    FundingRow,
    Implementation,
    MonitoringSubmitted,
)
from events.warning import WarningRaised
from services.project.submission import Submit
from tests.services.project.given import (
    amended,
    day,
    law_of,
)
from tests.services.project.stories import (
    form,
    issued,
)


def worked(
    progress: str, planned: str | None = None, note: str = "", *, met: bool = True
) -> Submit:
    done = Implementation(
        progress=Decimal(progress),
        planned=None if planned is None else Decimal(planned),
        quality_met=met,
        note=note,
    )
    return replace(form("60"), implementation=done)


@pytest.mark.clause("HJ-10", "HJ-12", "HJ-20", "HJ-02")
def test_three_measures_of_progress_are_compared() -> None:
    """Executed 50.00, completed 60.00, implemented 75: gaps 25.00 and 15.00."""
    fact = issued().when(worked("75")).one(MonitoringSubmitted)
    gaps = (fact.implementation_gap_execution, fact.implementation_gap_completion)
    assert gaps == (Decimal("25.00"), Decimal("15.00"))
    none = issued(paid_fen=1).when(form("60")).one(MonitoringSubmitted)
    assert (none.implementation, none.implementation_gap_execution) == (None, None)


@pytest.mark.clause("HJ-10")
def test_work_behind_its_plan_or_its_quality_is_explained() -> None:
    issued().when(worked("40", "50")).refused("须说明情况", clause="LY-18")
    issued().when(worked("50", "50", met=False)).refused("须说明情况", clause="LY-18")
    assert issued().when(worked("40", "50", "雨季")).all(MonitoringSubmitted)
    assert issued().when(worked("50", "50")).all(MonitoringSubmitted)


@pytest.mark.parametrize("wrong", ["-1", "100.01", "NaN", "Infinity"])
def test_a_progress_lies_between_nothing_and_the_whole(wrong: str) -> None:
    issued().when(worked(wrong)).refused("实施进度须在 0 至 100 之间", clause="LY-18")


@pytest.mark.clause("HJ-10")
def test_a_rule_may_warn_of_work_that_does_not_match_the_money() -> None:
    rule = {
        "clause": "HL-06",
        "measure": "IMPLEMENTATION_GAP_EXECUTION",
        "operator": "<",
        "threshold": "-20.00",
    }
    law = amended(law_of("hailin"), day(1, 2), warnings={"MONEY_AHEAD": rule})
    rules = [f.rule for f in issued(law=law).when(worked("29.99")).all(WarningRaised)]
    assert "MONEY_AHEAD" in rules
    rules = [f.rule for f in issued(law=law).when(worked("30")).all(WarningRaised)]
    assert "MONEY_AHEAD" not in rules


@pytest.mark.clause("LY-04", "HJ-11")
@pytest.mark.parametrize(
    ("forecast", "left"), [(280_000_000, 20_000_000), (300_000_000, 0), (310_000_000, 0)]
)
def test_what_is_left_at_the_end_of_the_year_is_foreseen(forecast: int, left: int) -> None:
    row = FundingRow(initial_budget_fen=300_000_000, forecast_full_year_fen=forecast)
    nothing = FundingRow(initial_budget_fen=0, forecast_full_year_fen=0)
    funding = Funding(total=row, general_public=row, other=nothing)
    fact = issued().when(replace(form(), funding=funding)).one(MonitoringSubmitted)
    assert fact.expected_carryover_fen == left
    assert issued().when(form()).one(MonitoringSubmitted).expected_carryover_fen is None
