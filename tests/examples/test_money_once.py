"""Money that two rows tell of is summed once; what asks for a share says so for all."""

import pytest

from tests.examples.bureau import Bureau, Place, Row


@pytest.mark.clause("HL-01", "HJ-08", "QM-02")
def test_the_money_of_a_department_as_a_whole_is_not_on_top_of_its_projects(
    bureau: Bureau,
) -> None:
    """5,000,000 and 312,345.67 of projects, told again as 5,312,345.67 of the department."""
    place = Place("hailin", 2033)
    bureau.done(
        place.registered("M1"),
        place.registered("M2"),
        place.registered("MW", subject_kind="DEPARTMENT_OVERALL"),
        *place.targets("M1"),
        *place.targets("MW"),
        place.fact("budget-approved", "M1", "5000000", "01-25", "M1B"),
        place.fact("budget-approved", "M2", "312345.67", "01-25", "M2B"),
        place.fact("budget-approved", "MW", "5312345.67", "01-25", "MWB"),
        place.fact("paid", "M1", "1250000.01", "05-05", "M1P"),
        place.fact("paid", "MW", "1250000.01", "05-05", "MWP"),
    )
    which: Row = {"division": place.division, "year": place.year}
    [total] = bureau.show("ledger-totals", **which)
    assert (total["subjects"], total["initial_fen"], total["executed_fen"]) == (
        2,
        531_234_567,
        125_000_001,
    )
    assert total["rate_current"] == "23.53"
    for row in bureau.show("target-coverage", **which):
        assert (row["projects"], row["with_targets"]) == (3, 2)
        assert (row["budget_fen"], row["targets_fen"]) == (531_234_567, 500_000_000)


@pytest.mark.clause("HL-01", "HJ-08")
def test_the_money_of_a_department_known_as_a_whole_only_is_not_lost(bureau: Bureau) -> None:
    place = Place("hailin", 2035)
    bureau.done(
        place.registered("WW", subject_kind="DEPARTMENT_OVERALL"),
        place.fact("budget-approved", "WW", "400000", "01-25", "WWB"),
    )
    which: Row = {"division": place.division, "year": place.year}
    [total] = bureau.show("ledger-totals", **which)
    assert (total["subjects"], total["current_fen"]) == (1, 40_000_000)
    for row in bureau.show("target-coverage", **which):
        assert (row["projects"], row["budget_fen"]) == (1, 40_000_000)


@pytest.mark.clause("HL-01", "HL-10")
def test_a_share_is_asked_of_key_money_that_nobody_evaluated_yet(bureau: Bureau) -> None:
    """The one evaluation is of other money: 0 of 重点专项 is below 20 %, not beyond judgement."""
    place = Place("hailin", 2034)
    which: Row = {"project_code": "K1", "evaluation": "E1"}
    marks = [{"name": "产出", "full": "100", "points": "88"}]
    bureau.done(
        place.registered("K1"),
        place.registered("K2", fund_tags=["KEY_SPECIAL"]),
        place.fact("budget-approved", "K1", "700000", "01-25", "K1B"),
        place.fact("budget-approved", "K2", "300000", "01-25", "K2B"),
        place.order("StartEvaluation", "11-01", kind="FINANCE", criteria=["WIDE"], **which),
        place.order("ScoreEvaluation", "11-02", "section", marks=marks, **which),
        place.order("RecordFeedback", "11-03", "filer", opinion="属实", **which),
        place.order("ConcludeEvaluation", "11-04", **which),
    )
    rows = bureau.show("coverage", division=place.division, year=place.year)
    found = {row["population"]: row for row in rows if row["kind"] == "FINANCE"}
    assert (found["PROJECT"]["amount_rate"], found["PROJECT"]["met"]) == ("70.00", True)
    key = found["KEY_SPECIAL"]
    assert (key["amount_rate"], key["floor"], key["met"]) == ("0.00", "20", False)


@pytest.mark.clause("QM-11")
def test_targets_of_direct_funds_published_on_their_own_have_their_address(bureau: Bureau) -> None:
    place = Place("qiemo", 2033)
    bureau.done(
        place.registered("D1", fund_tags=["DIRECT"]),
        *place.targets("D1")[:1],
        *(
            place.order("ConsultOnTarget", f"01-05T1{hour}:00", "expert", project_code="D1", **said)
            for hour, said in enumerate([{"opinion": f"第{n}次会审"} for n in "一二三"], start=1)
        ),
        *place.targets("D1")[1:],
        place.fact("budget-approved", "D1", "287845.55", "01-25", "D1B", fund_tags=["DIRECT"]),
    )
    which: Row = {"division": place.division, "year": place.year}
    assert [row["address"] for row in bureau.show("direct", **which)] == [None, None]
    url = "http://www.example.gov.cn/d1"
    bureau.done(place.order("PublishTarget", "02-01", project_code="D1", address=url))
    assert [row["address"] for row in bureau.show("direct", **which)] == [url, None]


def test_the_views_hold(bureau: Bureau) -> None:
    bureau.holds()
