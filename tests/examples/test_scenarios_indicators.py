"""Scenarios about indicators and thresholds."""

from pathlib import Path
from typing import Any

import pytest

from tests.examples.bureau import WHY, Bureau, Line, Place, indicator
from tests.examples.command_line import says_the_same

HJ, QM, HL = Place("hanggin"), Place("qiemo"), Place("hailin")
PAID, APPROVED = "paid", "budget-approved"


def submitting(place: Place, code: str, at: str, *lines: Any) -> Line:  # noqa: ANN401  # JSON
    return place.order("Submit", at, "filer", project_code=code, task="H1", lines=list(lines))


def begun(place: Place, code: str, *indicators: Any) -> list[Line]:  # noqa: ANN401  # JSON
    return [
        place.registered(code),
        *place.targets(code, list(indicators)),
        place.fact(APPROVED, code, "1000000", "01-05", f"{code}B"),
        *place.monitored(code),
    ]


@pytest.mark.clause("HJ-25")
def test_07_far_more_than_the_target_needs_a_reason(bureau: Bureau) -> None:
    bureau.done(*begun(HJ, "S07", indicator("户数", "100", unit="户")))
    bare = {"indicator": "户数", "actual": "180"}
    assert "户数" in bureau.refused(submitting(HJ, "S07", "07-05", bare))
    bureau.done(submitting(HJ, "S07", "07-05", {**bare, **WHY, "remark": "任务追加"}))
    [task] = bureau.show("board", **HJ.of("S07"))
    assert task["completion_rate"] == "100.00"
    [line] = [row for row in bureau.show("indicators", **HJ.of("S07")) if row["task"]]
    assert line["raw"] == "180.00"
    [proposal] = bureau.show("dispositions", **HJ.of("S07"))
    assert (proposal["cause"], proposal["kinds"]) == ("TARGET_MISMATCH", ["ADJUST_TARGET"])
    assert "180.00%" in proposal["reason"]
    decision = {"project_code": "S07", "disposition": proposal["disposition"], "approved": True}
    for other in ("filer", "reviewer", "section", "expert"):
        assert "须由" in bureau.refused(HJ.order("DecideDisposition", "07-06", other, **decision))
    bureau.done(HJ.order("DecideDisposition", "07-06", "chief", **decision))
    [proposal] = bureau.show("dispositions", **HJ.of("S07"))
    assert proposal["state"] == "DECIDED"


@pytest.mark.clause("HJ-12", "LY-07")
def test_08_the_points_of_a_tier_lie_in_its_band(bureau: Bureau) -> None:
    qualitative = indicator("满意", "0", direction="QUALITATIVE", weight="10")
    del qualitative["annual_value"]
    bureau.done(*begun(HJ, "S08", qualitative))

    def said(tier: str, points: str, at: str = "07-05") -> Line:
        return submitting(
            HJ, "S08", at, {"indicator": "满意", "tier": tier, "points": points, **WHY}
        )

    assert bureau.refused(said("PARTLY", "8.00"))
    bureau.done(said("PARTLY", "7.99"))
    bureau.done(HJ.order("Withdraw", "07-05T11:00", "filer", project_code="S08", task="H1"))
    bureau.done(said("REACHED", "8.00", "07-05T12:00"))


@pytest.mark.clause("HJ-F2", "HJ-F4")
def test_09_the_basis_of_a_deviation_is_the_one_the_task_was_issued_with(bureau: Bureau) -> None:
    place = Place("hanggin", 2023)
    plan = {"period_plan": {"H1": "48"}}
    bureau.done(*begun(place, "S91", indicator("道路", "80", **plan)))
    bureau.done(place.amend("07-02", {"figures.deviation_basis": "LINEAR"}))
    bureau.done(
        place.registered("S92"),
        *place.targets("S92", [indicator("道路", "80", **plan)]),
        place.order("IssueTasks", "07-03", period="H1", projects=["S92"]),
    )
    for code, deviation in (("S91", "-25.00"), ("S92", "-10.00")):
        bureau.done(place.submit(code, "36", "07-05"))
        [task] = bureau.show("board", **place.of(code))
        assert task["completion_rate"] == "45.00"
        said = bureau.facts(place.project(code))["monitoring-submitted"]
        assert said["results"][0]["deviation"] == deviation
        [shown] = [row for row in bureau.show("indicators", **place.of(code)) if row["task"]]
        assert (shown["raw"], shown["deviation"]) == ("45.00", deviation)


@pytest.mark.clause("QM-09", "HJ-02")
def test_12_both_grounds_make_one_case_and_a_rebuild_makes_no_second(bureau: Bureau) -> None:
    bureau.done(
        *begun(QM, "S12", indicator("道路", "100")),
        QM.fact(PAID, "S12", "750000", "06-01", "S12P"),
        QM.submit("S12", "50", "07-05"),
        QM.review("S12", "07-10", score="58"),
    )
    notices = bureau.types(QM.project("S12")).count("rectification-notice-issued")
    assert notices == 1
    notice = bureau.facts(QM.project("S12"))["rectification-notice-issued"]
    assert {ground["rule"] for ground in notice["grounds"]} == {"RATE_GAP", "LOW_SCORE"}
    [before] = bureau.show("board", **QM.of("S12"))
    assert (before["rate_gap"], before["score"], len(before["cases"])) == ("-25.00", "58.00", 1)
    bureau.rebuild()
    assert bureau.show("board", **QM.of("S12")) == [before]
    assert bureau.types(QM.project("S12")).count("rectification-notice-issued") == 1


@pytest.mark.clause("QM-09")
def test_13_a_task_keeps_the_threshold_it_was_issued_under(bureau: Bureau) -> None:
    """A gap of 18 under 20 is clear for ever; after the amendment to 15 it is not."""
    place = Place("hailin", 2023)

    def told(code: str, period: str, days: tuple[str, str, str]) -> list[Line]:
        review, last = days[1], days[2]
        return [
            place.registered(code),
            *place.targets(code),
            place.fact(APPROVED, code, "1000000", "01-05", f"{code}B"),
            place.fact(PAID, code, "320000", "06-01", f"{code}P"),
            *place.monitored(code, period=period, at=days[0]),
            place.submit(code, "50", days[0], task=period),
            place.review(code, review, level="DEPARTMENT", by="reviewer", task=period),
            place.review(code, last, score="90", task=period),
        ]

    bureau.done(*told("S13A", "H1", ("07-05", "07-06", "07-07")))
    bureau.done(place.amend("08-01", {"warnings.RATE_GAP.threshold": "15.00"}))
    bureau.done(*told("S13B", "Q3", ("10-05", "10-06", "10-07")))
    [before] = bureau.show("board", **place.of("S13A"), as_of="2023-12-31")
    [after] = bureau.show("board", **place.of("S13B"), as_of="2023-12-31")
    assert (before["rate_gap"], after["rate_gap"]) == ("18.00", "18.00")
    assert "RATE_GAP" not in before["warnings"]
    assert before["case_id"] is None
    assert "RATE_GAP" in after["warnings"]
    assert after["case_id"]


def test_the_command_line_says_the_same(bureau: Bureau, tmp_path: Path) -> None:
    says_the_same(bureau, tmp_path)
