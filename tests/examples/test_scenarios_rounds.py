"""Scenario 21 on real servers: three down and up for poverty funds, seven indicators at least."""

from pathlib import Path

import pytest

from tests.examples.bureau import WHY, Bureau, Line, Place, Row, indicator
from tests.examples.command_line import says_the_same

QM = Place("qiemo")
POOR: Row = {"fund_tags": ["POVERTY_ALLEVIATION"]}


def said(count: int) -> list[Row]:
    return [indicator(f"道路{number}", "100") for number in range(count)]


def up(code: str, at: str, count: int) -> Line:
    return QM.order(
        "SetTarget",
        at,
        "filer",
        project_code=code,
        overall_objective="修路",
        indicators=said(count),
    )


def down(code: str, at: str) -> Line:
    return QM.order("ReturnTarget", at, "section", project_code=code, reason="再议")


def graded(code: str, at: str) -> Line:
    return QM.order("ReviewTarget", at, "section", project_code=code, grade="GOOD")


def approving(code: str, at: str) -> Line:
    return QM.order("ApproveTarget", at, project_code=code)


def filed(code: str, at: str, command: str = "Submit") -> Line:
    lines = [{"indicator": one["name"], "actual": "50", **WHY} for one in said(7)]
    return QM.order(command, at, "filer", project_code=code, task="H1", lines=lines)


def county_and_prefecture(code: str, day: str) -> list[Line]:
    return [
        QM.review(code, day, score="95"),
        QM.review(code, f"{day}T15:00", level="PREFECTURE", by="superior@自治州财政局"),
    ]


def region(code: str, at: str, by: str = "superior@自治区财政厅") -> Line:
    return QM.review(code, at, level="REGION", by=by)


def sent_back(code: str, at: str) -> Line:
    return QM.order(
        "ReturnForCorrection",
        at,
        "superior@自治区财政厅",
        project_code=code,
        task="H1",
        level="REGION",
        reason="再报",
    )


@pytest.mark.clause("QM-10")
def test_21_targets_with_six_indicators_never_pass_whatever_the_round(bureau: Bureau) -> None:
    bureau.done(QM.registered("S21A", **POOR))
    for round_ in range(3):
        assert "不少于 7 条" in bureau.refused(up("S21A", f"01-1{round_}", 6))
    assert bureau.types(QM.project("S21A")) == ["registered"]
    [project] = bureau.show("subjects", **QM.of("S21A"))
    assert project["fund_tags"] == POOR["fund_tags"]


@pytest.mark.clause("QM-10")
def test_21_targets_and_form_end_in_their_third_round(bureau: Bureau) -> None:
    bureau.done(
        QM.registered("S21B", **POOR),
        QM.fact("budget-approved", "S21B", "3000000", "01-05", "S21BB"),
        up("S21B", "01-10", 7),
        graded("S21B", "01-11"),
    )
    assert "现为第 1 轮" in bureau.refused(approving("S21B", "01-12"))
    bureau.done(down("S21B", "01-13"), up("S21B", "01-14", 7), graded("S21B", "01-15"))
    assert "现为第 2 轮" in bureau.refused(approving("S21B", "01-16"))
    bureau.done(
        down("S21B", "01-17"),
        up("S21B", "01-18", 8),
        graded("S21B", "01-19"),
        approving("S21B", "01-20"),
    )
    [version] = bureau.show("targets", **QM.of("S21B"))
    assert (version["version"], len(version["indicators"])) == ("1", 8)


def funded(code: str) -> list[Line]:
    """Poverty funds whose targets went up three times and are in force."""
    return [
        QM.registered(code, **POOR),
        QM.fact("budget-approved", code, "3000000", "01-05", f"{code}B"),
        up(code, "01-10", 7),
        down(code, "01-11"),
        up(code, "01-12", 7),
        down(code, "01-13"),
        up(code, "01-14", 7),
        graded(code, "01-15"),
        approving(code, "01-16"),
    ]


