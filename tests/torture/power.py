"""The power goes at the moment of an acknowledgement: what was acknowledged is on the disk.

The same test with the server's default interval between two fsyncs has to see losses: otherwise
it would see none anywhere.
"""

import signal
from contextlib import ExitStack
from pathlib import Path

from tests.torture.checker.whole import still_there
from tests.torture.database import database
from tests.torture.disks import disk
from tests.torture.house import Elsewhere, House
from tests.torture.load.crowd import Shape, crowd
from tests.torture.nodes import ALWAYS, Node
from tests.torture.scenario import Findings, Scenario, Stage, until

LONG, SHORT = 5, 1
ANSWERS = 150
DEFAULT = "2m"


def play(stage: Stage) -> Findings:
    """Cut the power some times with every write forced, and once with the default interval."""
    found = stage.found
    for number in range(SHORT if stage.short else LONG):
        found.add(_cut(stage, stage.folder / f"{number}", ALWAYS))
    slow = _cut(stage, stage.folder / "default", DEFAULT)
    found.faults += slow.faults
    found.notes.append(f"with {DEFAULT}: {slow.lost} lost of {slow.acknowledged} acknowledged")
    if not slow.lost:
        found.broken += 1
        found.notes.append("the test saw no loss where there must be one")
    return found


def _cut(stage: Stage, folder: Path, sync: str) -> Findings:
    folder.mkdir()
    with ExitStack() as stack:
        store = disk(folder, stack, short=stage.short)
        node = Node(folder / "nats", store=store.path, sync=sync)
        stack.callback(node.kill)
        node.start()
        node.await_ready()
        base = stack.enter_context(database(folder / "pg"))
        house = House(folder / "house", folder, Elsewhere(node.url, base.url))
        stack.callback(house.kill)
        house.await_ready()
        shape = Shape(seed=stage.chance.randrange(10**6), rate=200, pause=0.01)
        load = stack.enter_context(crowd(node.url, folder, shape))
        few = ANSWERS // 5 if stage.short else ANSWERS
        wanted = few + stage.chance.randrange(few)
        until(lambda: min(load.heard("receipt"), load.heard("answer")) > wanted, "answers", 120)
        if not store.amid_writes:
            load.stop()
            house.process.stop()
        # Whatever is in the journals when the copy is made was acknowledged before it.
        node.send(signal.SIGSTOP)
        after = Node(folder / "restored", store=store.cut())
        load.kill()
        house.kill()
        node.kill()
        stack.callback(after.kill)
        after.start()
        after.await_ready()
        found = still_there(after.url, load.upstream_journals, load.writer_journals)
        found.faults = 1
        return found


SCENARIO = Scenario("power", "the power goes: what was acknowledged is on the disk", 300, play)
