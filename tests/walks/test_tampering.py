"""What was done to a copy of the store is found and located: the fact, its history, its version."""

import json
import shutil
from pathlib import Path
from random import Random

import pytest

from tests.walks.filestore import blocks, body, change, drop, records
from tests.walks.jixiao import STORIES, run


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("whole")
    run("import", str(STORIES / "lingyuan-2021.jsonl"), data=data)
    return data


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def last(data: Path) -> int:
    return max(record.sequence for path in blocks(data) for record in records(path.read_bytes()))


def test_the_untouched_copy_is_whole(copy: Path) -> None:
    assert "哈希链完整" in run("verify", data=copy)


def named(data: Path, sequence: int) -> str:
    """Say how a fact is named to people."""
    envelope = json.loads(body(data, sequence))
    return f"{envelope['subject']} 版本 {envelope['version']}"


def of_one_project(data: Path) -> list[int]:
    """Return where a project's facts lie, but for the newest one."""
    everything = range(1, last(data) + 1)
    subjects = {sequence: json.loads(body(data, sequence))["subject"] for sequence in everything}
    return [sequence for sequence in everything if subjects[sequence].endswith("-2021-LY01")][:-1]


@pytest.mark.parametrize("seed", range(3))
def test_a_changed_byte_that_the_server_serves_is_found_at_its_fact(copy: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311  # a test that is the same every time
    sequence = random.choice(of_one_project(copy))
    where, text = named(copy, sequence), body(copy, sequence)
    at = random.randrange(len(text) - 8)
    part = text[at : at + 8]
    change(copy, sequence, part, bytes([part[0] ^ 1]) + part[1:], sealed=True)
    assert f"台账第 {sequence} 条 {where}：" in run("verify", data=copy, code=1)


def test_a_changed_body_that_the_server_drops_is_found_as_a_gap(copy: Path) -> None:
    sequence = of_one_project(copy)[2]
    where = named(copy, sequence)
    change(copy, sequence, b'"source":"/jixiao', b'"source":"/jixiaO', sealed=False)
    assert f"台账第 {sequence} 条 {where}：" in run("verify", data=copy, code=1)


def test_a_dropped_message_is_found(copy: Path) -> None:
    sequence = of_one_project(copy)[1]
    where = named(copy, sequence)
    drop(copy, sequence)
    assert f"台账第 {sequence} 条 {where}：" in run("verify", data=copy, code=1)


def test_a_newest_fact_taken_away_is_found(copy: Path, whole: Path) -> None:
    run("show", "board", data=whole)
    change(copy, last(copy), b'"source":"/jixiao', b'"source":"/jixiaO', sealed=False)
    run("verify", data=copy, code=1)


def test_an_old_backup_put_back_is_known_by_the_views_and_by_a_later_backup(
    whole: Path, copy: Path, tmp_path: Path
) -> None:
    """The chains of an old backup are whole, and so is what is written after it."""
    old, later, ended = whole / "nats", tmp_path / "later", last(whole)
    run("import", str(STORIES / "hanggin-2021.jsonl"), data=copy)
    run("show", "board", data=copy)
    run("backup", str(later), data=copy)
    shutil.rmtree(copy / "nats")
    shutil.copytree(old, copy / "nats")
    assert f"台账第 {ended + 1} 条：视图" in run("verify", data=copy, code=1)
    shutil.rmtree(copy / "postgres")
    run("import", str(STORIES / "hanggin-2021.jsonl"), data=copy)
    assert "哈希链完整" in run("verify", data=copy)
    said = run("verify", "--against", str(later), data=copy, code=1)
    assert said.startswith(f"台账第 {ended + 1} 条 150625.policy.150625 版本 1：与凭据")
