"""What is shown to others: obligations, congress, direct funds, figures, coverage, ranking."""

import pytest

from tests.examples.bureau import Bureau, Place, Row

QIEMO, HAILIN, LINGYUAN = Place("qiemo"), Place("hailin"), Place("lingyuan")
COUNTY: Row = {"division": "652825", "year": 2020}
PAID, APPROVED = "paid", "budget-approved"


@pytest.mark.clause("QM-01")
def test_the_summary_s_chain_is_registered_delivered_and_overdue_by_the_clock(
    bureau: Bureau,
) -> None:
    code = "SUMMARY-PREFECTURE"
    bureau.done(QIEMO.order("RegisterObligation", "01-10", obligation=code))
    part = {"obligation": code, "department": "财政局", "document": "且财发〔2020〕77号"}
    bureau.done(
        QIEMO.order("FulfilObligation", "11-18", recipients=["SUPERIOR_CONGRESS"], **part),
        {"tick": "2020-12-31T23:59:59+08:00"},
    )
    [row] = bureau.show("obligations", **COUNTY)
    assert (row["state"], row["overdue"], row["copies"]) == ("PARTLY", False, ["SUPERIOR_FINANCE"])
    (ticked,) = bureau.done({"tick": "2021-01-01T00:00:00+08:00"})
    assert [fact.type for fact in ticked.facts] == ["obligation.overdue.v1"]
    (again,) = bureau.done({"tick": "2021-01-02T00:00:00+08:00"})
    assert again.facts == ()
    bureau.done(QIEMO.order("FulfilObligation", "next 01-05", **part))
    [row] = bureau.show("obligations", **COUNTY)
    assert (row["state"], row["overdue"], row["days_late"]) == ("FULFILLED", True, 5)


@pytest.mark.clause("HL-17")
def test_every_department_of_the_year_owes_its_progress_report(bureau: Bureau) -> None:
    bureau.done(
        HAILIN.registered("OB1", "林业局"),
        HAILIN.registered("OB2", "水务局"),
        HAILIN.order("RegisterObligation", "07-01", obligation="PROGRESS-07"),
        HAILIN.order(
            "FulfilObligation",
            "07-18",
            "reviewer@林业局",
            obligation="PROGRESS-07",
            department="林业局",
            document="林报1号",
        ),
        {"tick": "2021-07-21T09:00:00+08:00"},
    )
    rows = {row["department"]: row for row in bureau.show("obligations", division="231083")}
    assert (rows["林业局"]["state"], rows["林业局"]["days_late"]) == ("FULFILLED", -2)
    assert (rows["水务局"]["state"], rows["水务局"]["overdue"]) == ("OPEN", True)


def _direct(bureau: Bureau) -> None:
    tags: Row = {"fund_tags": ["DIRECT"]}
    bureau.done(
        QIEMO.registered("ZDPOOL", "财政局", subject_kind="TRANSFER_OVERALL", **tags),
        QIEMO.fact(APPROVED, "ZDPOOL", "287845500", "01-10", "ZP"),
        QIEMO.registered("ZD1", fund_tags=["DIRECT", "SPECIAL_BOND"]),
        QIEMO.fact(APPROVED, "ZD1", "100000000", "01-10", "Z1"),
        QIEMO.fact("appropriated", "ZD1", "100000000", "02-10", "Z2"),
        QIEMO.fact(PAID, "ZD1", "50000000", "03-10", "Z3"),
        *QIEMO.targets("ZD1"),
        QIEMO.registered("ZD2", **tags),
        QIEMO.fact(APPROVED, "ZD2", "187845500", "01-10", "Z4"),
        QIEMO.fact(PAID, "ZD2", "100000000", "03-10", "Z5"),
        QIEMO.order("RegisterObligation", "01-10", obligation="DIRECT-FUNDS"),
        QIEMO.order(
            "FulfilObligation",
            "06-30",
            obligation="DIRECT-FUNDS",
            department="财政局",
            document="http://www.gov.cn/zd",
        ),
    )


