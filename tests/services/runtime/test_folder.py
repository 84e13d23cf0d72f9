import os
import subprocess
from pathlib import Path

import pytest

from services.runtime.folder import hold
from services.runtime.trouble import BadDataFolder, DataFolderBusy


def test_a_missing_folder_is_made_and_named_absolutely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with hold(Path("new/数据")) as held:
        assert held.path == tmp_path / "new/数据"
        assert held.path.is_dir()


def test_a_second_holder_is_refused_with_the_first_one_s_pid(tmp_path: Path) -> None:
    with hold(tmp_path):
        with pytest.raises(DataFolderBusy, match=f"正被进程 {os.getpid()} 使用（20.*pytest"):
            with hold(tmp_path):
                pass


def test_a_refusal_leaves_the_first_holder_s_lock_alone(tmp_path: Path) -> None:
    with hold(tmp_path):
        for _ in range(2):
            with pytest.raises(DataFolderBusy), hold(tmp_path):
                pass


def test_the_lock_is_free_after_the_block_even_if_it_raised(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold(tmp_path):
        raise ZeroDivisionError
    with hold(tmp_path) as held:
        assert held.path == tmp_path


def test_a_process_that_was_given_the_lock_keeps_the_folder_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.runtime.folder._ORPHANS_GONE_WITHIN", 0.1)
    with hold(tmp_path) as held:
        heir = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=[held.lock])
    with pytest.raises(DataFolderBusy, match="尚未退出"), hold(tmp_path):
        pass
    heir.communicate()
    with hold(tmp_path):
        assert heir.returncode == 0


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_a_file_in_the_way_is_said_in_chinese(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadDataFolder, match=r"不能使用：.*文件"), hold(tmp_path / "file" / below):
        pass


def test_a_folder_in_place_of_the_lock_file_is_said_with_the_path(tmp_path: Path) -> None:
    (tmp_path / ".lock").mkdir()
    with pytest.raises(BadDataFolder, match=str(tmp_path)), hold(tmp_path):
        pass


def test_a_place_that_takes_no_folders_is_said_in_chinese() -> None:
    nowhere = Path("/proc/nowhere")
    with pytest.raises(BadDataFolder, match="不能使用：这个位置不能建立目录"), hold(nowhere):
        pass
