"""Scenarios about versions of targets, and the figures of 且末县's year."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from services.forms.catalogue import Asked
from services.forms.counter import hand_out
from services.forms.grid import opened
from tests.examples.bureau import Bureau, Line, Place, Row, indicator
from tests.examples.command_line import says_the_same

LY, HJ = Place("lingyuan"), Place("hanggin")
STORIES = Path(__file__).parents[2] / "deploy" / "demo"


def adjusted(  # noqa: PLR0913  # a form of its own
    place: Place, code: str, name: str, value: str, days: tuple[str, str, str], *, cause: str
) -> list[Line]:
    """Hand 附件3 in, pass it and write the new version."""
    form: Row = {
        "cause": cause,
        "reason": "内容变化",
        "basis": "会议纪要",
        "indicators": [indicator("道路", value, standard="验收里程")],
        "money": [
            {
                "work": "路基",
                "before_fen": 300_000_000,
                "after_fen": 200_000_000,
                "starts_on": f"{place.year}-01-01",
                "ends_on": f"{place.year}-12-31",
            }
        ],
    }
    which: Row = {"project_code": code, "adjustment": name}
    proposed, reviewed, approved = days
    return [
        place.order("ProposeAdjustment", proposed, "filer", **which, **form),
        place.order("ReviewAdjustment", reviewed, "reviewer", **which),
        place.order("ReviewAdjustment", reviewed, "section", **which),
        place.order("ApproveAdjustment", approved, "officer", **which),
    ]


@pytest.mark.clause("LY-13")
def test_17_a_running_task_keeps_the_version_it_was_issued_with(bureau: Bureau) -> None:
    change = "CONTENT_CHANGE"
    bureau.done(
        LY.registered("S17"),
        *LY.targets("S17"),
        LY.fact("budget-approved", "S17", "3000000", "01-05", "S17B"),
        *adjusted(LY, "S17", "T1", "80", ("08-20", "08-21", "08-25"), cause=change),
        *LY.monitored("S17", at="09-01"),
        *adjusted(LY, "S17", "T2", "60", ("09-02", "09-03", "09-05"), cause=change),
        LY.submit("S17", "40", "09-06"),
    )
    [task] = bureau.show("board", **LY.of("S17"))
    [money] = bureau.show("execution", **LY.of("S17"))
    assert (task["target_version"], money["target_version"]) == (2, 3)
    assert task["completion_rate"] == "50.00"
    last = bureau.facts(LY.project("S17"))["target-adjusted"]
    assert (last["replaced_version"], last["version"]) == (2, 3)
    versions = [row["version"] for row in bureau.show("targets", **LY.of("S17"))]
    assert sorted(versions) == ["1", "2", "3"]
    asked = Asked(id=LY.project("S17"), key="T2", on=date(2021, 9, 6))
    [form, *_] = opened(hand_out(bureau.office.desk, "adjustment", asked))
    [road] = [row for row in range(60) if form.text(row, 2) == "道路"]
    said = [form.text(road, column) for column in range(3, 20)]
    assert [one for one in said if "80" in one or "60" in one] == ["≥80", "≥60"]


def flagged(bureau: Bureau, code: str) -> object:
    """Matters of which only one half is there."""
    [project] = bureau.show("subjects", **HJ.of(code))
    return project["unpaired"]


@pytest.mark.clause("LY-19", "HJ-24", "LY-21")
@pytest.mark.parametrize(("code", "target_first"), [("S22A", True), ("S22B", False)])
def test_22_a_pair_is_a_pair_in_either_order(
    bureau: Bureau, code: str, *, target_first: bool
) -> None:
    matter = {"correlation": f"事项{code}"}
    cut = HJ.order(
        "ReduceBudget",
        "07-02",
        "chief",
        project_code=code,
        cause="OBJECTIVE",
        reason="政策变化",
        amount_fen=100_000_000,
    )
    days = ("07-02", "07-02T11:00", "07-02T12:00")
    change = adjusted(HJ, code, "T1", "70", days, cause="OBJECTIVE")
    halves = [[line | matter for line in change], [cut | matter]]
    first, second = halves if target_first else reversed(halves)
    bureau.done(
        HJ.registered(code),
        *HJ.targets(code),
        HJ.fact("budget-approved", code, "3000000", "01-05", f"{code}B"),
        *HJ.monitored(code),
        *first,
    )
    form = HJ.submit(code, "50", "07-05")
    assert bureau.refused(form)
    assert flagged(bureau, code) == [matter["correlation"]]
    bureau.done(*second)
    assert flagged(bureau, code) == []
    bureau.done(
        form | {"id": "5a2c1f0e-0000-4000-8000-0000000000" + ("aa" if target_first else "bb")}
    )


@pytest.mark.clause("QM-02", "QM-06", "QM-07", "QM-11")
def test_14_the_figures_of_the_county_s_report_come_from_its_facts(bureau: Bureau) -> None:
    """77 = 31 + 46, 92.53 and 93.34 are 0.81 apart, 95.05 on average: no notice."""
    lines = (STORIES / "qiemo-2020.jsonl").read_bytes().splitlines()
    bureau.done(*(json.loads(line) for line in lines))
    which: Row = {"division": "652825", "year": 2020}
    [summary] = bureau.show("summary", **which)
    tags = summary["fund_tags"]
    assert (summary["projects"], tags["LOCAL_ADDITION"], tags["SPECIAL_TRANSFER"]) == (77, 31, 46)
    assert summary["base_fen"] == 72_230_000_000
    assert (summary["execution_rate"], summary["completion_rate"], summary["gap"]) == (
        "92.53",
        "93.34",
        "0.81",
    )
    assert summary["mean_score"] == "95.05"
    assert summary["direct_fen"] == 28_784_550_000
    assert summary["special_bond_fen"] == 10_000_000_000
    figures = {
        (row["scope"], row["label"]): row["value"] for row in bureau.show("figures", **which)
    }
    assert figures["监控 PROJECT", "办结监控数"] == "77"
    assert figures["监控 PROJECT", "两率偏差"] == "0.81"
    *_, total = bureau.show("direct", **which)
    assert total["allocated_fen"] == 28_784_550_000


def test_the_command_line_imports_shows_and_replays_the_same(tmp_path: Path) -> None:
    """One scenario through the real process: import, show and replay answer in JSON."""
    place = Place("hanggin")
    lines = [
        place.adopt(),
        place.registered("CLI1"),
        *place.targets("CLI1"),
        place.fact("budget-approved", "CLI1", "3000000", "01-05", "CLIB"),
        place.fact("paid", "CLI1", "1120000", "06-01", "CLIP"),
        *place.monitored("CLI1"),
        place.submit("CLI1", "45", "07-05"),
        place.order("RegisterObligation", "07-06", obligation="H1-REPORT"),
        {"tick": "2021-07-11T00:00:00+08:00"},
    ]
    story = tmp_path / "story.jsonl"
    story.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    data = ["--data", str(tmp_path / "data")]

    def jixiao(*arguments: str) -> str:
        program = Path(sys.executable).with_name("jixiao")
        done = subprocess.run(
            [str(program), *arguments, *data], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert '"accepted"' in jixiao("import", str(story), "--json")
    [task] = json.loads(jixiao("show", "board", "--project", "CLI1", "--json"))
    assert task["execution_rate"] == "37.33"
    [owed] = json.loads(jixiao("show", "obligations", "--json"))
    assert (owed["recipients"], owed["overdue"]) == (
        ["FINANCE_SECTION", "PERFORMANCE_SECTION"],
        True,
    )
    replayed = json.loads(jixiao("replay", "150625-2021-CLI1", "--json"))
    assert len(replayed["events"]) == 9
    figures = jixiao("show", "figures", "--division", "150625", "--year", "2021", "--csv")
    assert "监控" not in figures
    assert "登记 项目支出,现有预算,300.00,万元" in figures
    for view in ("congress", "direct", "coverage", "figures", "summary", "ranking", "engagements"):
        sheet = tmp_path / f"{view}.xlsx"
        jixiao("show", view, "--division", "150625", "--year", "2021", "--xlsx", str(sheet))
        assert sheet.read_bytes()[:2] == b"PK"


def test_the_command_line_says_the_same(bureau: Bureau, tmp_path: Path) -> None:
    says_the_same(bureau, tmp_path)