@pytest.mark.clause("QM-11")
def test_direct_funds_from_receipt_to_payment_and_publication(bureau: Bureau) -> None:
    """28784.55 万元 received, all of it given to projects, 特别国债 10000 万元 among it."""
    _direct(bureau)
    first, second, total = bureau.show("direct", **COUNTY)
    assert (first["special_bond"], first["payment_rate"], first["targets_approved"]) == (
        True,
        "50.00",
        True,
    )
    assert first["address"] == second["address"] == "http://www.gov.cn/zd"
    assert second["targets_approved"] is False
    assert total["received_fen"] == total["allocated_fen"] == 28_784_550_000
    assert (total["allocation_rate"], total["payment_rate"]) == ("100.00", "52.11")
    whole: Row = {"subject_kind": "DEPARTMENT_OVERALL", "fund_tags": ["DIRECT"]}
    bureau.done(QIEMO.registered("ZDW", **whole), QIEMO.fact(APPROVED, "ZDW", "9", "01-10", "Z6"))
    assert bureau.show("direct", **COUNTY)[-1] == total
    [nothing] = bureau.show("direct", division="652825", year=2019)
    assert (nothing["allocated_fen"], nothing["payment_rate"]) == (0, None)


@pytest.mark.clause("QM-11")
def test_direct_funds_whose_receipt_has_no_money_yet_are_paid_of_what_was_given(
    bureau: Bureau,
) -> None:
    place = Place("qiemo", 2023)
    tags: Row = {"fund_tags": ["DIRECT"]}
    bureau.done(
        place.registered("DP", "财政局", subject_kind="TRANSFER_OVERALL", **tags),
        place.registered("D1", **tags),
        place.fact(APPROVED, "D1", "300", "01-10", "D1B"),
        place.fact(PAID, "D1", "100", "03-10", "D1P"),
    )
    at: Row = {"division": "652825", "year": 2023}
    total = bureau.show("direct", **at)[-1]
    assert (total["received_fen"], total["allocation_rate"], total["payment_rate"]) == (
        None,
        None,
        "33.33",
    )
    bureau.done(place.fact(APPROVED, "DP", "400", "01-20", "DPB"))
    total = bureau.show("direct", **at)[-1]
    assert (total["allocation_rate"], total["payment_rate"]) == ("75.00", "25.00")


@pytest.mark.clause("LY-23", "HL-14", "QM-15")
def test_the_congress_sees_target_money_and_result_without_retyping(bureau: Bureau) -> None:
    bureau.done(
        LINGYUAN.registered("C1"),
        *LINGYUAN.targets("C1"),
        LINGYUAN.fact(APPROVED, "C1", "3000000", "01-05", "C1"),
        LINGYUAN.fact(PAID, "C1", "1120000", "06-01", "C2"),
        *LINGYUAN.monitored("C1", at="09-01"),
        LINGYUAN.submit("C1", "45", "09-06"),
        LINGYUAN.review("C1", "09-07", level="DEPARTMENT", by="reviewer"),
        LINGYUAN.review("C1", "09-16", score="92"),
        LINGYUAN.registered("C2"),
    )
    first, second = bureau.show("congress", division="211382", year=2021)
    assert (first["objective"], first["indicators"]) == ("修路", ["道路≥100"])
    assert (first["budget_fen"], first["executed_fen"]) == (300_000_000, 112_000_000)
    assert (first["execution_rate"], first["completion_rate"], first["score"]) == (
        "37.33",
        "45.00",
        "92.00",
    )
    assert (second["objective"], second["budget_fen"], second["score"]) == (None, 0, None)
    covered, total = bureau.show("target-coverage", division="211382", year=2021)
    assert (covered["projects"], covered["with_targets"], covered["monitored"]) == (2, 1, 1)
    assert (total["department"], total["targets_rate"]) == ("合计", "50.00")


