"""Transfer payments level by level on real servers, and what changes after they were summed."""

from collections.abc import Iterator

import pytest

from tests.examples.bureau import WHY, Bureau, Line, Place, Row

HL = Place("hailin")


def subject(code: str, kind: str, parent: str = "", money: str = "") -> Iterator[Line]:
    yield HL.registered(code, subject_kind=kind, **({"parent": parent} if parent else {}))
    yield from HL.targets(code)
    yield HL.order("IssueTask", "07-01", project_code=code, period="H1")
    if money:
        yield HL.fact("budget-approved", code, money, "01-05", f"{code}-B")
        yield HL.fact("paid", code, "100", "06-01", f"{code}-P")


def summed(code: str, at: str, by: str = "filer") -> Line:
    return HL.order(
        "SubmitAggregate",
        at,
        by,
        project_code=code,
        task="H1",
        lines=[{"indicator": "道路", **WHY}],
    )


def passed(code: str, at: str) -> Line:
    return HL.review(code, at, level="DEPARTMENT", by="reviewer")


def figures(bureau: Bureau, code: str) -> tuple[str, int]:
    [row] = bureau.show("board", **HL.of(code))
    return row["execution_rate"], row["executed_fen"]


@pytest.mark.clause("LY-11")
def test_towns_are_summed_into_counties_and_counties_into_the_whole(bureau: Bureau) -> None:
    bureau.done(
        *subject("LW", "TRANSFER_OVERALL"),
        *subject("LC", "TRANSFER_REGION", "LW"),
        *subject("LT1", "TRANSFER_REGION", "LC", "100"),
        *subject("LT2", "TRANSFER_REGION", "LC", "300"),
        *subject("LD", "TRANSFER_REGION", "LW", "600"),
        HL.submit("LT1", "20", "07-05"),
        HL.submit("LD", "30", "07-05"),
    )
    assert "LC 项目LC" in bureau.refused(summed("LW", "07-06"))
    assert "LT2 项目LT2" in bureau.refused(summed("LC", "07-06"))
    bureau.done(
        HL.submit("LT2", "10", "07-07"), summed("LC", "07-08"), summed("LW", "07-09", "reviewer")
    )
    assert figures(bureau, "LC") == ("50.00", 20_000)
    assert figures(bureau, "LW") == ("30.00", 30_000)
    bureau.rebuild()
    assert figures(bureau, "LW") == ("30.00", 30_000)


@pytest.mark.clause("LY-11")
def test_what_a_region_hands_in_again_asks_for_another_sum(bureau: Bureau) -> None:
    back: Row = {"task": "H1", "level": "DEPARTMENT", "reason": "改"}
    bureau.done(
        *subject("AW", "TRANSFER_OVERALL"),
        *subject("A1", "TRANSFER_REGION", "AW", "200"),
        *subject("A2", "TRANSFER_REGION", "AW", "200"),
        *subject("A3", "TRANSFER_REGION", "AW"),
        HL.order("WaiveTask", "07-02", project_code="A3", task="H1", reason="无资金"),
        HL.submit("A1", "20", "07-05"),
        HL.submit("A2", "20", "07-05"),
        summed("AW", "07-06"),
        HL.order("ReturnForCorrection", "07-07", "reviewer", project_code="A2", **back),
    )
    assert "在汇总后有变动：A2" in bureau.refused(passed("AW", "07-08"))
    again = HL.submit("A2", "25", "07-09") | {"command": "Resubmit"}
    bureau.done(again, HL.fact("paid", "A2", "60", "06-02", "A2-P2"))
    assert "在汇总后有变动：A2" in bureau.refused(passed("AW", "07-10"))
    bureau.done(
        HL.order("Withdraw", "07-11", "filer", project_code="AW", task="H1"),
        summed("AW", "07-12"),
        passed("AW", "07-13"),
        HL.review("AW", "07-14", score="90"),
    )
    [row] = bureau.show("board", **HL.of("AW"))
    assert (row["state"], row["submission"], row["executed_fen"]) == ("FINALIZED", 2, 20_000)
    [regions] = [bureau.facts(HL.project("AW"))["transfer-aggregated"]["regions"]]
    assert [(one["region"], one.get("left_out", "")) for one in regions] == [
        ("A1", ""),
        ("A2", ""),
        ("A3", "免于填报"),
    ]
