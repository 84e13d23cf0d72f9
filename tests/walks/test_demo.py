"""The demonstration: its figures are those of the stories, computed here a second time."""

import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tests.walks.jixiao import STORIES, run, show


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    data = tmp_path_factory.mktemp("demo")
    return data, run("demo", data=data)


def story(name: str) -> Iterator[dict[str, object]]:
    for line in (STORIES / name).read_text("utf-8").splitlines():
        yield json.loads(line)


def percent(part: Fraction) -> Decimal:
    return (Decimal(part.numerator) / Decimal(part.denominator) * 100).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


def test_the_three_answers_are_printed(demo: tuple[Path, str]) -> None:
    for answer in ("绩效考核排名", "问责线索", "盘活收回清单"):
        assert answer in demo[1]


def test_the_figures_of_qiemo_are_those_of_its_payments(demo: tuple[Path, str]) -> None:
    lines = [*story("qiemo-2020.jsonl")]
    facts = [line for line in lines if "fact" in line]
    signs = {"paid": 1, "refunded": -1}
    budget = executed = 0
    for line in facts:
        amount = line["amount_fen"]
        assert isinstance(amount, int)
        budget += amount if line["fact"] in ("budget-approved", "budget-adjusted") else 0
        executed += signs.get(str(line["fact"]), 0) * amount
    scores = [
        Decimal(str(line["data"]["score"]))
        for line in lines
        if line.get("command") == "ReviewAtLevel" and isinstance(line["data"], dict)
    ]
    mean = sum(scores, Decimal(0)) / len(scores)
    (summary,) = show("summary", "--division", "652825", "--year", "2020", data=demo[0])
    assert summary["base_fen"] == budget
    assert summary["executed_fen"] == executed
    assert Decimal(str(summary["execution_rate"])) == percent(Fraction(executed, budget))
    assert Decimal(str(summary["mean_score"])) == mean.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_the_figures_of_qiemo_are_the_published_ones(demo: tuple[Path, str]) -> None:
    """且财发〔2020〕77号 二(二)2 and 4."""
    for figure in ("77 个", "31 个", "46 个", "72,230.00", "92.53%", "93.34%", "0.81", "95.05"):
        assert figure in demo[1]
    assert "28,784.55" in demo[1]
    assert "10,000.00" in demo[1]


def test_the_stories_hold_amounts_and_no_results() -> None:
    for file in STORIES.glob("*.jsonl"):
        text = file.read_text("utf-8")
        assert not [word for word in ("92.53", "93.34", "95.05", "72230") if word in text]


def test_hailin_has_every_ground_and_one_waiver(demo: tuple[Path, str]) -> None:
    rows = show("clawback", "--division", "231083", data=demo[0])
    grounds = {str(ground) for row in rows for ground in (row["grounds"] or [])}  # type: ignore[attr-defined]  # a JSON list
    assert grounds == {"UNCORRECTED", "UNATTAINABLE", "BEHIND_SCHEDULE"}
    assert [row["state"] for row in rows].count("WAIVED") == 1


def test_a_second_demo_on_the_same_folder_writes_no_fact(demo: tuple[Path, str]) -> None:
    assert "新增事实 0 条" in run("demo", data=demo[0])


def test_the_ranking_before_its_publication_has_no_places(demo: tuple[Path, str]) -> None:
    words = ("ranking", "--division", "231083", "--as-of", "2021-12-23")
    rows = show(*words, data=demo[0])
    assert rows
    assert {row["rank"] for row in rows} == {None}


def test_what_other_rules_would_have_decided_is_shown_and_not_written(
    demo: tuple[Path, str],
) -> None:
    asked = ("--division", "231083", "--year", "2021", "--edition", "hailin@2021-01-01")
    change = ("--change", "warnings.RATE_GAP.threshold=15.00")
    before = run("replay", "231083-2021-HL01", "--json", data=demo[0])
    found = json.loads(run("what-if", *asked, *change, "--json", data=demo[0]))
    warned = [(one["project"], one["subject"]) for one in found["differences"]]
    assert {*warned} == {("HL01", "H1"), ("HL01", "Q3"), ("HL02", "H1"), ("HL04", "H1")}
    assert found["projects"] == 7
    said = run("what-if", *asked, *change, data=demo[0])
    assert "重判 7 个项目：预警 4 处，整改通知 4 处" in said
    assert "没有差异" in run("what-if", *asked, data=demo[0])
    assert "没有政策版本 x" in run("what-if", *asked[:4], "--edition", "x", data=demo[0], code=2)
    assert run("replay", "231083-2021-HL01", "--json", data=demo[0]) == before


def test_what_a_table_leaves_out_is_said_with_how_many(demo: tuple[Path, str]) -> None:
    data, _ = demo
    whole = show("trail", data=data)
    assert len(whole) > 1000
    note = f"共 {len(whole)} 行，只列出第 1 至 1000 行，其余 {len(whole) - 1000} 行未列出"
    assert note in run("show", "trail", data=data)
    assert len(run("show", "trail", "--csv", data=data).splitlines()) == len(whole) + 1
    said = run("show", "trail", "--csv", "--limit", "7", "--offset", "3", data=data)
    assert f"共 {len(whole)} 行，只列出第 4 至 10 行，其余 {len(whole) - 10} 行未列出" in said
    rest = run("show", "trail", "--csv", "--limit", "7", "--offset", f"{len(whole) - 7}", data=data)
    assert "未列出" not in rest
    past = run("show", "trail", "--limit", "2", "--as-of", "2099-12-31", data=data)
    assert f"共 {len(whole)} 行" in past
