"""Malformed messages by the thousand: each is parked with a reason, and the rest goes on."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

import msgspec

from tests.torture.checker.stored import read
from tests.torture.fuzz.bodies import Good, spoiled
from tests.torture.fuzz.lines import import_
from tests.torture.fuzz.stream import Outcome, Sent, play
from tests.torture.load.messages import YEAR, project
from tests.torture.lodging import lodged
from tests.torture.scenario import Findings, Scenario, Stage

LONG, SHORT = 100_000, 1_500
GOOD = 5  # one good message for so many malformed ones
LINES = 10  # one line of a file for so many malformed messages
ELSEWHERE = ("jx.in.hailin.execution", "jx.in.23108.execution", "jx.in.2310831.execution")


def good(number: int, series: str) -> Good:
    """Return a message that is to be taken."""
    return {
        "source_system": "treasury",
        "document_no": f"{series}-{number}",
        "line_no": 1,
        "kind": "paid",
        "fiscal_year": YEAR,
        "project_code": project(number % 50),
        "amount_fen": 1 + number,
        "occurred_on": "2021-05-01",
        "published_at": "2021-05-01T12:00:00+08:00",
    }


def play_(stage: Stage) -> Findings:
    """Send good ones alone, then among malformed ones, then both as lines of a file."""
    count = SHORT if stage.short else LONG
    with ExitStack() as stack:
        node, _base, house = stack.enter_context(lodged(stage))
        alone = [*_good(count // GOOD, "A")]
        undisturbed = play(node.url, alone)
        mixed = [*_mixed(stage.chance, count)]
        disturbed = play(node.url, mixed)
        found = stage.found
        found.add(_judged(alone, undisturbed))
        found.add(_judged(mixed, disturbed))
        found.add(_put_aside(node.url, mixed))
        ratio = disturbed.rate / undisturbed.rate
        found.notes.append(
            f"messages/s: good ones alone {undisturbed.rate:.0f}, one of {GOOD + 1} good"
            f" {disturbed.rate:.0f}, ratio {ratio:.2f}"
        )
        some = [good(number, "L") for number in range(count // LINES)]
        found.add(import_(house, stage.folder, stage.chance, some))
        found.add(house.supervised())
        return found


def _good(count: int, series: str) -> Iterator[Sent]:
    for number in range(count):
        yield Sent(_body(good(number, series)), good=True)


def _body(message: Good) -> bytes:
    return msgspec.json.encode(message)


def _mixed(chance: random.Random, count: int) -> Iterator[Sent]:
    for number in range(1, count + 1):
        if number % 100 == 0:  # a sound message for a place that does not exist
            yield Sent(_body(good(number, "E")), good=False, subject=chance.choice(ELSEWHERE))
        else:
            yield Sent(spoiled(chance, good(number, "B"), number), good=False)
        if number % GOOD == 0:
            yield Sent(_body(good(number, "M")), good=True)


def _judged(sent: list[Sent], outcome: Outcome) -> Findings:
    found = Findings(acknowledged=len(sent), faults=sum(not one.good for one in sent))
    for one, told in zip(sent, outcome.told, strict=True):
        wanted = "accepted" if one.good else "parked"
        if told.outcome != wanted or (not one.good and not told.reason):
            found.broken += 1
            found.notes.append(f"{one.body[:200]!r}: {told.outcome} {told.reason}")
        elif "内部错误" in told.reason:
            found.broken += 1
            found.notes.append(f"{one.body[:200]!r}: {told.reason}")
    counted = Counter(told.outcome for told in outcome.told)
    found.notes.append(f"{len(sent)} messages: {dict(counted)}")
    return found


def _put_aside(url: str, sent: list[Sent]) -> Findings:
    """Count what is kept aside, each message once."""
    parked = read(url, "JX_PARKED")["JX_PARKED"]
    places = {int(one.subject.rpartition(".")[2]) for one in parked}
    bad = sum(not one.good for one in sent)
    found = Findings(duplicated=len(parked) - len(places), lost=max(0, bad - len(places)))
    if len(places) > bad:
        found.broken += 1
        found.notes.append(f"{len(places)} are kept aside of {bad}")
    return found


SCENARIO = Scenario(
    "fuzz", "100,000 malformed messages among good ones, and as lines of a file", 600, play_
)
