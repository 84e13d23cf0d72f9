"""Backups that are not what they were are refused; nothing that is there is written over."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from services.audit.seals import SIZE
from services.backup import manifest as manifests
from services.backup.file import file_of
from services.backup.manifest import Manifest
from services.refusal import Refused
from tests.services.backup.house import backed_up, house, put_back
from tests.services.desk.bureau import code, done, register


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backups")
    with house(folder / "house") as (url, desk):
        for _ in range(30):
            done(desk, register(code()))
        asyncio.run(backed_up(url, folder / "backup"))
    return folder / "backup"


def one_byte(folder: Path) -> None:
    path = folder / "JX_EVENTS.snapshot"
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(body)


def cut_short(folder: Path) -> None:
    path = folder / "JX_INTAKE.snapshot"
    path.write_bytes(path.read_bytes()[:-1])


def a_file_away(folder: Path) -> None:
    (folder / "JX_PARKED.snapshot").unlink()


def no_manifest(folder: Path) -> None:
    (folder / manifests.NAME).unlink()


def half_a_manifest(folder: Path) -> None:
    path = folder / manifests.NAME
    path.write_bytes(path.read_bytes()[:500])


def said_otherwise(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    path = folder / manifests.NAME
    manifest = json.loads(path.read_bytes())
    change(manifest)
    path.write_text(json.dumps(manifest), "utf-8")


def another_format(folder: Path) -> None:
    said_otherwise(folder, lambda manifest: manifest.update(format=2))


def a_further_fact(folder: Path) -> None:
    said_otherwise(folder, lambda manifest: manifest.update(position=99))


def a_file_from_elsewhere(folder: Path) -> None:
    (folder.parent / "other").write_bytes(b"")
    seals = {"name": "../other", "size": 0, "sha256": file_of(folder.parent / "other").sha256}
    said_otherwise(folder, lambda manifest: manifest.update(seals=seals))


def a_fact_that_was_sealed_otherwise(folder: Path) -> None:
    """Change the digest of one fact, and the manifest with it."""
    path = folder / manifests.SEALS
    body = bytearray(path.read_bytes())
    body[7 * SIZE] ^= 1
    path.write_bytes(body)
    seals = {"name": path.name, "size": len(body), "sha256": file_of(path).sha256}
    said_otherwise(folder, lambda manifest: manifest.update(seals=seals))


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (one_byte, "备份被改动：JX_EVENTS.snapshot"),
        (cut_short, "备份不完整：JX_INTAKE.snapshot"),
        (a_file_away, "备份不完整：缺少 JX_PARKED.snapshot"),
        (no_manifest, "不是备份"),
        (half_a_manifest, "备份清单无法读取"),
        (another_format, "备份格式 2"),
        (a_further_fact, "备份清单自相矛盾"),
        (a_file_from_elsewhere, "备份不完整：缺少 ../other"),
        (a_fact_that_was_sealed_otherwise, "台账第 8 条"),
    ],
)
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    backup: Path, tmp_path: Path, damage: Callable[[Path], None], reason: str
) -> None:
    damaged = Path(copytree(backup, tmp_path / "backup"))
    damage(damaged)
    with pytest.raises(Refused, match=reason):
        put_back(damaged, tmp_path / "data")
    assert {path.name for path in tmp_path.iterdir()} <= {"backup", "other"}


def test_another_backup_than_the_one_meant_is_refused(backup: Path) -> None:
    assert isinstance(manifests.read(backup, manifests.digest(backup)), Manifest)
    with pytest.raises(Refused, match="被换过"):
        manifests.read(backup, f"sha256:{'0' * 64}")


def test_a_folder_that_holds_something_is_not_written_over(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "something").touch()
    with pytest.raises(Refused, match="不是空目录"):
        put_back(backup, tmp_path / "data")
    with pytest.raises(Refused, match="是文件"):
        put_back(backup, tmp_path / "data" / "something")
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["something"]


def test_a_run_that_was_killed_does_not_stand_in_the_way(backup: Path, tmp_path: Path) -> None:
    leftover = tmp_path / ".data.restoring" / "nats" / "jetstream"
    leftover.mkdir(parents=True)
    (tmp_path / "data").mkdir()
    put_back(backup, tmp_path / "data")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_backup_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "something").touch()
    with house(tmp_path / "house") as (url, _):
        with pytest.raises(Refused, match="不是空目录"):
            asyncio.run(backed_up(url, tmp_path / "backup"))
        with pytest.raises(Refused, match="是文件"):
            asyncio.run(backed_up(url, tmp_path / "backup" / "something"))
    assert {path.name for path in tmp_path.iterdir()} == {"backup", "house"}
