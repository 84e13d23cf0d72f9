"""Days changed before and after the fact, on real servers: who is told, who keeps his own."""

from collections.abc import Iterator

import pytest

from tests.examples.bureau import Bureau, Line, Place

HJ, LY, QM = Place("hanggin"), Place("lingyuan"), Place("qiemo")


def begun(place: Place, *codes: str, **more: str) -> Iterator[Line]:
    for code in codes:
        yield place.registered(code, **more)
        yield place.fact("budget-approved", code, "1000", "01-05", f"{code}-B")
        yield from place.targets(code)


def days(bureau: Bureau, place: Place, *codes: str) -> list[tuple[str, str, bool]]:
    return [
        (row["submit_by"][5:], row["state"], row["overdue"])
        for code in codes
        for row in bureau.show("board", **place.of(code))
    ]


@pytest.mark.clause("HJ-19", "HJ-17")
def test_days_changed_before_a_standing_duty_begins_are_those_of_its_task(bureau: Bureau) -> None:
    bureau.done(
        *begun(HJ, "STA", "STB"),
        HJ.order("ExtendDeadline", "06-20", period="H1", submit_by="2021-07-25", reason="汛期"),
        HJ.order(
            "ExtendDeadline",
            "06-21",
            period="H1",
            submit_by="2021-07-28",
            reason="受灾",
            projects=["STB"],
        ),
        {"tick": HJ.instant("07-11T01:00")},
    )
    assert days(bureau, HJ, "STA", "STB") == [
        ("07-25", "ISSUED", False),
        ("07-28", "ISSUED", False),
    ]
    bureau.done({"tick": HJ.instant("07-26T01:00")}, {"tick": HJ.instant("07-27T01:00")})
    assert days(bureau, HJ, "STA", "STB") == [("07-25", "ISSUED", True), ("07-28", "ISSUED", False)]
    assert bureau.types(HJ.project("STA")).count("task-overdue") == 1
    bureau.rebuild()
    assert days(bureau, HJ, "STA") == [("07-25", "ISSUED", True)]


@pytest.mark.clause("HJ-19", "LY-12")
def test_what_has_ended_neither_stops_a_change_nor_the_end(bureau: Bureau) -> None:
    bureau.done(
        *begun(LY, "ENA", "ENB", "ENC"),
        *LY.monitored("ENA", "ENB", "ENC", at="09-01"),
        LY.order("WaiveTask", "09-02", project_code="ENA", task="H1", reason="并入"),
        LY.order("TerminateProject", "09-02", "chief", project_code="ENB", reason="终止"),
        LY.order("ExtendDeadline", "09-03", period="H1", submit_by="2021-09-12", reason="汛期"),
    )
    now = [("09-07", "WAIVED", False), ("09-07", "ISSUED", False), ("09-12", "ISSUED", False)]
    assert days(bureau, LY, "ENA", "ENB", "ENC") == now
    change = {"task": "H1", "submit_by": "2021-09-13", "reason": "汛期"}
    ended = LY.order("ExtendTaskDeadline", "09-03", project_code="ENB", **change)
    assert "项目已终止" in bureau.refused(ended)
    bureau.done(
        *begun(LY, "END"),
        LY.order("CloseProject", "09-04", project_code="END", reason="完工"),
        LY.order("IssueTasks", "09-04", period="H1"),
        LY.order("CloseCampaign", "09-25", period="H1"),
    )
    assert days(bureau, LY, "END") == []
    states = [state for _, state, _ in days(bureau, LY, "ENA", "ENB", "ENC")]
    assert states == ["WAIVED", "CLOSED_INCOMPLETE", "CLOSED_INCOMPLETE"]


@pytest.mark.clause("QM-03")
def test_a_period_of_projects_is_issued_to_projects_alone(bureau: Bureau) -> None:
    bureau.done(
        *begun(QM, "KND"),
        *begun(QM, "KNW", subject_kind="DEPARTMENT_OVERALL"),
        QM.order("OpenCampaign", "05-01", period="M04"),
        QM.order("IssueTasks", "05-01", period="M04"),
    )
    assert days(bureau, QM, "KND", "KNW") == [("05-10", "ISSUED", False)]


@pytest.mark.clause("HJ-09")
def test_only_what_is_registered_becomes_a_key_project(bureau: Bureau) -> None:
    choice = {"period": "H1", "project": "NOBODY", "source": "AUDIT", "reason": "审计"}
    assert "尚未登记" in bureau.refused(HJ.order("SelectKeyProject", "06-01", **choice))


@pytest.mark.clause("HJ-19", "HJ-16")
def test_other_days_and_the_end_reach_both_tasks_of_a_key_project(bureau: Bureau) -> None:
    ly = Place("lingyuan", 2024)
    other = ly.order("ExtendDeadline", "09-02", period="H1", submit_by="2024-09-20", reason="汛期")
    end = ly.order("CloseCampaign", "09-30", period="H1")
    bureau.done(
        *begun(ly, "TWO"),
        *ly.monitored("TWO", at="09-01"),
        ly.order("IssueTasks", "09-01", period="H1", projects=["TWO"], kind="FINANCE_KEY"),
    )
    for line, kind in ((other, "task-deadline-extended"), (end, "task-closed-incomplete")):
        first, again = bureau.done(line, line)
        assert (first.outcome, again.outcome) == ("accepted", "repeated")
        assert first.facts == again.facts
        assert bureau.types(ly.project("TWO"))[-2:] == [kind, kind]
    assert days(bureau, ly, "TWO") == [("09-20", "CLOSED_INCOMPLETE", False)] * 2
