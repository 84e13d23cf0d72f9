"""Scenario 10: the weighted whole of §5.5, the self-evaluation's score and the grades."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.examples.bureau import WHY, Bureau, Line, Place, Row, indicator
from tests.examples.command_line import says_the_same

HJ = Place("hanggin")
ACTUAL = {"数量": "64", "质量": "95", "时效": "100", "成本": "55", "可持续": "90", "满意": "88"}


def indicators() -> list[Row]:
    at_most: Row = {"level2": "COST", "direction": "AT_MOST"}
    outcome: Row = {"level1": "OUTCOME"}
    social = indicator(
        "社会", "0", weight="20", level2="SOCIAL", direction="QUALITATIVE", **outcome
    )
    del social["annual_value"]
    content: Row = {"level1": "SATISFACTION", "level2": "BENEFICIARY_SATISFACTION"}
    return [
        indicator("数量", "80", weight="20"),
        indicator("质量", "95", weight="15", level2="QUALITY"),
        indicator("时效", "100", weight="5", level2="TIMELINESS"),
        indicator("成本", "50", weight="10", **at_most),
        social,
        indicator("可持续", "100", weight="10", level2="SUSTAINABILITY", **outcome),
        indicator("满意", "90", weight="10", **content),
    ]


def lines() -> list[Row]:
    told: list[Row] = [
        {"indicator": name, "actual": value, **WHY} for name, value in ACTUAL.items()
    ]
    return [*told, {"indicator": "社会", "tier": "PARTLY", "points": "14", **WHY}]


def evaluated(place: Place, code: str, kind: str, *scoring: Line, by: str) -> list[Line]:
    """Begin, score, answer and conclude an evaluation in January."""
    which: Row = {"project_code": code, "evaluation": "E"}
    return [
        place.order("StartEvaluation", "next 01-05", by, kind=kind, **which),
        *scoring,
        place.order(
            "RecordFeedback",
            "next 01-07",
            "reviewer" if by == "filer" else "filer",
            opinion="属实",
            **which,
        ),
        place.order("ConcludeEvaluation", "next 01-08", "reviewer", **which),
    ]


def own(place: Place, code: str) -> list[Line]:
    """§5.5 as a unit's own evaluation: 1,865,000 of 2,000,000 spent."""
    which: Row = {"project_code": code, "evaluation": "E"}
    return [
        place.registered(code),
        *place.targets(code, indicators()),
        place.fact("budget-approved", code, "2000000", "01-05", f"{code}B"),
        place.fact("paid", code, "1865000", "06-01", f"{code}P"),
        *evaluated(
            place,
            code,
            "SELF",
            place.order("SubmitSelfEvaluation", "next 01-06", "filer", lines=lines(), **which),
            by="filer",
        ),
    ]


@pytest.mark.clause("HJ-12", "QM-07")
def test_10_the_whole_is_weighted_by_what_each_indicator_weighs(bureau: Bureau) -> None:
    """§5.5: 77.7778 of 90 are 86.42 %."""
    bureau.done(
        HJ.registered("S10"),
        *HJ.targets("S10", indicators()),
        HJ.fact("budget-approved", "S10", "1000000", "01-05", "S10B"),
        *HJ.monitored("S10"),
        HJ.order("Submit", "07-05", "filer", project_code="S10", task="H1", lines=lines()),
    )
    [task] = bureau.show("board", **HJ.of("S10"))
    assert task["completion_rate"] == "86.42"


@pytest.mark.clause("HL-09", "HJ-17")
def test_10_points_are_rounded_line_by_line_unless_the_place_sums_first(bureau: Bureau) -> None:
    exact = Place("hanggin", 2023)
    bureau.done(*own(HJ, "S10A"))
    bureau.done(exact.amend("01-02", {"evaluation.rounding": "SUMMED"}), *own(exact, "S10B"))
    for place, code, score in ((HJ, "S10A", "87.11"), (exact, "S10B", "87.10")):
        [row] = bureau.show("evaluation", **place.of(code))
        assert (row["score"], row["grade"], row["execution_rate"]) == (score, "GOOD", "93.25")
    scored = bureau.facts(HJ.project("S10A"))["evaluation-scored"]
    assert scored["execution_points"] == "9.33"
    shown = [Decimal(line["points"]) for line in scored["lines"]]
    assert sum(shown) + Decimal("9.33") == Decimal("87.11")


@pytest.mark.clause("HL-09")
@pytest.mark.parametrize(
    ("code", "points", "score", "grade"),
    [
        ("S10C", "90", "90.00", "EXCELLENT"),
        ("S10D", "89.994", "89.99", "GOOD"),
        ("S10E", "79.995", "80.00", "GOOD"),
        ("S10F", "59.995", "60.00", "FAIR"),
        ("S10G", "59.99", "59.99", "POOR"),
    ],
)
def test_10_grades_are_half_open_and_follow_the_published_score(
    bureau: Bureau, code: str, points: str, score: str, grade: str
) -> None:
    which: Row = {"project_code": code, "evaluation": "E"}
    marks = [{"name": "产出", "full": "100", "points": points}]
    given = HJ.order("ScoreEvaluation", "next 01-06", "expert", marks=marks, **which)
    bureau.done(HJ.registered(code), *evaluated(HJ, code, "DEPARTMENT", given, by="reviewer"))
    [row] = bureau.show("evaluation", **HJ.of(code))
    assert (row["score"], row["grade"]) == (score, grade)


def test_the_command_line_says_the_same(bureau: Bureau, tmp_path: Path) -> None:
    says_the_same(bureau, tmp_path)
