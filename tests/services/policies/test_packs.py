"""The packs: each table with its clause, each proposal marked, each error with its place."""

import re
from collections.abc import Iterator
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from msgspec import Struct, structs

from events.terms import SubjectKind
from services.assessment.scoring import Evidence
from services.policies.adoption import AdoptPolicy, decide
from services.policies.law import Law, evolve
from services.policies.packs import add_packs, pack_edition, packs, read_pack
from services.policies.rules import RUBRIC_MEASURES, Rules, Sourced
from services.refusal import Refused
from tests.services.policies.acts import adopted, officer, refusal, whole

CLAUSE = re.compile(r"(LY|HJ|HL|QM)-(\d\d|F\d)")
PREFIX = {"211382": "LY", "150625": "HJ", "231083": "HL", "652825": "QM"}
PACKS = packs()


def sourced(rules: Struct) -> Iterator[Sourced]:
    """Return every table of rules with its paragraph, however deep."""
    for field in structs.fields(rules):
        value = getattr(rules, field.name)
        parts = [*value.values()] if isinstance(value, dict) else [value]
        for part in parts:
            for one in part if isinstance(part, tuple) else [part]:
                if isinstance(one, Sourced):
                    yield one
                if isinstance(one, Struct):
                    yield from sourced(one)


def test_there_are_the_four_places() -> None:
    assert {rules.division: rules.place for rules in PACKS.values()} == {
        "211382": "凌源市",
        "150625": "杭锦旗",
        "231083": "海林市",
        "652825": "且末县",
    }


@pytest.mark.parametrize("rules", PACKS.values(), ids=PACKS)
def test_every_table_cites_a_clause_of_its_own_document(rules: Rules) -> None:
    tables = [*sourced(rules)]
    assert len(tables) >= 10
    assert [one.clause for one in tables if not CLAUSE.fullmatch(one.clause)] == []
    assert {one.clause[:2] for one in tables} == {PREFIX[rules.division]}


@pytest.mark.parametrize("rules", PACKS.values(), ids=PACKS)
def test_what_is_our_proposal_says_why(rules: Rules) -> None:
    assert [one for one in sourced(rules) if not one.verified and not one.note.strip()] == []


@pytest.mark.parametrize("rules", PACKS.values(), ids=PACKS)
def test_every_pack_can_be_adopted_and_comes_back_as_it_was(rules: Rules) -> None:
    (fact,) = decide(Law(), AdoptPolicy(edition=rules.edition), officer(rules.division))
    law = evolve(Law(), fact)
    assert law.editions == (rules,)
    assert law.edition(rules.edition) == law.on(rules.effective_on) == rules


@pytest.mark.parametrize("rules", PACKS.values(), ids=PACKS)
def test_a_rubric_measures_what_can_be_measured(rules: Rules) -> None:
    rubric = rules.assessment.rubric
    assert sum(item.points for item in rubric) == 100
    assert {item.measure for item in rubric} <= set(RUBRIC_MEASURES)
    nothing = Evidence(department="D01")
    for measure in RUBRIC_MEASURES:
        assert not any(nothing.part_of(measure))


@pytest.mark.clause("HL-05", "HJ-17", "QM-03", "LY-25")
@pytest.mark.parametrize(
    ("edition", "told"),
    [
        ("lingyuan@2021-01-01", {"H1": ("01-01", "06-30", "")}),
        (
            "hanggin@2021-01-01",
            {"H1": ("01-01", "06-30", ""), "H2": ("07-01", "12-31", "绩效自评")},
        ),
        ("hailin@2021-01-01", {"H1": ("01-01", "06-30", ""), "Q3": ("01-01", "09-30", "")}),
        ("qiemo@2020-01-01", {"H1": ("01-01", "06-30", ""), "YEAR": ("01-01", "10-31", "")}),
    ],
)
def test_each_place_monitors_the_periods_of_its_document(
    edition: str, told: dict[str, tuple[str, str, str]]
) -> None:
    periods = pack_edition(edition).periods
    parts = {name: period for name, period in periods.items() if not name.startswith("M")}
    assert {name: (p.starts, p.cutoff, p.merge_into) for name, p in parts.items()} == told
    everyone = {SubjectKind.PROJECT, SubjectKind.DEPARTMENT_OVERALL}
    assert all(everyone <= {*period.subject_kinds} for period in parts.values())