@pytest.mark.clause("HL-16", "HJ-23", "HL-10")
def test_a_year_is_scored_appealed_published_and_applied(bureau: Bureau) -> None:
    place = Place("hailin", 2022)
    codes = {"R1": "林业局", "R2": "水务局", "R3": "档案馆"}
    for code, department in codes.items():
        bureau.done(place.registered(code, department), *place.targets(code))
        bureau.done(place.fact(APPROVED, code, "1000000", "01-05", f"{code}B"))
    bureau.done(
        *place.monitored("R1", "R2"),
        place.fact(PAID, "R1", "500000", "06-01", "R1P"),
        place.submit("R1", "50", "07-10"),
        place.review("R1", "07-15", level="DEPARTMENT", by="reviewer@林业局"),
        place.review("R1", "07-20", score="95"),
        {"tick": "2022-07-21T00:10:00+08:00"},
        place.order("OpenAssessment", "12-10", assessment="A"),
        place.order("ScoreDepartments", "12-11", assessment="A"),
    )
    at: Row = {"division": "231083", "year": 2022}
    rows = {row["department"]: row for row in bureau.show("ranking", **at)}
    assert rows["档案馆"]["score"] is None
    assert rows["档案馆"]["obliged"] is False
    items = {item["code"]: item for item in rows["林业局"]["items"]}
    assert items["TIMELINESS"]["basis"] == [{"project": "R1", "item": "H1"}]
    assert items["QUALITY"]["points"] == "23.75"
    late = {item["code"]: item for item in rows["水务局"]["items"]}["TIMELINESS"]
    assert late["basis"] == [{"project": "R2", "item": "H1", "earned": False}]
    bureau.done(
        place.order(
            "AppealScore",
            "12-12",
            "reviewer@水务局",
            assessment="A",
            department="水务局",
            reason="已报纸质",
        ),
    )
    assert "尚有申诉未处理" in bureau.refused(
        place.order("PublishRanking", "12-13", "chief", assessment="A")
    )
    bureau.done(
        place.order(
            "ResolveAppeal",
            "12-13",
            assessment="A",
            department="水务局",
            upheld=False,
            reason="无据",
        ),
        place.order("PublishRanking", "12-14", "chief", assessment="A"),
        place.order(
            "SelectPilots",
            "12-14",
            assessment="A",
            departments=["林业局", "水务局"],
            document="方案",
        ),
        place.order(
            "DecideTilt",
            "12-20",
            "chief",
            assessment="A",
            department="林业局",
            document="府办1号",
            percent="5",
        ),
    )
    assert "不靠前" in bureau.refused(
        place.order(
            "DecideTilt",
            "12-20",
            "chief",
            assessment="A",
            department="水务局",
            document="府办1号",
            percent="5",
        )
    )
    first, second, last = bureau.show("ranking", **at)
    assert [row["rank"] for row in (first, second, last)] == [1, 2, None]
    assert first["consequences"] == [
        {"kind": "TILT", "document": "府办1号", "percent": "5", "amount_fen": None, "tied": False}
    ]
    assert (second["appeal"], second["pilot"], last["pilot"]) == ("REJECTED", True, False)
    before = bureau.show("ranking", **at, as_of="2022-12-12")
    assert [row["rank"] for row in before] == [None, None, None]


@pytest.mark.clause("HL-11")
def test_a_third_party_is_engaged_rated_and_seen(bureau: Bureau) -> None:
    which = {"institution": "T01", "engagement": "E1"}
    bureau.done(
        HAILIN.order("EngageInstitution", "08-01", **which, name="甲公司", purpose="重点评价"),
        HAILIN.order("SubmitWork", "09-01", "expert", **which, work="报告", document="1号"),
        HAILIN.order("RateQuality", "09-10", **which, score="55"),
    )
    next_year = Place("hailin", 2022)
    more: Row = {**which, "name": "甲公司", "purpose": "重点评价", "barred_before": []}
    assert "上一年度质量评估不合格（E1）" in bureau.refused(
        next_year.order("EngageInstitution", "02-01", **more)
    )
    bureau.done(next_year.order("EngageInstitution", "02-02", reason="唯一投标", **more))
    again = HAILIN.order(
        "EngageInstitution",
        "09-20",
        institution="T01",
        engagement="E2",
        name="甲公司",
        purpose="抽查",
    )
    assert "再次委托须说明理由" in bureau.refused(again)
    [row] = bureau.show("engagements", division="231083", year=2021)
    assert (row["grade"], row["barred"], row["submissions"]) == ("POOR", True, 1)
