"""No room: by the server's limit, on a full file system, on one that cannot be written.

A person is told in Chinese, nothing is written by halves, and the work goes on when there is room.
"""

import json
import os
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from tests.torture.embedded import urls
from tests.torture.house import House, last_look
from tests.torture.load.crowd import Crowd, Shape, crowd
from tests.torture.load.messages import DIVISION
from tests.torture.lodging import lodged
from tests.torture.scenario import Findings, Scenario, Stage, until

LIMIT = ", max_file_store: 400KB"
SIZE = "300m"


def play(stage: Stage) -> Findings:
    """Reach a limit; in the long form, as root, a full and a read-only file system too."""
    stage.found.add(_limit(stage))
    if not stage.short and os.geteuid() == 0:
        stage.found.add(_file_system(stage))
    return stage.found


def _limit(stage: Stage) -> Findings:
    with ExitStack() as stack:
        node, base, house = stack.enter_context(lodged(stage, limits=LIMIT))
        shape = Shape(seed=stage.seed, rate=200, pause=0.02)
        load = stack.enter_context(crowd(node.url, stage.folder, shape))
        until(lambda: load.heard("unsure"), "the limit", 120)
        found = Findings(faults=1)
        found.add(_told(house, stage.folder, {2: "没有空间"}))
        node.stop()
        node.limits = ""
        node.start()
        load.await_progress()
        found.add(last_look(house, load, node.url, base.url))
        return found


def _file_system(stage: Stage) -> Findings:
    folder = stage.folder / "small"
    with ExitStack() as stack:
        mount = folder / "mount"
        mount.mkdir(parents=True)
        _run("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(mount))
        stack.callback(_run, "umount", "--lazy", str(mount))
        house = House(mount / "data", folder)
        stack.callback(house.kill)
        house.await_ready()
        load = stack.enter_context(crowd(urls(house)[0], folder, Shape(seed=stage.seed)))
        load.await_progress()
        found = _full(house, load, mount / "filler", folder)
        found.add(_read_only(house, load, mount, folder))
        found.add(last_look(house, load, *urls(house)))
        return found


def _full(house: House, load: Crowd, filler: Path, folder: Path) -> Findings:
    found = Findings(faults=1)
    _fill(filler)
    until(lambda: load.heard("unsure"), "a full disk", 120)
    # It may still be able to look at everything, or not even that.
    found.add(_told(house, folder, {1: "写盘失败", 2: "没有空间"}, "doctor"))
    filler.unlink()
    # The server has to start anew: up says so and ends, its supervisor starts it again.
    if house.process.wait(60) == 0:
        found.add(Findings(broken=1, notes=["up called a failing disk a success"]))
    house.again()
    house.await_ready()
    load.move(urls(house)[0])
    load.await_progress()
    return found


def _read_only(house: House, load: Crowd, mount: Path, folder: Path) -> Findings:
    load.kill()
    house.process.stop()
    _run("mount", "-o", "remount,ro", str(mount))
    found = Findings(faults=1)
    found.add(_told(house, folder, {2: "只读"}))
    _run("mount", "-o", "remount,rw", str(mount))
    house.again()
    house.await_ready()
    load.move(urls(house)[0])
    load.await_progress()
    return found


def _told(house: House, folder: Path, words: dict[int, str], what: str = "import") -> Findings:
    """Run a command and look for its end and, by that, the words of its sentence."""
    asked = [what]
    if what == "import":
        file = folder / "one.jsonl"
        file.write_text(json.dumps(_order(), ensure_ascii=False), "utf-8")
        asked.append(str(file))
    ended, said = house.run(*asked)
    if ended in words and words[ended] in said and "Traceback" not in said:
        return Findings()
    return Findings(broken=1, notes=[f"{what} ended with {ended} and said {said[-600:]}"])


def _order() -> dict[str, object]:
    return {
        "command": "RegisterProject",
        "at": "2021-06-01T09:00:00+08:00",
        "actor": {"id": "perf-09", "role": "PERF_SECTION_OFFICER", "org": "财政局"},
        "division": DIVISION,
        "data": {
            "fiscal_year": 2021,
            "project_code": f"F{time.time_ns()}",
            "name": "满盘",
            "department": "交通局",
            "unit": "公路中心",
        },
    }


def _fill(path: Path) -> None:
    block = bytes(1 << 16)
    with path.open("wb", buffering=0) as opened:
        try:
            while True:
                opened.write(block)
        except OSError:
            return


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=60)


SCENARIO = Scenario("disk", "no room, by a limit, a full and a read-only file system", 240, play)