@pytest.mark.clause("LY-25", "LY-13", "LY-14", "LY-15", "LY-16")
def test_the_dates_of_the_notice_of_lingyuan() -> None:
    period = pack_edition("lingyuan@2021-01-01").periods["H1"]
    days = (period.adjust_by, period.issue_by, period.submit_by, period.review_by)
    assert days == ("08-30", "09-01", "09-07", "09-17")
    assert (period.starts, period.cutoff) == ("01-01", "06-30")


@pytest.mark.clause("QM-03")
def test_the_months_of_qiemo_end_with_their_last_day() -> None:
    periods = pack_edition("qiemo@2020-01-01").periods
    assert [periods[f"M{n:02}"].cutoff for n in range(1, 13)] == [
        f"{n:02}-end" for n in range(1, 13)
    ]
    assert periods["M12"].submit_by == "next 01-10"


def test_an_unknown_edition_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused, match=r"没有政策版本 x@1；现有：hailin@2021-01-01、hanggin"):
        pack_edition("x@1")


PACK = """
division = "231083"
place = "海林市"
[[edition]]
effective_on = 2021-01-01
source_document = "文"
"""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (PACK, r"x\.toml x@2021-01-01：缺少字段 figures"),
        (PACK + "colour = 1\n", r"x\.toml x@2021-01-01：不认识的字段 colour"),
        (
            PACK + '[edition.figures]\nclause = "HL-05"\nunmet_cap = "viel"\n',
            r"x\.toml x@2021-01-01：figures\.unmet_cap：不是有效的",
        ),
        (
            PACK + '[edition.figures]\nclause = "HL-05"\nrate_bias = "INITIAL"\n',
            r"x\.toml x@2021-01-01：figures：不认识的字段 rate_bias",
        ),
        (
            PACK + '[edition.figures]\nclause = "HL-05"\nrate_base = "GUESS"\n',
            r"x\.toml x@2021-01-01：figures\.rate_base：不认识的取值 'GUESS'",
        ),
        (PACK.replace("effective_on = 2021-01-01\n", ""), r"x\.toml x@：缺少字段"),
        (PACK.replace("2021-01-01", "2021-13-01"), r"x\.toml 第 5 行第 20 列不合 TOML 写法"),
        (PACK + 'clause = "', r"x\.toml (末尾|第 7 行).*不合 TOML 写法"),
        (PACK.replace("[[edition]]", "[edition]"), r"x\.toml 没有政策版本：每个版本以 \[\[edition"),
        ('division = "231083"\nplace = "海林市"\n', r"x\.toml 没有政策版本"),
    ],
)
def test_an_error_in_a_pack_names_file_edition_and_field(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_pack("x", text)


def test_a_pack_of_another_encoding_or_with_a_day_twice_is_said_in_chinese(tmp_path: Path) -> None:
    whole_pack = resources.files("services.policies").joinpath("hailin.toml").read_text("utf-8")
    head, edition = whole_pack.split("[[edition]]", 1)
    file = tmp_path / "place.toml"
    file.write_bytes(whole_pack.encode("gbk"))
    with pytest.raises(
        ValueError, match=r"place\.toml：不是有效的 UTF-8 文本，请另存为 UTF-8 编码"
    ):
        add_packs(tmp_path)
    file.write_text(f"{head}[[edition]]{edition}\n[[edition]]{edition}", "utf-8")
    with pytest.raises(ValueError, match=r"place\.toml place@2021-01-01：同一天有两个版本"):
        add_packs(tmp_path)


def test_the_mark_an_editor_puts_before_a_file_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.policies.packs._FURTHER", {})
    pack = resources.files("services.policies").joinpath("hailin.toml").read_text("utf-8")
    tmp_path.joinpath("marked.toml").write_text(pack, "utf-8-sig")
    assert [*add_packs(tmp_path)] == ["marked@2021-01-01"]


def test_the_law_of_a_day_is_the_latest_edition_in_force() -> None:
    first = pack_edition("hailin@2021-01-01")
    second, same_day = (whole("hailin", name, day) for name, day in EDITIONS)
    law = adopted(first, second, same_day)
    assert law.on(date(2021, 7, 31)) == first
    assert law.on(date(2021, 8, 1)) == same_day
    assert refusal(lambda: law.on(date(2020, 12, 31))) == (
        "2020-12-31 没有生效的政策版本，请先采用政策版本（AdoptPolicy）"
    )
    assert refusal(lambda: law.edition("x@1")) == "政策版本 x@1 未被采用"


EDITIONS = (("hailin@2021-08-01", date(2021, 8, 1)), ("hailin@2021-08-01+", date(2021, 8, 1)))
