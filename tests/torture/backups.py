"""Backups taken under load, each put back in an empty folder and run as a house of its own."""

import json
import shutil
from contextlib import ExitStack
from pathlib import Path

from tests.torture.checker.settled import await_intake
from tests.torture.checker.whole import check
from tests.torture.house import House, done
from tests.torture.load.crowd import Crowd, Shape, crowd
from tests.torture.lodging import lodged
from tests.torture.scenario import Findings, Scenario, Stage, until

LONG, SHORT = 3, 1


def play(stage: Stage) -> Findings:
    """Back up again and again while everything goes on, at last when everything is answered."""
    found = stage.found
    with ExitStack() as stack:
        node, _base, house = stack.enter_context(lodged(stage))
        shape = Shape(seed=stage.seed, rate=200)
        load = stack.enter_context(crowd(node.url, stage.folder, shape))
        until(lambda: load.heard("receipt") and load.heard("answer"), "the first answers")
        for number in range(SHORT if stage.short else LONG):
            load.await_progress()
            found.add(_backed_up(house, stage.folder / f"backup-{number}", None))
        load.stop()
        await_intake(node.url)
        found.add(_backed_up(house, stage.folder / "backup-last", load))
    return found


def _backed_up(house: House, folder: Path, load: Crowd | None) -> Findings:
    """Put a backup back; only the last one has to hold what was told until the end."""
    found = Findings(faults=1)
    found.add(done(house, "backup", str(folder)))
    logs = folder.with_name(f"{folder.name}-logs")
    logs.mkdir()
    other = House(folder.with_name(f"{folder.name}-restored"), logs, begun=False)
    found.add(done(other, "restore", str(folder)))
    other.again()
    with ExitStack() as stack:
        stack.callback(other.kill)
        other.await_ready()
        url = json.loads((other.data / "servers.json").read_text("utf-8"))["nats_url"]
        await_intake(url)
        told = (load.upstream_journals, load.writer_journals) if load else ([], [])
        checked, _ = check(url, *told)
        found.add(checked)
        found.add(done(other, "verify", "--against", str(folder)))
        if code := other.process.stop():
            found.broken += 1
            found.notes.append(f"up on the restored folder ended with {code}")
    shutil.rmtree(other.data)
    return found


SCENARIO = Scenario("backups", "backups under load, each restored and looked at", 400, play)
