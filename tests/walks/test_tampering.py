"""One byte changed in a copy of the store is found and located."""

import shutil
from pathlib import Path

import pytest

from tests.walks.filestore import blocks, change, records
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


@pytest.mark.parametrize("place", ["first", "middle"])
def test_a_changed_body_that_the_server_serves_is_found_by_the_chain(
    copy: Path, place: str
) -> None:
    sequence = 2 if place == "first" else last(copy) // 2
    change(copy, sequence, b'"source":"/jixiao', b'"source":"/jixiaO', sealed=True)
    said = run("verify", data=copy, code=1)
    assert "哈希链" in said
    assert "版本" in said


def test_a_changed_body_that_the_server_drops_is_found_as_a_gap(copy: Path) -> None:
    change(copy, 5, b'"source":"/jixiao', b'"source":"/jixiaO', sealed=False)
    run("verify", data=copy, code=1)


def test_a_newest_fact_taken_away_is_found(copy: Path, whole: Path) -> None:
    run("show", "board", data=whole)
    change(copy, last(copy), b'"source":"/jixiao', b'"source":"/jixiaO', sealed=False)
    run("verify", data=copy, code=1)
