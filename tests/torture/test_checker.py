"""The checker sees what it is there to see: each kind of damage, in a small ledger of its own."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.torture.checker import order, received, told
from tests.torture.checker.stored import Fact, Stored, breaks, fact_of
from tests.torture.journal import Journal, Line
from tests.torture.scenario import Findings

HISTORY = "231083.project.231083-2021-T001"
PAID = "project.payment-executed.v1"


def message(number: int, fen: int = 100) -> bytes:
    key = {"source_system": "treasury", "document_no": f"D{number}", "line_no": 1, "kind": "paid"}
    return json.dumps(
        {**key, "fiscal_year": 2021, "project_code": "T001", "amount_fen": fen}
    ).encode()


def body(version: int, previous: bytes) -> bytes:
    digest = hashlib.sha256(previous).hexdigest() if previous else "0" * 64
    data = {"source_system": "treasury", "document_no": f"D{version}", "line_no": 1}
    document = {"id": f"e{version}", "type": PAID, "version": version, "commandid": f"c{version}"}
    document |= {"causationid": f"JX_INTAKE/{version}", "data": {**data, "amount_fen": 100}}
    return json.dumps({**document, "prevhash": f"sha256:{digest}"}).encode()


class World:
    """Three messages and three facts; the fourth message repeats the first, the fifth is parked."""

    def __init__(self, folder: Path) -> None:
        self.received = [
            Stored(n, "jx.in.231083.execution", said)
            for n, said in enumerate([message(1), message(2), message(3), message(1), b"{"], 1)
        ]
        self.parked = [Stored(1, "jx.parked.231083.5", b"")]
        self.bodies: list[bytes] = []
        for version in (1, 2, 3):
            self.bodies.append(body(version, self.bodies[-1] if self.bodies else b""))
        self.facts = [
            fact_of(Stored(n, f"jx.ev.{HISTORY}", one)) for n, one in enumerate(self.bodies, 1)
        ]
        self.told: list[Line] = []
        for n, one in enumerate(self.received, 1):
            sha = hashlib.sha256(one.body).hexdigest()
            self.told += [{"send": n}, {"taken": n, "sequence": n, "sha256": sha}]
            if n <= len(self.facts):
                self.told.append(self.receipt(n, self.facts[n - 1]))
        self._folder = folder

    def receipt(self, number: int, fact: Fact) -> Line:
        named = {"event_id": fact.id, "aggregate": HISTORY, "version": fact.version}
        return {"receipt": {"outcome": "accepted", "received": number, **named}}

    def checked(self, answers: list[Line] | None = None) -> Findings:
        upstream, writer = self._folder / "upstream.jsonl", self._folder / "writer.jsonl"
        for path, lines in ((upstream, self.told), (writer, answers or [])):
            with Journal(path) as journal:
                for line in lines:
                    journal.write(line)
        found = told.compare(self.facts, [upstream], [writer])
        found.add(received.compare(self.received, self.parked, self.facts, [upstream]))
        found.add(order.compare([upstream]))
        found.reordered += len(breaks(self.facts))
        return found


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_whole_ledger_is_clean(world: World) -> None:
    found = world.checked()
    assert found.clean, found
    assert found.acknowledged == 8
    assert "received 5: accepted 3, duplicate 1, parked 1" in found.notes


def drop_fact(world: World) -> None:
    del world.facts[2]


def drop_message(world: World) -> None:
    del world.received[4]


def change_message(world: World) -> None:
    world.received[0] = replace(world.received[0], body=message(1, 101))


def unpark(world: World) -> None:
    world.parked.clear()


def double_fact(world: World) -> None:
    world.facts.append(replace(world.facts[2], sequence=4, version=4, id="e4"))


def double_version(world: World) -> None:
    world.facts.append(replace(world.facts[2], sequence=4))


def accept_twice(world: World) -> None:
    world.told.append(world.receipt(4, world.facts[0]))


def break_chain(world: World) -> None:
    world.facts[1] = replace(world.facts[1], previous=f"sha256:{'1' * 64}")


def swap(world: World) -> None:
    world.facts[0], world.facts[1] = world.facts[1], world.facts[0]


def overtake(world: World) -> None:
    world.told.insert(0, world.told.pop(world.told.index(world.receipt(3, world.facts[2]))))


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        (drop_fact, "lost"),
        (drop_message, "lost"),
        (change_message, "lost"),
        (unpark, "lost"),
        (double_fact, "duplicated"),
        (double_version, "duplicated"),
        (accept_twice, "duplicated"),
        (break_chain, "reordered"),
        (swap, "reordered"),
        (overtake, "reordered"),
    ],
)
def test_damage_is_seen(world: World, damage: Callable[[World], None], kind: str) -> None:
    damage(world)
    found = world.checked()
    assert getattr(found, kind), found
    assert not found.clean


def answer(number: int, version: int, expected: int | None = None) -> Line:
    fact = {"id": f"e{version}", "aggregate": HISTORY, "version": version}
    return {"answer": number, "id": f"c{number}", "expected": expected, "facts": [fact]}


def test_a_guard_that_let_an_old_version_pass_is_seen(world: World) -> None:
    assert world.checked([answer(1, 3, expected=2)]).clean
    assert world.checked([answer(1, 3, expected=1)]).broken == 1


def test_answers_of_one_writer_stand_in_their_order(world: World) -> None:
    assert world.checked([answer(1, 2), answer(2, 1)]).reordered == 1
