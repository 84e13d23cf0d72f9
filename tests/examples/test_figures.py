"""The figures of a county's year, each with the scope it counts."""

from decimal import Decimal

import pytest

from tests.examples.bureau import Bureau, Place, Row

QIEMO = Place("qiemo")
COUNTY: Row = {"division": "652825", "year": 2020}
APPROVED = "budget-approved"


@pytest.mark.clause("QM-02", "QM-06", "QM-10", "LY-01")
def test_every_figure_of_the_year_says_its_scope(bureau: Bureau) -> None:
    bureau.done(
        QIEMO.registered("WHOLE", "档案馆", subject_kind="DEPARTMENT_OVERALL"),
        QIEMO.fact(APPROVED, "WHOLE", "1172310000", "01-05", "W1"),
        QIEMO.registered("FP1", fund_tags=["POVERTY_ALLEVIATION"]),
        QIEMO.fact(APPROVED, "FP1", "216290000", "01-05", "W2"),
    )
    figures = {
        (row["scope"], row["label"]): Decimal(str(row["value"]))
        for row in bureau.show("figures", **COUNTY)
    }
    assert figures["登记 DEPARTMENT_OVERALL", "登记数"] == 1
    assert figures["登记 DEPARTMENT_OVERALL", "现有预算"] == 117_231_000_000
    assert figures["资金 POVERTY_ALLEVIATION", "登记项目数"] == 1
    assert figures["资金 POVERTY_ALLEVIATION", "现有预算"] == 21_629_000_000
    assert not any("14" in scope for scope, _ in figures)
    assert bureau.show("figures", division="652825", year=2018)[0]["value"] == "0"


@pytest.mark.clause("QM-05", "QM-12", "HL-09")
def test_pre_evaluations_and_self_evaluations_are_figures_of_their_own(bureau: Bureau) -> None:
    """2 new projects of 104 万元; of the year before 1 unit and 2 projects, with their money."""
    before, now = Place("qiemo", 2021), Place("qiemo", 2022)
    findings = [
        {"dimension": one, "finding": "有"}
        for one in ("NECESSITY", "ECONOMY", "TARGETS", "FEASIBILITY", "FUNDING")
    ]
    for code, yuan in (("E1", 640_000), ("E2", 400_000)):
        which: Row = {"project_code": code}
        bureau.done(
            now.registered(code),
            now.order("StartPreEvaluation", "02-01", trigger="NEW", amount_fen=yuan * 100, **which),
            now.order("SubmitPreEvaluationReport", "02-02", "filer", findings=findings, **which),
            now.order("ReviewPreEvaluation", "02-03", "section", opinion="可", **which),
            now.order("ConcludePreEvaluation", "02-04", conclusion="SUPPORT", **which),
        )
    bureau.done(
        now.registered("E3"),
        now.order(
            "StartPreEvaluation", "02-01", project_code="E3", trigger="NEW", amount_fen=10**9
        ),
    )
    kinds = {"V1": "DEPARTMENT_OVERALL", "V2": "PROJECT", "V3": "PROJECT"}
    for number, (code, kind) in enumerate(kinds.items(), 1):
        which = {"project_code": code, "evaluation": "SELF"}
        bureau.done(
            before.registered(code, subject_kind=kind),
            *before.targets(code),
            before.fact(APPROVED, code, f"{number}0000", "01-10", code),
            before.order("StartEvaluation", "next 01-05", "filer", kind="SELF", **which),
            before.order(
                "SubmitSelfEvaluation",
                "next 01-06",
                "filer",
                lines=[{"indicator": "道路", "actual": "100"}],
                **which,
            ),
        )
        if code != "V3":
            bureau.done(
                before.order("RecordFeedback", "next 01-07", "reviewer", opinion="属实", **which),
                before.order("ConcludeEvaluation", "next 01-08", **which),
            )
    figures = {
        (row["scope"], row["label"]): row["value"]
        for row in bureau.show("figures", division="652825", year=2022)
    }
    new = "事前绩效评估 NEW"
    assert (figures[new, "形成结论项目数"], figures[new, "予以支持项目数"]) == ("2", "2")
    assert figures[new, "评估资金"] == "104000000"
    units, projects = "SELF 2021年度 DEPARTMENT_OVERALL", "SELF 2021年度 PROJECT"
    assert (figures[units, "已打分数"], figures[units, "评价资金"]) == ("1", "1000000")
    assert (figures[projects, "已打分数"], figures[projects, "已定级数"]) == ("2", "1")
    assert figures[projects, "评价资金"] == "5000000"
    assert not any("2022年度" in scope for scope, _ in figures)
