"""Scenarios about time, review, pairing, clawback and ranking."""

from pathlib import Path

import pytest

from tests.examples.bureau import Bureau, Line, Place, Row
from tests.examples.command_line import says_the_same

LY, HL, QM, HJ = Place("lingyuan"), Place("hailin"), Place("qiemo"), Place("hanggin")
PAID, APPROVED = "paid", "budget-approved"


def begun(place: Place, code: str, department: str = "D01") -> list[Line]:
    return [
        place.registered(code, department),
        *place.targets(code),
        place.fact(APPROVED, code, "3000000", "01-05", f"{code}B"),
    ]


@pytest.mark.clause("LY-15", "LY-25", "LY-17")
@pytest.mark.parametrize(
    ("code", "at", "late"),
    [("S15A", "2021-09-07T15:59:59Z", 0), ("S15B", "2021-09-07T16:00:00Z", 1)],
)
def test_15_a_deadline_ends_at_midnight_in_china(
    bureau: Bureau, code: str, at: str, late: int
) -> None:
    bureau.done(*begun(LY, code), *LY.monitored(code, at="09-01"), LY.submit(code, "50", at))
    [task] = bureau.show("board", **LY.of(code))
    assert task["days_late"] == late


@pytest.mark.clause("LY-15")
def test_16_late_is_accepted_and_said_once(bureau: Bureau) -> None:
    bureau.done(
        *begun(LY, "S16"),
        *LY.monitored("S16", at="09-01"),
        {"tick": "2021-09-08T00:00:00+08:00"},
        {"tick": "2021-09-08T09:00:00+08:00"},
        LY.submit("S16", "50", "09-09"),
    )
    [task] = bureau.show("board", **LY.of("S16"))
    assert (task["days_late"], task["overdue"]) == (2, True)
    assert bureau.types(LY.project("S16")).count("task-overdue") == 1


@pytest.mark.clause("LY-15")
def test_16_late_is_said_once_also_when_no_clock_was_there(bureau: Bureau) -> None:
    bureau.done(
        *begun(LY, "S16N"),
        *LY.monitored("S16N", at="09-01"),
        LY.submit("S16N", "50", "09-09"),
        {"tick": "2021-09-10T09:00:00+08:00"},
    )
    [task] = bureau.show("board", **LY.of("S16N"))
    assert (task["days_late"], task["overdue"]) == (2, True)
    assert bureau.types(LY.project("S16N")).count("task-overdue") == 1


@pytest.mark.clause("LY-15", "HJ-23")
def test_16_what_came_late_takes_points_for_timeliness(bureau: Bureau) -> None:
    place = Place("lingyuan", 2030)
    bureau.done(
        *begun(place, "S16A", "林业局"),
        *begun(place, "S16B", "水务局"),
        *place.monitored("S16A", "S16B", at="09-01"),
        place.submit("S16A", "50", "09-07T23:59"),
        place.submit("S16B", "50", "09-09"),
        place.order("OpenAssessment", "12-10", assessment="A"),
        place.order("ScoreDepartments", "12-11", assessment="A"),
    )
    rows = bureau.show("ranking", division=place.division, year=place.year)
    points = {
        row["department"]: item["points"]
        for row in rows
        for item in row["items"]
        if item["code"] == "TIMELINESS"
    }
    assert points == {"林业局": "20.00", "水务局": "0.00"}


@pytest.mark.clause("LY-16")
def test_18_finance_does_not_review_before_the_department(bureau: Bureau) -> None:
    bureau.done(
        *begun(LY, "S18"), *LY.monitored("S18", at="09-01"), LY.submit("S18", "50", "09-06")
    )
    before = bureau.types(LY.project("S18"))
    assert bureau.refused(LY.review("S18", "09-08", score="90"))
    assert bureau.types(LY.project("S18")) == before


