"""The whole check: streams, journals, chains, sums."""

from pathlib import Path

from tests.torture.checker import received, told
from tests.torture.checker.stored import Fact, breaks, fact_of, read
from tests.torture.scenario import Findings


def check(url: str, upstream: list[Path], writers: list[Path]) -> tuple[Findings, list[Fact]]:
    """Compare what was acknowledged with what is there; also return the facts. Raises Hung."""
    streams = read(url, "JX_EVENTS", "JX_INTAKE", "JX_PARKED")
    facts = [fact_of(one) for one in streams["JX_EVENTS"]]
    found = told.compare(facts, upstream, writers)
    found.add(received.compare(streams["JX_INTAKE"], streams["JX_PARKED"], facts, upstream))
    broken = breaks(facts)
    found.reordered += len(broken)
    found.notes += broken
    if [fact.sequence for fact in facts] != [*range(1, len(facts) + 1)]:
        found.lost += 1
        found.notes.append("JX_EVENTS has a hole")
    found.notes.append(f"{len(facts)} facts")
    return found, facts
