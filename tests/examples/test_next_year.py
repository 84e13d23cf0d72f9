"""What one year leaves to the next: money absorbed inside the department, poor results decided."""

import pytest

from tests.examples.bureau import Bureau, Line, Place, Row, indicator

THEN, NOW = Place("hailin", 2026), Place("hailin", 2027)
APPROVED, PAID = "budget-approved", "paid"


def wished(code: str, fen: int, at: str = "01-10", **more: object) -> Line:
    """Ask for money of the next year, the targets with it."""
    return NOW.order(
        "RequestBudget",
        at,
        "filer",
        project_code=code,
        amount_fen=fen,
        trigger=None,
        overall_objective="修路",
        indicators=[indicator("道路", "100")],
        **more,
    )


@pytest.mark.clause("HL-08")
def test_a_project_that_goes_on_lives_inside_its_department_s_next_budget(bureau: Bureau) -> None:
    item: Row = {"project_code": "N1", "round": "N"}
    bureau.done(
        THEN.registered("N1", "农业局"),
        THEN.fact(APPROVED, "N1", "3000000", "01-05", "N1B"),
        THEN.fact(PAID, "N1", "1800000", "11-01", "N1P"),
        THEN.registered("N2", "农业局"),
        THEN.fact(APPROVED, "N2", "1000000", "01-05", "N2B"),
        THEN.order("OpenRound", "12-01", "chief", round="N"),
        THEN.order("FreezeCandidates", "12-01", "chief", round="N", projects=["N1"]),
        THEN.order("NotifyDepartment", "12-01", "chief", **item),
        THEN.order("ConfirmAmount", "12-02", "chief", **item),
        THEN.order("ExecuteClawback", "12-03", "chief", must_continue=True, **item),
        NOW.registered("N1", "农业局"),
        NOW.registered("N2", "农业局"),
        NOW.registered("N3", "林业局"),
        NOW.registered("NW", "农业局", subject_kind="DEPARTMENT_OVERALL"),
    )
    bureau.done(wished("N2", 90_000_000), wished("N3", 400_000_000))
    answer = bureau.refused(wished("N1", 310_000_001))
    assert answer == "被收回项目须在部门预算内调剂 950000.00 元，部门预算总额不能再增加 0.01 元"
    lied: Row = {"absorb_fen": 0, "others_fen": 0}
    assert bureau.refused(wished("N1", 310_000_001, burdens=lied)) == answer
    bureau.done(wished("N1", 310_000_000))
    absorbed = bureau.facts(NOW.project("N1"))["budget-requested"]["absorbed"]
    assert (absorbed["before_fen"], absorbed["requested_fen"]) == (400_000_000, 400_000_000)
    bureau.done(NOW.fact(APPROVED, "N2", "1100000", "01-20", "N2B", at="01-20T18:00"))
    assert "增加 200000.01 元" in bureau.refused(wished("N1", 310_000_001, "01-21"))
    bureau.done(wished("N1", 300_000_000, "01-22"))
    back: Row = {**item, "amount_fen": 95_000_000, "document_no": "退1"}
    bureau.done(THEN.order("CorrectClawback", "12-20", "chief", **back))
    bureau.done(wished("N1", 499_999_999, "01-23"))


@pytest.mark.clause("HL-12", "QM-13")
def test_a_poor_result_is_decided_on_before_money_is_asked_for(bureau: Bureau) -> None:
    which: Row = {"project_code": "N5", "evaluation": "E1"}
    bureau.done(
        THEN.registered("N5", "水务局"),
        THEN.order("StartEvaluation", "11-01", kind="FINANCE", criteria=["WIDE"], **which),
        THEN.order(
            "ScoreEvaluation",
            "11-02",
            "section",
            marks=[{"name": "产出", "full": "100", "points": "59.99"}],
            **which,
        ),
        THEN.order("RecordFeedback", "11-03", "filer", opinion="属实", **which),
        THEN.order("ConcludeEvaluation", "11-04", **which),
        NOW.registered("N5", "水务局"),
        NOW.registered("N6", "水务局"),
    )
    assert "评价结果为差（2026 年 E1）" in bureau.refused(wished("N5", 100))
    bureau.done(wished("N6", 100))
    decision: Row = {"project_code": "N5", "disposition": "D1"}
    bureau.done(
        THEN.order(
            "ProposeDisposition",
            "12-01",
            cause="POOR_RESULT",
            kinds=["CUT"],
            reason="评价为差",
            basis="E1",
            **decision,
        ),
        THEN.order("DecideDisposition", "12-02", "chief", **decision),
    )
    bureau.done(wished("N5", 100, "01-11"))


@pytest.mark.clause("HJ-27", "LY-20")
def test_a_project_still_suspended_gets_no_more_than_it_had(bureau: Bureau) -> None:
    bureau.done(
        THEN.registered("N7", "交通局"),
        *THEN.targets("N7"),
        THEN.fact(APPROVED, "N7", "1000", "01-05", "N7B"),
        THEN.order(
            "SuspendProject", "06-01", "chief", project_code="N7", cause="BEHIND", reason="慢"
        ),
        NOW.registered("N7", "交通局"),
    )
    assert "申请额不得超过上年度 1000.00 元" in bureau.refused(wished("N7", 100_001))
    bureau.done(wished("N7", 100_000))


@pytest.mark.clause("HL-12", "HJ-05")
def test_idle_money_is_as_old_as_its_first_arrangement_and_superior_money_goes_up(
    bureau: Bureau,
) -> None:
    """Arranged in 2025, moved to another use in 2027: idle for two years all the same."""
    item: Row = {"project_code": "I1", "round": "I"}
    link: Row = {"from_year": 2026, "from_project": "I0", "amount_fen": 100_000_000}
    bureau.done(
        THEN.registered("I0", "水利局", first_arranged_year=2025),
        NOW.registered("I1", "水利局", fund_tags=["SPECIAL_TRANSFER"]),
        NOW.order("LinkCarryover", "01-05", "section", project_code="I1", **link),
        NOW.fact(APPROVED, "I1", "1000000", "01-05", "I1B"),
        NOW.fact(PAID, "I1", "950000", "11-01", "I1P"),
        NOW.order("OpenRound", "12-01", "chief", round="I"),
        NOW.order("FreezeCandidates", "12-01", "chief", round="I", projects=["I1"]),
        NOW.order("NotifyDepartment", "12-01", "chief", **item),
        NOW.order("ConfirmAmount", "12-02", "chief", **item),
        NOW.order("ExecuteClawback", "12-03", "chief", **item),
    )
    [row] = bureau.show("clawback", **NOW.of("I1"))
    assert (row["grounds"], row["idle_years"]) == (["IDLE"], 2)
    assert (row["destination"], row["executed_fen"], row["superior_fen"]) == (
        "SUPERIOR",
        5_000_000,
        5_000_000,
    )
    give: Row = {"project": "P9", "purpose": "防汛", "document": "统1", "amount_fen": 1}
    assert "池中余额 0.00 元" in bureau.refused(
        NOW.order("ReallocateFunds", "12-04", "chief", round="I", **give)
    )