@pytest.mark.clause("LY-16")
def test_19_of_two_reviewers_one_comes_first_and_a_retry_adds_nothing(bureau: Bureau) -> None:
    bureau.done(*begun(HL, "S19"), *HL.monitored("S19"), HL.submit("S19", "50", "07-10"))
    version = len(bureau.types(HL.project("S19")))
    passing = HL.review("S19", "07-12", level="DEPARTMENT", by="reviewer")
    passing |= {"expected_version": version, "id": "5a2c1f0e-0000-4000-8000-000000000019"}
    returning = HL.order(
        "ReturnForCorrection",
        "07-12",
        "reviewer",
        project_code="S19",
        task="H1",
        level="DEPARTMENT",
        reason="不实",
    ) | {"expected_version": version}
    first, second, again = bureau.play(passing, returning, passing)
    assert (first.outcome, second.outcome, again.outcome) == ("accepted", "conflict", "repeated")
    assert again.facts == first.facts
    assert bureau.types(HL.project("S19"))[version:] == ["submission-reviewed"]


@pytest.mark.clause("LY-15")
def test_20_nobody_reviews_what_they_filled_in(bureau: Bureau) -> None:
    code = "S20"
    bureau.done(*begun(HL, code, "U01"), *HL.monitored(code), HL.submit(code, "50", "07-10"))
    same = HL.review(code, "07-12", level="DEPARTMENT", by="reviewer@U01")
    same["actor"]["id"] = "filer"
    assert bureau.refused(same)
    bureau.done(HL.review(code, "07-12", level="DEPARTMENT", by="reviewer@U01"))


@pytest.mark.clause("LY-19", "HJ-24")
def test_22_an_objective_reduction_waits_for_its_target(bureau: Bureau) -> None:
    bureau.done(*begun(HJ, "S22"), *HJ.monitored("S22"))
    reduction = HJ.order(
        "ReduceBudget",
        "07-02",
        "chief",
        project_code="S22",
        cause="OBJECTIVE",
        reason="政策变化",
        amount_fen=100_000_000,
    ) | {"correlation": "事项22"}
    bureau.done(reduction)
    assert bureau.refused(HJ.submit("S22", "50", "07-05"))


def candidate(code: str, *more: Line) -> list[Line]:
    return [
        HL.registered(code),
        HL.fact(APPROVED, code, "3000000", "01-05", f"{code}B"),
        HL.fact(PAID, code, "1800000", "11-01", f"{code}P"),
        *more,
    ]


@pytest.mark.clause("HL-07")
def test_23_what_is_behind_schedule_is_listed_to_the_fen(bureau: Bureau) -> None:
    busy = HL.fact("committed", "S23C", "300000", "05-01", "S23CC")
    done = HL.fact(PAID, "S23D", "950000", "11-02", "S23DQ")
    bureau.done(*candidate("S23A"), *candidate("S23C", busy), *candidate("S23D", done))
    bureau.done(
        HL.order("OpenRound", "12-01", "chief", round="S23"),
        HL.order(
            "FreezeCandidates", "12-01", "chief", round="S23", projects=["S23A", "S23C", "S23D"]
        ),
    )
    rows = bureau.show("clawback", year=2021)
    listed = {row["project"]: row["identified_fen"] for row in rows if row["round"] == "S23"}
    assert listed == {"S23A": 95_000_000, "S23C": 90_000_000}


@pytest.mark.clause("HL-07")
def test_24_the_frozen_list_is_that_of_the_cut_off_and_a_waiver_needs_its_reason(
    bureau: Bureau,
) -> None:
    place = Place("hailin", 2024)

    def story(code: str, accepted: str) -> list[Line]:
        case = {"project_code": code, "case": "H1-R1"}
        return [
            *begun(place, code),
            place.fact(PAID, code, "1800000", "06-01", f"{code}P"),
            place.order("IssueTasks", "07-01", period="H1", projects=[code]),
            place.submit(code, "60", "07-05"),
            place.review(code, "07-06", level="DEPARTMENT", by="reviewer"),
            place.review(code, "07-07", score="50"),
            place.order("Acknowledge", "07-09", "filer", **case),
            place.order("SubmitPlan", "07-10", "filer", items=["赶工"], **case),
            place.order("SubmitFeedback", "07-20", "filer", result="已改", **case),
            place.order("AcceptRectification", accepted, "section", **case),
        ]

    bureau.done(place.order("OpenCampaign", "07-01", period="H1"))
    bureau.done(*story("S24A", "11-25"), *story("S24B", "12-03"))
    bureau.done(
        place.order("OpenRound", "12-04", "chief", round="S24"),
        place.order("FreezeCandidates", "12-04", "chief", round="S24", projects=["S24A", "S24B"]),
    )
    year = {"division": place.division}
    rows = bureau.show("clawback", **year, year=2024)
    grounds = {row["project"]: row["grounds"] for row in rows}
    assert grounds == {"S24A": ["BEHIND_SCHEDULE"], "S24B": ["UNCORRECTED", "BEHIND_SCHEDULE"]}
    amounts = {row["project"]: row["identified_fen"] for row in rows}
    assert amounts == {"S24A": 95_000_000, "S24B": 120_000_000}  # the greater, never the sum
    bureau.rebuild()
    assert bureau.show("clawback", **year, year=2024) == rows
    waive = {"project_code": "S24B", "round": "S24"}
    assert bureau.refused(place.order("WaiveItem", "12-05", "chief", **waive, reason=" "))
    bureau.done(place.order("WaiveItem", "12-05", "chief", **waive, reason="民生急需"))


