"""What a department owed when it was assessed: nothing whose day is still to come (HL-16, 5.9)."""

import pytest

from tests.examples.bureau import Bureau, Place, Row

QIEMO = Place("qiemo")


def scored(bureau: Bureau, at: str) -> dict[str, Row]:
    bureau.done(QIEMO.order("ScoreDepartments", at, assessment="A"))
    return {
        row["department"]: row
        for row in bureau.show("ranking", division=QIEMO.division, year=QIEMO.year)
    }


@pytest.mark.clause("HL-16", "HJ-23")
def test_a_task_is_owed_when_its_day_is_over_or_it_was_handed_in(bureau: Bureau) -> None:
    """H1 is to be handed in by 20 July: on that day only who did it is scored at all."""
    for code, department in (("T1", "林业局"), ("T2", "水务局")):
        bureau.done(QIEMO.registered(code, department), *QIEMO.targets(code))
    bureau.done(
        *QIEMO.monitored("T1", "T2"),
        QIEMO.submit("T1", "100", "07-10"),
        QIEMO.order("OpenAssessment", "07-11", assessment="A"),
    )
    early = scored(bureau, "07-20T23:59")
    assert (early["林业局"]["obliged"], early["水务局"]["obliged"]) == (True, False)
    assert early["水务局"]["score"] is None
    after = scored(bureau, "07-21T00:00")["水务局"]
    [timely] = [item for item in after["items"] if item["code"] == "TIMELINESS"]
    assert (timely["part"], timely["whole"], after["obliged"]) == ("0", "1", True)


@pytest.mark.clause("LY-01", "HL-16")
def test_the_money_of_a_department_as_a_whole_is_not_counted_on_top(bureau: Bureau) -> None:
    """40 of 100 is the project's; the whole, 90 of 100, is that of a department without one."""
    whole: Row = {"subject_kind": "DEPARTMENT_OVERALL"}
    place = Place("qiemo", 2023)
    subjects = {"M1": ("交通局", "40", {}), "MW": ("交通局", "90", whole)}
    for code, (department, spent, kind) in (subjects | {"MX": ("气象局", "90", whole)}).items():
        bureau.done(place.registered(code, department, **kind), *place.targets(code))
        bureau.done(place.fact("budget-approved", code, "100", "01-05", f"{code}B"))
        bureau.done(place.fact("paid", code, spent, "03-05", f"{code}P"), *place.monitored(code))
        bureau.done(place.submit(code, "90", "07-05"), place.review(code, "07-06", score="90"))
    bureau.done(
        place.order("OpenAssessment", "07-11", assessment="A"),
        place.order("ScoreDepartments", "07-25", assessment="A"),
    )
    rates = {}
    for row in bureau.show("ranking", division=place.division, year=place.year):
        [item] = [item for item in row["items"] if item["code"] == "EXECUTION"]
        rates[row["department"]] = (item["part"], item["whole"])
    assert rates == {"交通局": ("4000", "10000"), "气象局": ("9000", "10000")}


@pytest.mark.clause("QM-09")
def test_a_case_counts_although_its_task_was_waived(bureau: Bureau) -> None:
    which: Row = {"project_code": "T3", "task": "H1"}
    bureau.done(
        QIEMO.registered("T3", "林业局"),
        *QIEMO.targets("T3"),
        QIEMO.order("IssueTasks", "07-02", period="H1", projects=["T3"]),
        QIEMO.order("IssueNotice", "07-03", ground="SITE_VISIT", reason="未开工", **which),
        QIEMO.order("WaiveTask", "07-04", reason="并入上级任务", **which),
    )
    items = {item["code"]: item for item in scored(bureau, "07-22")["林业局"]["items"]}
    assert (items["RECTIFICATION"]["part"], items["RECTIFICATION"]["whole"]) == ("0", "1")
    assert items["TIMELINESS"]["whole"] == "1"
