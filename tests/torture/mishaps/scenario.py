"""Readers deleted, configs changed, facts of a newer version, a view that stumbles, under load."""

import json
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from tests.torture.house import House, last_look
from tests.torture.load.crowd import Crowd, Shape, crowd
from tests.torture.load.messages import DIVISION, YEAR
from tests.torture.lodging import lodged
from tests.torture.mishaps.hands import Json, api, append, has_reader
from tests.torture.process import python
from tests.torture.scenario import Findings, Scenario, Stage, until

LONG, SHORT = 2, 1
READERS = (("JX_INTAKE", "intake"), ("JX_EVENTS", "clock-planner"), ("JX_TIMERS", "clock"))
Ill = set[tuple[str, str]]  # a metric and what it is about


@dataclass(frozen=True)
class Place:
    """A house under load, and what was seen of it."""

    house: House
    load: Crowd
    url: str
    found: Findings

    def did(self, what: str, *ill: tuple[str, str]) -> None:
        """Wait until the doctor names this and nothing else, while the others go on."""
        self.found.faults += 1
        self.load.await_progress()
        until(lambda: self.ill() == set(ill), f"{what}: the doctor names {ill}", 60)
        self.found.add(self.house.supervised())

    def ill(self) -> Ill:
        _, said = self.house.run("doctor", "--json")
        checks = json.loads(said[said.index("[") :])
        return {(one["metric"], one["name"]) for one in checks if not one["well"]}


def play(stage: Stage) -> Findings:
    """Do to a running house what people do, then bring facts of another version."""
    with ExitStack() as stack:
        node, base, house = stack.enter_context(lodged(stage))
        load = stack.enter_context(crowd(node.url, stage.folder, Shape(seed=stage.seed, rate=50)))
        until(lambda: load.heard("receipt") and load.heard("answer"), "the first answers")
        place = Place(house, load, node.url, stage.found)
        for _ in range(SHORT if stage.short else LONG):
            _readers(place)
            _streams(place)
        _newer_version(place)
        place.found.add(last_look(house, load, node.url, base.url))
        return place.found


def _newer(*words: str) -> list[str]:
    """Return the command that runs the console script of the next version."""
    return python("tests.torture.mishaps.newer", *words)


def _readers(place: Place) -> None:
    """Take every reader away, then put another one in the place of the intake's."""
    for stream, name in READERS:
        api(place.url, f"CONSUMER.DELETE.{stream}.{name}")
        until(partial(has_reader, place.url, stream, name), f"{name} back", 30)
    stream, name = READERS[0]
    config: Json = {"durable_name": name, "ack_policy": "explicit", "deliver_policy": "new"}
    api(place.url, f"CONSUMER.DELETE.{stream}.{name}")
    other: Json = {"stream_name": stream, "config": {**config, "max_deliver": 2}, "action": ""}
    api(place.url, f"CONSUMER.CREATE.{stream}.{name}", other)
    place.did("readers taken away and changed")


def _streams(place: Place) -> None:
    """Take a side stream away, and change another one until somebody puts it right."""
    api(place.url, "STREAM.DELETE.JX_TIMERS")
    place.did("a side stream taken away")
    config = api(place.url, "STREAM.INFO.JX_OUT")["config"]
    if not isinstance(config, dict):
        raise TypeError(config)
    api(place.url, "STREAM.UPDATE.JX_OUT", {**config, "max_age": 3600 * 10**9})
    place.did("a stream changed", ("stream_differences", "JX_OUT"))
    api(place.url, "STREAM.UPDATE.JX_OUT", config)
    place.did("the stream put right")


def _newer_version(place: Place) -> None:
    """A view stumbles over a sum, all of them wait at an unknown fact; the next version goes on."""
    large = {
        "number": 1,
        "project": "T001",
        "purpose": "抢险",
        "document": "海财〔2021〕1号",
        "amount_fen": 1 << 63,
        "pool_fen": 1 << 62,
        "position": 1,
        "on": "2021-12-01",
    }
    round_ = f"{DIVISION}.clawback_round.{DIVISION}-{YEAR}-R9"
    append(place.url, round_, "clawback-round.funds-reallocated.v1", large)
    place.did("a view stumbles", ("view_blocked_at", "reallocation"))
    project = f"{DIVISION}.project.{DIVISION}-{YEAR}-FUTURE"
    append(place.url, project, "project.measured-by-satellite.v1", {"metres": 1})
    place.load.await_progress()
    until(lambda: len(place.ill()) > len(READERS), "every view waits", 60)
    place.house.kill()
    place.house.again()
    place.house.await_ready()
    place.load.await_progress()
    place.found.faults += 1
    place.house.upgrade(_newer)
    place.house.await_ready()
    place.did("the next version")


SCENARIO = Scenario(
    "mishaps", "readers and streams tampered with, facts of a newer version, under load", 300, play
)
