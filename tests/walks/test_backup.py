"""``backup`` of a running house and ``restore`` into a new folder, as an operator does them."""

import json
import shutil
import signal
from pathlib import Path

from tests.walks.jixiao import PATIENCE, STORIES, run, show, start, wait_for_line


def test_a_running_house_is_backed_up_and_stands_again_elsewhere(tmp_path: Path) -> None:
    data, backup, other = tmp_path / "data", tmp_path / "backup", tmp_path / "other"
    keeper = start("up", "--port", "0", data=data)
    try:
        wait_for_line(keeper, "已就绪")
        run("import", str(STORIES / "hanggin-2021.jsonl"), data=data)
        told = json.loads(run("backup", str(backup), "--json", data=data))
        rows = show("board", data=data)
    finally:
        keeper.send_signal(signal.SIGTERM)
        keeper.communicate(timeout=PATIENCE)
    shutil.rmtree(data)
    streams = [one["name"] for one in told["manifest"]["streams"]]
    assert (streams[0], streams[-1]) == ("JX_EVENTS", "JX_INTAKE")
    assert {"JX_OUT", "JX_PARKED", "JX_TIMERS", "JX_AUDIT", "KV_JX_ACCESS"} < {*streams}
    wrong = run("restore", str(backup), "--digest", "sha256:0", data=other, code=2)
    assert "备份被换过" in wrong
    assert "逐条相同" in run("restore", str(backup), "--digest", told["digest"], data=other)
    assert show("board", data=other) == rows
    assert "不是空目录" in run("restore", str(backup), data=other, code=2)


def test_a_folder_without_a_ledger_is_not_backed_up(tmp_path: Path) -> None:
    said = run("backup", str(tmp_path / "backup"), data=tmp_path / "data", code=2)
    assert "没有台账可备份" in said
    assert not (tmp_path / "backup").exists()