@pytest.mark.clause("HL-07")
def test_23_a_late_payment_gives_back_the_minimum_and_proposes_the_rest(bureau: Bureau) -> None:
    item: Row = {"project_code": "S23L", "round": "S23L"}
    bureau.done(
        *candidate("S23L"),
        HL.order("OpenRound", "12-01", "chief", round="S23L"),
        HL.order("FreezeCandidates", "12-01", "chief", round="S23L", projects=["S23L"]),
        HL.order("NotifyDepartment", "12-01", "chief", **item),
        HL.order("ConfirmAmount", "12-01", "chief", **item),
        HL.order("ExecuteClawback", "12-02", "chief", **item),
        HL.fact(PAID, "S23L", "300000", "11-29", "S23LQ", at="12-03"),
    )

    def amounts() -> tuple[int, int, int]:
        [row] = bureau.show("clawback", **HL.of("S23L"))
        return row["executed_fen"], row["corrected_fen"], row["proposed_fen"]

    assert amounts() == (95_000_000, -5_000_000, -25_000_000)
    decided: Row = {**item, "amount_fen": 25_000_000, "document_no": "更正1号"}
    bureau.done(HL.order("CorrectClawback", "12-04", "chief", **decided))
    assert amounts() == (95_000_000, -30_000_000, 0)


@pytest.mark.clause("HL-16", "QM-14")
def test_25_the_ranking_is_the_same_after_a_rebuild_and_published_once(bureau: Bureau) -> None:
    place = Place("hailin", 2025)
    rubric = [{"code": "Q", "name": "质量", "points": 100, "measure": "MEAN_REVIEW_SCORE"}]
    changes: Row = {"assessment.rubric": rubric}
    scores = ["95.05", "95.05", "90.00", "88.00", "59.99"]
    evidence = [
        {"department": f"D{number}", "tasks_due": 1, "score_sum": score, "score_count": 1}
        for number, score in enumerate(scores, 1)
    ] + [{"department": "D9"}]
    bureau.done(
        place.amend("01-05", changes),
        place.order("OpenAssessment", "11-01", assessment="A"),
        place.order("ScoreDepartments", "11-10", assessment="A", evidence=evidence),
        place.order("PublishRanking", "11-20", "chief", assessment="A"),
        place.order(
            "CorrectScore",
            "12-05",
            assessment="A",
            department="D5",
            item="Q",
            points="99",
            reason="误录",
        ),
    )
    at = {"division": place.division}
    rows = bureau.show("ranking", **at, year=2025)
    assert [row["rank"] for row in rows] == [1, 1, 3, 4, 5, None]
    assert rows[4]["corrected_score"] == "99.00"
    past = bureau.show("ranking", **at, year=2025, as_of="2025-11-30")
    assert [row["rank"] for row in past] == [1, 1, 3, 4, 5, None]
    assert past[4]["corrected_score"] is None
    (again,) = bureau.done(place.order("PublishRanking", "12-06", "chief", assessment="A"))
    assert again.facts == ()
    views = ("ranking", "trail", "clawback")
    before = [bureau.show(view) for view in views]
    assert all(before)
    bureau.rebuild()
    assert [bureau.show(view) for view in views] == before


def test_the_command_line_says_the_same(bureau: Bureau, tmp_path: Path) -> None:
    says_the_same(bureau, tmp_path)
