"""What the load was told, from its journals, held against the facts that are there."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.torture.checker.stored import Fact
from tests.torture.journal import Line, lines
from tests.torture.scenario import Findings


@dataclass(frozen=True)
class Claim:
    """A fact that somebody was told is in the ledger."""

    id: str
    aggregate: str
    version: int


def claims(told: Iterable[Line]) -> Iterator[tuple[Claim, Line]]:
    """Yield every fact that a receipt or an answer names, with the line that does."""
    for line in told:
        receipt = line.get("receipt")
        if isinstance(receipt, dict) and receipt.get("event_id"):
            yield Claim(receipt["event_id"], receipt["aggregate"], receipt["version"]), line
        facts = line.get("facts")
        for fact in facts if isinstance(facts, list | tuple) else ():
            yield Claim(fact["id"], fact["aggregate"], fact["version"]), line


def compare(facts: list[Fact], upstream: list[Path], writers: list[Path]) -> Findings:
    """Look every claim up, and hold the order of the facts against the order of the claims."""
    found = Findings()
    there = {(f.id, f.aggregate, f.version): f.sequence for f in facts}
    for path in (*upstream, *writers):
        told = [*lines(path)]
        found.acknowledged += sum(1 for line in told if "receipt" in line or "answer" in line)
        for claim, _ in claims(told):
            if (claim.id, claim.aggregate, claim.version) not in there:
                found.lost += 1
                found.notes.append(f"{path.name} was told of {claim}, which is not there")
        found.add(_accepted_twice(told))
    for path in writers:
        told = [*lines(path)]
        found.add(_in_order(told, there))
        found.add(_guarded(told))
    found.add(_doubled(facts))
    return found


def _accepted_twice(told: list[Line]) -> Findings:
    """Find one fact with which two different messages are said to have been accepted."""
    by_fact: dict[str, set[int]] = defaultdict(set)
    for line in told:
        receipt = line.get("receipt")
        if isinstance(receipt, dict) and receipt["outcome"] == "accepted":
            by_fact[receipt["event_id"]].add(receipt["received"])
    doubled = {fact: seen for fact, seen in by_fact.items() if len(seen) > 1}
    notes = [f"messages {sorted(seen)} were each accepted as {f}" for f, seen in doubled.items()]
    return Findings(duplicated=len(doubled), notes=notes)


def _in_order(told: list[Line], there: dict[tuple[str, str, int], int]) -> Findings:
    """A writer gives one command after the other: so must their facts stand."""
    places = [
        place
        for claim, line in claims(told)
        if (place := there.get((claim.id, claim.aggregate, claim.version))) is not None
    ]
    moved = [
        f"fact {after} was acknowledged after {before}"
        for before, after in pairwise(places)
        if after < before
    ]
    return Findings(reordered=len(moved), notes=moved)


def _guarded(told: list[Line]) -> Findings:
    """A command for an expected version leads to the very next one, or to none."""
    notes = []
    for line in told:
        facts, expected = line.get("facts"), line.get("expected")
        if isinstance(expected, int) and isinstance(facts, list) and facts:
            own = [f["version"] for f in facts]
            if own[0] != expected + 1:
                notes.append(f"command {line['id']} expected {expected} and wrote {own}")
    return Findings(broken=len(notes), notes=notes)


def _doubled(facts: list[Fact]) -> Findings:
    """No id, no version and no command's first fact may be there twice."""
    notes = []
    ids = Counter(fact.id for fact in facts)
    versions = Counter((fact.aggregate, fact.version) for fact in facts)
    commands = Counter(
        (f.command, f.type)
        for f in facts
        if f.type == "project.violation-suspected.v1" and not f.cause
    )
    for counted in (ids, versions, commands):
        notes += [f"{what} is there {times} times" for what, times in counted.items() if times > 1]
    return Findings(duplicated=len(notes), notes=notes)
