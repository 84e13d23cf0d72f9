"""Item by item killed at random moments, each alone, under load: nothing acknowledged is lost."""

import time
from contextlib import ExitStack

from tests.torture.database import Database
from tests.torture.house import House, last_look
from tests.torture.load.crowd import Crowd, Shape, crowd
from tests.torture.lodging import lodged
from tests.torture.nodes import Node
from tests.torture.scenario import Findings, Scenario, Stage, until

LONG, SHORT = 190, 6
ROUND = 10  # faults between two looks whether the load still gets answers
VICTIMS = ("nats", "nats", "nats", "postgres", "postgres", "up", "up", "writer")


def play(stage: Stage) -> Findings:
    """Kill the servers, ``up`` and the writers by turns; ``up`` outlives what it only uses."""
    with ExitStack() as stack:
        node, base, house = stack.enter_context(lodged(stage))
        shape = Shape(
            seed=stage.seed, rate=40, projects=40, writers=2 if stage.short else 3, pause=0.1
        )
        load = stack.enter_context(crowd(node.url, stage.folder, shape))
        until(lambda: load.heard("receipt") and load.heard("answer"), "the first answers")
        _storm(stage, node, base, house, load)
        stage.found.add(last_look(house, load, node.url, base.url))
        return stage.found


def _storm(stage: Stage, node: Node, base: Database, house: House, load: Crowd) -> None:
    found = stage.found
    # The short form has each of them once at least.
    victims = [*dict.fromkeys(VICTIMS)]
    for number in range(SHORT if stage.short else LONG):
        time.sleep(stage.chance.random() * (0.8 if stage.short else 1.5))
        victim = victims[number] if number < len(victims) else stage.chance.choice(VICTIMS)
        found.faults += 1
        found.add(house.supervised())
        if victim == "nats":
            node.kill()
            time.sleep(stage.chance.random() * 0.5)
            node.start()
        elif victim == "postgres":
            base.kill()
            base.start()
        elif victim == "up":
            house.kill()
            house.again()
        else:
            load.kill_writer(stage.chance.randrange(load.writers))
        if number % ROUND == ROUND - 1 or stage.short:
            load.await_progress()


SCENARIO = Scenario("kills", "kill -9 of NATS, PostgreSQL, up and writers under load", 600, play)
