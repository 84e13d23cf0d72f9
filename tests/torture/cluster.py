"""Three servers, three replicas: the leader killed, paused, stepped down, and brought back."""

import asyncio
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack

import nats

from tests.torture.database import database
from tests.torture.house import Elsewhere, House, last_look
from tests.torture.load.crowd import Crowd, Shape, crowd
from tests.torture.nodes import Node, cluster, urls
from tests.torture.scenario import Findings, Scenario, Stage, until

LONG, SHORT = 18, 2
REPLICAS = 3


def play(stage: Stage) -> Findings:
    """Hurt whoever leads the ledger while several writers work on the same projects."""
    with ExitStack() as stack:
        nodes = stack.enter_context(cluster(stage.folder))
        url = urls(nodes)
        base = stack.enter_context(database(stage.folder / "pg"))
        house = House(stage.folder / "house", stage.folder, Elsewhere(url, base.url, REPLICAS))
        stack.callback(house.kill)
        house.await_ready()
        shape = Shape(
            seed=stage.seed,
            projects=12,
            writers=2 if stage.short else 3,
            pause=0.1,
            replicas=REPLICAS,
        )
        load = stack.enter_context(crowd(url, stage.folder, shape))
        load.await_progress()  # on a busy machine half a minute goes by until its processes run
        _storm(stage, nodes, house, load)
        stage.found.add(last_look(house, load, url, base.url))
        return stage.found


def _storm(stage: Stage, nodes: list[Node], house: House, load: Crowd) -> None:
    found = stage.found
    kinds: tuple[Callable[[Stage, list[Node]], None], ...] = (_kill, _pause, _step_down)
    for number in range(SHORT if stage.short else LONG):
        time.sleep(stage.chance.random())
        found.faults += 1
        kinds[number % len(kinds)](stage, nodes)
        load.await_progress()
        found.add(house.supervised())


def _kill(stage: Stage, nodes: list[Node]) -> None:
    leader = _leader(nodes)
    leader.kill()
    time.sleep(stage.chance.random() * (1 if stage.short else 3))
    leader.start()


def _pause(stage: Stage, nodes: list[Node]) -> None:
    """Long enough that another one is elected; then there are two who believe they lead."""
    leader = _leader(nodes)
    leader.send(signal.SIGSTOP)
    time.sleep(5 if stage.short else 5 + stage.chance.random() * 5)
    leader.send(signal.SIGCONT)


def _step_down(_stage: Stage, nodes: list[Node]) -> None:
    asyncio.run(_ask_to_step_down([node.url for node in nodes]))


async def _ask_to_step_down(urls: list[str]) -> None:
    client = await nats.connect(urls, max_reconnect_attempts=3)
    try:
        await client.request("$JS.API.STREAM.LEADER.STEPDOWN.JX_EVENTS", timeout=10)
    finally:
        await client.close()


def _leader(nodes: list[Node]) -> Node:
    """Find who leads the ledger, as the servers themselves say. Raises Hung."""
    name = until(lambda: next(filter(None, map(_said_by, nodes)), None), "a leader", 60)
    return next(node for node in nodes if node.name == name)


def _said_by(node: Node) -> str | None:
    page = node.look("jsz?accounts=1&streams=1") or {}
    accounts = page.get("account_details", [])
    for account in accounts if isinstance(accounts, list) else ():
        for stream in account.get("stream_detail", []):
            if stream["name"] == "JX_EVENTS":
                leader = stream.get("cluster", {}).get("leader")
                return str(leader) if leader else None
    return None


SCENARIO = Scenario("cluster", "the leader of three killed, paused and stepped down", 420, play)
