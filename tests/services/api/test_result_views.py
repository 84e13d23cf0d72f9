"""The questions of the result pages agree with the rows they sum up."""

from collections import Counter
from decimal import Decimal

import httpx

from tests.services.api.house import HAILIN, HOUSING, YEAR, House

Row = dict[str, object]


def rows(home: House, view: str, who: str = "clerk", **asked: str) -> list[Row]:
    params = {"division": HAILIN, "year": str(YEAR), "limit": "1000", **asked}
    answer = home.signed_in(who).get(f"/api/v1/views/{view}", params=params)
    assert answer.status_code == httpx.codes.OK, answer.text
    found: list[Row] = answer.json()["rows"]
    return found


def test_gaps_count_every_task_with_a_gap_in_its_band(home: House) -> None:
    expected = Counter(
        (row["department"], row["period"], Decimal(str(row["rate_gap"])) // 5 * 5)
        for row in rows(home, "board")
        if row["rate_gap"] is not None
    )
    found = {
        (row["department"], row["period"], Decimal(str(row["low"]))): row["tasks"]
        for row in rows(home, "gaps")
    }
    assert found == expected
    assert {row["department"] for row in rows(home, "gaps", "housing")} == {HOUSING}


def test_sums_are_those_of_the_list(home: House) -> None:
    [total] = [row for row in rows(home, "sums") if row["round"] == "2021"]
    listed = rows(home, "clawback", round="2021")
    assert total["projects"] == len(listed)
    assert total["identified_fen"] == sum(int(str(row["identified_fen"])) for row in listed)
    assert total["waived_fen"] == sum(int(str(row["waived_fen"])) for row in listed)
    taken = [int(str(row["executed_fen"])) + int(str(row["corrected_fen"])) for row in listed]
    assert total["taken_fen"] == total["pool_fen"] == sum(taken)


def test_a_case_is_told_by_its_first_and_its_newest_fact(home: House) -> None:
    [case] = rows(home, "cases", project="HL04")
    facts = rows(home, "trail", project="HL04", clues="true")
    assert case["steps"] == len(facts)
    assert (case["opening"], case["summary"]) == (facts[0]["summary"], facts[-1]["summary"])
    assert (case["opened_at"], case["newest_at"]) == (
        facts[0]["recorded_at"],
        facts[-1]["recorded_at"],
    )
    assert (case["case_id"], case["department"]) == ("A1", HOUSING)
    assert rows(home, "cases", "lingyuan", division="211382") == []


def test_rounds_are_told_with_their_freeze(home: House) -> None:
    [row] = [row for row in rows(home, "rounds") if row["round"] == "2021"]
    assert (row["cutoff_on"], row["examined"], row["closed_at"]) == ("2021-11-30", 7, None)


def test_sums_of_a_division_are_not_for_a_department(home: House) -> None:
    params = {"division": HAILIN, "year": str(YEAR)}
    answer = home.signed_in("housing").get("/api/v1/views/sums", params=params)
    assert answer.status_code == httpx.codes.FORBIDDEN
