"""The console script as a user runs it: real processes, a data folder each."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

SCRIPT = str(Path(sys.executable).with_name("jixiao"))
STORIES = Path(__file__).parents[2] / "deploy" / "demo"
PATIENCE = 60.0


def start(*words: str, data: Path) -> "subprocess.Popen[str]":
    """Start ``jixiao`` in a session of its own."""
    return subprocess.Popen(
        [SCRIPT, *words, "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "COLUMNS": "160"},
    )


def run(*words: str, data: Path, code: int = 0) -> str:
    """Run ``jixiao`` to its end; returns both outputs."""
    process = start(*words, data=data)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, f"{process.returncode}: {out}{err}"
    return out + err


def show(view: str, *words: str, data: Path) -> list[dict[str, object]]:
    rows = json.loads(run("show", view, *words, "--json", data=data))
    assert isinstance(rows, list)
    return rows


def kill(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE)


def wait_for_line(process: "subprocess.Popen[str]", words: str) -> str:
    """Read standard output until a line has these words."""
    assert process.stdout is not None
    for line in process.stdout:
        if words in line:
            return line
    raise AssertionError(f"ended without saying {words}")


def wait_until_written(data: Path, size: int) -> None:
    """Wait until the ledger's files hold at least so many bytes."""
    folder = data / "nats" / "jetstream" / "$G" / "streams" / "JX_EVENTS" / "msgs"
    deadline = time.monotonic() + PATIENCE
    while sum(file.stat().st_size for file in folder.glob("*.blk")) < size:
        assert time.monotonic() < deadline, "nothing is being written"
        time.sleep(0.005)
