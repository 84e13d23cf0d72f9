"""Evidence files on the command line: brought in, named by their facts, verified, backed up."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from services.attachments.store import STREAM_NAME
from tests.services.attachments.files import PROGRAM, photo
from tests.walks.filestore import change
from tests.walks.jixiao import STORIES, run

PHOTO = photo("管网", 300_000)
UNIT = {"id": "hl-hl01", "role": "UNIT_FILER", "org": "市政工程管理处"}


def attaching(kept: dict[str, object]) -> dict[str, object]:
    """Write the line that makes a kept file evidence."""
    return {
        "command": "AttachEvidence",
        "at": "2021-07-06T09:00:00+08:00",
        "actor": UNIT,
        "division": "231083",
        "data": {"fiscal_year": 2021, "project_code": "HL01", "task": "H1", **kept},
    }


def until_issued() -> Iterable[str]:
    """Play the year until the first form of the project is about to be handed in."""
    for line in (STORIES / "hailin-2021.jsonl").read_text().splitlines():
        told = json.loads(line)
        if told.get("command") == "Submit":
            return
        yield line


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attachments")
    data, file, lines = folder / "data", folder / "管网照片.jpg", folder / "lines.jsonl"
    file.write_bytes(PHOTO)
    kept = json.loads(run("files", str(file), "--json", data=data))
    assert kept.items() >= {"name": "管网照片.jpg", "size": 300_000}.items()
    lines.write_text("\n".join([*until_issued(), json.dumps(attaching(kept))]))
    run("import", str(lines), data=data)
    return data


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def test_a_file_of_the_history_is_in_it(whole: Path) -> None:
    found = json.loads(run("replay", "231083-2021-HL01", "--json", data=whole))
    assert found["state"]["attachments"]["files"]["F1"]["added"]["name"] == "管网照片.jpg"
    assert "为任务H1附上F1《管网照片.jpg》" in run("replay", "231083-2021-HL01", data=whole)
    assert "哈希链完整" in run("verify", data=whole)


def test_no_fact_points_to_bytes_that_are_not_there(copy: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    invented = {"name": "没有.jpg", "size": 9, "sha256": "0" * 64}
    lines.write_text(json.dumps(attaching(invented)))
    said = run("import", str(lines), data=copy, code=1)
    assert "没有《没有.jpg》的内容" in said


def test_a_disguised_program_is_not_kept(copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "照片.jpg"
    file.write_bytes(PROGRAM)
    assert "文件内容不是 jpg 格式" in run("files", str(file), data=copy, code=2)
    assert "不能读取" in run("files", str(tmp_path / "没有.jpg"), data=copy, code=2)


def test_changed_bytes_are_named_by_their_fact(copy: Path) -> None:
    """The server serves them without complaint; the digest in the fact does not."""
    change(copy, 1, b"JFIF", b"JFIG", sealed=True, stream=STREAM_NAME)
    said = run("verify", data=copy, code=1)
    assert "231083.project.231083-2021-HL01 版本" in said
    assert "附件 F1《管网照片.jpg》的内容缺失，或与摘要" in said


def test_lost_bytes_are_named_by_their_fact(copy: Path) -> None:
    shutil.rmtree(copy / "nats" / "jetstream" / "$G" / "streams" / STREAM_NAME)
    assert "附件 F1《管网照片.jpg》的内容缺失" in run("verify", data=copy, code=1)


def test_files_are_in_a_backup(whole: Path, tmp_path: Path) -> None:
    backup, other = tmp_path / "backup", tmp_path / "other"
    told = json.loads(run("backup", str(backup), "--json", data=whole))
    [held] = [one for one in told["manifest"]["streams"] if one["name"] == STREAM_NAME]
    assert held["messages"] == 2
    run("restore", str(backup), data=other)
    assert "哈希链完整" in run("verify", data=other)
