"""Scenarios about money: rounding, added projects, vouchers twice, big amounts, sub-rows."""

from pathlib import Path

import pytest

from tests.examples.bureau import Bureau, Line, Place, Row
from tests.examples.command_line import says_the_same

PLACE, COUNTY = Place("hanggin"), Place("qiemo")
PAID, APPROVED = "paid", "budget-approved"


def paid(code: str, yuan: str, no: str) -> Line:
    return PLACE.fact(PAID, code, yuan, "06-01", no)


@pytest.mark.clause("HJ-11")
def test_01_the_sum_is_rounded_never_the_rounded_summed(bureau: Bureau) -> None:
    place = Place("hanggin", 2031)
    for code in ("S11", "S12", "S13"):
        bureau.done(place.registered(code), place.fact(PAID, code, "3350.00", "06-01", code))
    which: Row = {"division": place.division, "year": place.year}
    _, *lines = bureau.printed("execution", **which).splitlines()
    assert [line.split(",")[8] for line in lines] == ["0.34"] * 3
    [total] = bureau.show("ledger-totals", **which)
    assert total["executed_fen"] == 1_005_000
    _, line = bureau.printed("ledger-totals", **which).splitlines()
    assert line.split(",")[5] == "1.01"


@pytest.mark.clause("HJ-11", "HL-04")
def test_02_an_added_project_has_no_rate_on_a_base_of_nothing(bureau: Bureau) -> None:
    for place, rate in ((PLACE, None), (COUNTY, "25.00")):
        code = "S02"
        bureau.done(
            place.registered(code),
            *place.targets(code),
            place.fact("budget-adjusted", code, "1200000", "04-15", "S02B"),
            place.fact(PAID, code, "300000", "06-30", "S02P"),
            *place.monitored(code),
            place.submit(code, "25", "07-05"),
        )
        [task] = bureau.show("board", **place.of(code))
        assert task["execution_rate"] == rate
        assert task["case_id"] is None


@pytest.mark.clause("LY-14")
def test_03_the_same_voucher_counts_once_however_often_and_late_it_comes(bureau: Bureau) -> None:
    voucher = paid("S03", "100000", "S03P")
    results = bureau.done(PLACE.registered("S03"), voucher, voucher)
    (later,) = bureau.done(voucher | {"published_at": "2021-06-02T18:30:00+08:00"})
    assert [one.outcome for one in (*results, later)] == [
        "accepted",
        "accepted",
        "duplicate",
        "duplicate",
    ]
    [row] = bureau.show("execution", **PLACE.of("S03"))
    assert row["executed_fen"] == 10_000_000
    assert bureau.types(PLACE.project("S03")).count("payment-executed") == 1


@pytest.mark.clause("LY-14")
def test_04_a_voucher_that_says_another_amount_is_put_aside(bureau: Bureau) -> None:
    bureau.done(PLACE.registered("S04"), paid("S04", "100000", "S04P"))
    (result,) = bureau.play(paid("S04", "120000", "S04P"))
    assert result.outcome == "parked"
    assert result.reasons
    [row] = bureau.show("execution", **PLACE.of("S04"))
    assert row["executed_fen"] == 10_000_000


@pytest.mark.clause("QM-02")
def test_05_a_billion_yuan_survives_to_the_fen(bureau: Bureau) -> None:
    bureau.done(
        COUNTY.registered("S05"), COUNTY.fact(APPROVED, "S05", "1172310000", "01-05", "S05")
    )
    [row] = bureau.show("execution", **COUNTY.of("S05"))
    assert row["initial_fen"] == 117_231_000_000


@pytest.mark.clause("HJ-F1")
def test_06_the_parts_of_the_money_make_the_whole(bureau: Bureau) -> None:
    def funding(total: int, public: int, other: int) -> Row:
        rows = {"total": total, "general_public": public, "other": other}
        return {
            name: {"initial_budget_fen": fen * 100, "forecast_full_year_fen": fen * 100}
            for name, fen in rows.items()
        }

    bureau.done(
        PLACE.registered("S06"),
        *PLACE.targets("S06"),
        PLACE.fact(APPROVED, "S06", "3000000", "01-05", "S06"),
        *PLACE.monitored("S06"),
    )
    line = PLACE.submit("S06", "50", "07-05")
    line["data"]["funding"] = funding(3_000_000, 2_000_000, 900_000)
    assert "不等于分项之和" in bureau.refused(line)
    line["data"]["funding"] = funding(3_000_000, 2_000_000, 1_000_000)
    bureau.done(line)


@pytest.mark.clause("QM-07", "LY-12")
def test_11_a_rate_over_several_projects_is_weighted_by_their_money(bureau: Bureau) -> None:
    place = Place("lingyuan", 2022)
    for code, budget, spent in (("S111", "1000000", "1000000"), ("S112", "9000000", "4500000")):
        bureau.done(
            place.registered(code),
            *place.targets(code),
            place.fact(APPROVED, code, budget, "01-05", f"{code}B"),
            place.fact(PAID, code, spent, "06-01", f"{code}P"),
        )
    bureau.done(*place.monitored("S111", "S112", at="09-01"))
    for code, actual in (("S111", "100"), ("S112", "50")):
        bureau.done(
            place.submit(code, actual, "09-06"),
            place.review(code, "09-07", level="DEPARTMENT", by="reviewer"),
            place.review(code, "09-16", score="95"),
        )
    [summary] = bureau.show("summary", division=place.division, year=2022)
    assert (summary["projects"], summary["execution_rate"]) == (2, "55.00")


def test_the_command_line_says_the_same(bureau: Bureau, tmp_path: Path) -> None:
    says_the_same(bureau, tmp_path)