@pytest.mark.clause("QM-10")
def test_21_a_task_ends_in_its_third_round(bureau: Bureau) -> None:
    code = "S21C"
    bureau.done(
        *funded(code),
        *QM.monitored(code),
        filed(code, "07-05"),
    )
    bureau.done(*county_and_prefecture(code, "07-06"))
    assert "现为第 1 轮" in bureau.refused(region(code, "07-06T16:00"))
    bureau.done(sent_back(code, "07-07"), filed(code, "07-08", "Resubmit"))
    bureau.done(*county_and_prefecture(code, "07-09"))
    before = bureau.types(QM.project(code))
    assert "现为第 2 轮" in bureau.refused(region(code, "07-09T16:00"))
    assert "须由自治区财政厅审核" in bureau.refused(
        region(code, "07-09T17:00", by="superior@自治州财政局2")
    )
    assert bureau.types(QM.project(code)) == before
    [task] = bureau.show("board", **QM.of(code))
    assert (task["state"], task["times_returned"]) == ("IN_REVIEW", 1)
    bureau.done(
        sent_back(code, "07-10"),
        filed(code, "07-11", "Resubmit"),
        *county_and_prefecture(code, "07-12"),
        region(code, "07-13"),
    )
    [task] = bureau.show("board", **QM.of(code))
    assert (task["state"], task["times_returned"], task["score"]) == ("FINALIZED", 2, "95.00")


@pytest.mark.clause("QM-10")
def test_21_a_self_evaluation_is_graded_in_its_third_round(bureau: Bureau) -> None:
    code = "S21D"
    which: Row = {"project_code": code, "evaluation": "E1"}
    lines = [{"indicator": one["name"], "actual": "100", **WHY} for one in said(7)]

    def handed_up(at: str) -> Line:
        return QM.order("SubmitSelfEvaluation", at, "filer", lines=lines, **which)

    def returned(at: str) -> Line:
        by = "superior@自治州财政局"
        return QM.order("ReturnSelfEvaluation", at, by, reason="再报", **which)

    def graded_on(at: str) -> list[Line]:
        answer = QM.order("RecordFeedback", at, "reviewer", opinion="属实", **which)
        return [answer, QM.order("ConcludeEvaluation", f"{at}T15:00", "section", **which)]

    bureau.done(
        *funded(code),
        QM.order("StartEvaluation", "next 01-05", "filer", kind="SELF", **which),
        handed_up("next 01-06"),
    )
    for number, day in ((1, "07"), (2, "11")):
        answer, conclude = graded_on(f"next 01-{day}")
        bureau.done(answer)
        assert f"现为第 {number} 轮" in bureau.refused(conclude)
        bureau.done(returned(f"next 01-{int(day) + 1:02}"), handed_up(f"next 01-{int(day) + 2:02}"))
    [row] = bureau.show("evaluation", **QM.of(code))
    assert (row["state"], row["times_returned"], row["rounds_needed"]) == ("SCORED", 2, 3)
    bureau.done(*graded_on("next 01-15"))
    bureau.rebuild()
    [row] = bureau.show("evaluation", **QM.of(code))
    assert (row["state"], row["times_returned"]) == ("CONCLUDED", 2)


@pytest.mark.clause("QM-10")
def test_21_a_duty_that_cannot_begin_says_why_at_every_tick(bureau: Bureau) -> None:
    code = "S21E"
    bureau.done(
        QM.registered(code),
        *QM.targets(code),
        QM.order(
            "TagFunds", "01-20", "section", project_code=code, tags=POOR["fund_tags"], basis="文"
        ),
    )
    for hour in ("01", "02"):
        (ticked,) = bureau.done({"tick": QM.instant(f"02-01T{hour}:00")})
        [why] = [one for one in ticked.reasons if code in one]
        assert "三级指标不少于 7 条，现有 1 条" in why


def test_the_command_line_says_the_same(bureau: Bureau, tmp_path: Path) -> None:
    says_the_same(bureau, tmp_path)
