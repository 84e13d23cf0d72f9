"""``up`` with servers of its own: it ends when one is killed, and is started again."""

import json
import time
from contextlib import ExitStack

from tests.torture.house import House, kill_child, last_look
from tests.torture.load.crowd import Shape, crowd
from tests.torture.scenario import Findings, Scenario, Stage, until

LONG, SHORT = 10, 1
VICTIMS = ("postgres", "nats-server", "up")


def play(stage: Stage) -> Findings:
    """Kill ``up`` or one of its servers; every time the whole house goes down and comes back."""
    found = stage.found
    with ExitStack() as stack:
        house = House(stage.folder / "house", stage.folder)
        stack.callback(house.kill)
        house.await_ready()
        # What the intake has in its hands when it is killed comes again after half a minute.
        shape = Shape(seed=stage.seed, rate=5 if stage.short else 40)
        load = stack.enter_context(crowd(urls(house)[0], stage.folder, shape))
        for number in range(SHORT if stage.short else LONG):
            until(lambda: load.heard("receipt") and load.heard("answer"), "the first answers", 90)
            time.sleep(stage.chance.random())
            victim = VICTIMS[number % len(VICTIMS)]
            found.faults += 1
            if victim == "up":
                house.kill()
            else:
                kill_child(house.data, victim)
                code = house.process.wait(120)
                if code == 0 or f"{victim} 意外退出" not in house.said():
                    found.broken += 1
                    found.notes.append(f"up ended with {code}: {house.said()[-600:]}")
            house.again()
            house.await_ready()
            load.move(urls(house)[0])
        nats_url, database_url = urls(house)
        until(lambda: load.heard("receipt") and load.heard("answer"), "answers at the end", 90)
        found.add(last_look(house, load, nats_url, database_url))
    return found


def urls(house: House) -> tuple[str, str]:
    """Read where the servers of a house are; they move with every start."""
    said = json.loads((house.data / "servers.json").read_text("utf-8"))
    return said["nats_url"], said["database_url"]


SCENARIO = Scenario("embedded", "kill -9 of up and of the servers it keeps", 240, play)
