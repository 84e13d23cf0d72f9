"""``up`` with servers of its own: it ends when one is killed, and is started again."""

import json
import time
from contextlib import ExitStack

from tests.torture.house import House, kill_child, last_look
from tests.torture.load.crowd import Shape, crowd
from tests.torture.scenario import Findings, Scenario, Stage, until

LONG, SHORT = 10, 1
VICTIMS = ("nats-server", "postgres", "up")


def play(stage: Stage) -> Findings:
    """Kill ``up`` or one of its servers; every time the whole house goes down and comes back."""
    found = stage.found
    with ExitStack() as stack:
        house = House(stage.folder / "house")
        stack.callback(house.kill)
        house.await_ready()
        load = stack.enter_context(crowd(_urls(house)[0], stage.folder, Shape(seed=stage.seed)))
        for number in range(SHORT if stage.short else LONG):
            until(lambda: load.heard("receipt") and load.heard("answer"), "the first answers", 90)
            time.sleep(stage.chance.random())
            victim = VICTIMS[number % len(VICTIMS)]
            found.faults += 1
            if victim == "up":
                house.kill()
            else:
                kill_child(house.data, victim)
                if house.process.wait(60) == 0:
                    found.broken += 1
                    found.notes.append(f"up called the death of {victim} a success")
            house.again()
            house.await_ready()
            load.move(_urls(house)[0])
        nats_url, database_url = _urls(house)
        until(lambda: load.heard("receipt") and load.heard("answer"), "answers at the end", 90)
        found.add(last_look(house, load, nats_url, database_url))
    return found


def _urls(house: House) -> tuple[str, str]:
    said = json.loads((house.data / "servers.json").read_text("utf-8"))
    return said["nats_url"], said["database_url"]


SCENARIO = Scenario("embedded", "kill -9 of up and of the servers it keeps", 240, play)
