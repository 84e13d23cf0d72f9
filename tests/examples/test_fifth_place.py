"""A fifth place is one TOML file: no code knows it, and a task runs through under its rules."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from services.policies import packs
from services.refusal import Refused
from tests.examples.bureau import PLACES, Bureau, Line, Place
from tests.walks.jixiao import run, show

DIVISION = "340102"
EDITION = "yaohai@2021-01-01"
# What a bureau would write: its own chain of one, its own threshold, its own days.
PACK = (
    Path(packs.__file__)
    .with_name("hailin.toml")
    .read_text("utf-8")
    .replace('division = "231083"', f'division = "{DIVISION}"')
    .replace('place = "海林市"', 'place = "第五地"')
    .replace('submit_by = "07-20"', 'submit_by = "08-05"')
    .replace('threshold = "20.00"', 'threshold = "5.00"')
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    tmp_path.joinpath("yaohai.toml").write_text(PACK, "utf-8")
    tmp_path.joinpath("readme.txt").write_text("不是政策", "utf-8")
    known = dict(packs._FURTHER)  # noqa: SLF001  # put back as it was
    yield tmp_path
    packs._FURTHER.clear()  # noqa: SLF001
    packs._FURTHER.update(known)  # noqa: SLF001


def story(place: Place, code: str) -> list[Line]:
    """Half of the money spent and half of the road built, in time for the place's own day."""
    return [
        place.registered(code),
        *place.targets(code),
        place.fact("budget-approved", code, "1000000", "01-05", f"{code}B"),
        place.fact("paid", code, "600000", "06-01", f"{code}P"),
        *place.monitored(code),
        place.submit(code, "50", "08-05T23:59"),
        place.review(code, "08-06", level="DEPARTMENT", by="reviewer"),
        place.review(code, "08-07", score="90"),
    ]


def test_a_folder_of_packs_adds_editions_and_replaces_none(folder: Path) -> None:
    with pytest.raises(Refused, match="没有政策版本"):
        packs.pack_edition(EDITION)
    assert [*packs.add_packs(folder)] == [EDITION]
    assert packs.pack_edition(EDITION).division == DIVISION
    folder.joinpath("hailin.toml").write_text(PACK, "utf-8")
    with pytest.raises(ValueError, match=r"hailin@2021-01-01 与自带的重名"):
        packs.add_packs(folder)


@pytest.mark.parametrize("inline", [True, False])
def test_a_task_runs_through_under_the_rules_of_a_place_nobody_programmed(
    bureau: Bureau, folder: Path, monkeypatch: pytest.MonkeyPatch, *, inline: bool
) -> None:
    """One TOML file and one row; under the place's own threshold a gap of 10 opens a case."""
    year = 2021 if inline else 2022
    monkeypatch.setitem(PLACES, "yaohai", (DIVISION, 2021))
    place = Place("yaohai", year)
    adopt = place.adopt()
    if inline:
        pack = tomllib.loads(PACK, parse_float=Decimal)
        (edition,) = pack.pop("edition")
        rules = msgspec.to_builtins({**pack, **edition, "edition": EDITION})
        adopt["data"]["rules"] = rules
    else:
        packs.add_packs(folder)
    code = f"YH{year}"
    bureau.done(adopt, *story(place, code))
    [task] = bureau.show("board", **place.of(code))
    assert (task["state"], task["days_late"], task["submit_by"]) == (
        "FINALIZED",
        0,
        f"{year}-08-05",
    )
    assert task["rate_gap"] == "-10.00"
    assert task["case_id"] is not None


def test_the_setting_names_the_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command line itself: a wrong folder is said in Chinese, a right one is read.

    What was adopted is in the ledger: later runs need the folder no more.
    """
    monkeypatch.setitem(PLACES, "yaohai", (DIVISION, 2021))
    place = Place("yaohai")
    lines = [place.adopt(), *story(place, "YH1")]
    file = folder / "story.jsonl"
    file.write_bytes(b"\n".join(msgspec.json.encode(line) for line in lines))
    data = tmp_path / "data"
    monkeypatch.setenv("JIXIAO_POLICIES", str(folder / "missing"))
    assert "JIXIAO_POLICIES" in run("import", str(file), "--json", data=data, code=2)
    monkeypatch.setenv("JIXIAO_POLICIES", str(folder))
    assert "policy.adopted.v1" in run("import", str(file), "--json", data=data)
    monkeypatch.delenv("JIXIAO_POLICIES")
    [task] = show("board", "--division", DIVISION, data=data)
    assert (task["state"], task["submit_by"], task["rate_gap"]) == (
        "FINALIZED",
        "2021-08-05",
        "-10.00",
    )
    assert task["case_id"] == "H1-R1"
