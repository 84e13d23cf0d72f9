"""Names on the bus: an aggregate's name and its dotted form are one thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.subjects import (
    CODE,
    DIVISION,
    AggregateId,
    assessment_id,
    campaign_id,
    clawback_round_id,
    intake_subject,
    parked_subject,
    policy_id,
    project_id,
    receipt_subject,
)

codes = st.from_regex(CODE, fullmatch=True)
divisions = st.from_regex(DIVISION, fullmatch=True)
years = st.integers(1990, 2100)
named = st.sampled_from([project_id, campaign_id, clawback_round_id, assessment_id])


@given(named, divisions, years, codes)
def test_an_id_is_read_back_as_it_was_written(
    name: type[AggregateId], division: str, year: int, code: str
) -> None:
    aggregate = name(division, year, code)  # type: ignore[arg-type]
    assert AggregateId.parse(str(aggregate)) == aggregate
    assert (aggregate.division, aggregate.year, aggregate.code) == (division, year, code)


@given(divisions)
def test_the_history_of_a_law_has_no_year(division: str) -> None:
    aggregate = policy_id(division)
    assert AggregateId.parse(str(aggregate)) == aggregate
    assert (aggregate.year, aggregate.code) == (0, division)


def test_the_names_people_see_in_the_stream() -> None:
    assert str(project_id("211382", 2021, "P-001")) == "211382.project.211382-2021-P-001"
    assert project_id("211382", 2021, "P-001").code == "P-001"
    assert str(campaign_id("211382", 2021, "H1")) == "211382.campaign.211382-2021-H1"
    assert str(clawback_round_id("231083", 2021, "R1")) == ("231083.clawback_round.231083-2021-R1")
    assert str(assessment_id("231083", 2021, "A")) == "231083.assessment.231083-2021-A"
    assert str(policy_id("652825")) == "652825.policy.652825"


def test_where_upstream_speaks_and_is_answered() -> None:
    assert intake_subject("211382") == "jx.in.211382.execution"
    assert receipt_subject("211382", "treasury") == "jx.out.211382.receipt.treasury"
    assert parked_subject("211382") == "jx.parked.211382"


@pytest.mark.parametrize("dotted", ["", "a", "a.b", "a.b.c.d"])
def test_what_has_not_three_parts_is_no_id(dotted: str) -> None:
    with pytest.raises(ValueError, match="unpack"):
        AggregateId.parse(dotted)


@pytest.mark.parametrize("code", ["", "a.b", "a b", "项目", "*", ">", "x" * 65])
def test_a_code_cannot_break_a_subject(code: str) -> None:
    assert CODE.fullmatch(code) is None
