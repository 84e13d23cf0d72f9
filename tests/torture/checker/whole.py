"""The whole check: streams, journals, chains, sums."""

from pathlib import Path

from tests.torture.checker import order, received, told
from tests.torture.checker.stored import Fact, breaks, fact_of, read
from tests.torture.scenario import Findings


def check(url: str, upstream: list[Path], writers: list[Path]) -> tuple[Findings, list[Fact]]:
    """Compare everything, once the intake is idle; also return the facts. Raises Hung."""
    streams = read(url, "JX_EVENTS", "JX_INTAKE", "JX_PARKED")
    facts = [fact_of(one) for one in streams["JX_EVENTS"]]
    found = _compared(facts, upstream, writers)
    found.add(received.compare(streams["JX_INTAKE"], streams["JX_PARKED"], facts, upstream))
    return found, facts


def still_there(url: str, upstream: list[Path], writers: list[Path]) -> Findings:
    """Look up what was acknowledged, whatever else was under way. Raises Hung."""
    streams = read(url, "JX_EVENTS", "JX_INTAKE")
    found = _compared([fact_of(one) for one in streams["JX_EVENTS"]], upstream, writers)
    found.add(received.taken(streams["JX_INTAKE"], upstream))
    return found


def _compared(facts: list[Fact], upstream: list[Path], writers: list[Path]) -> Findings:
    found = told.compare(facts, upstream, writers)
    found.add(order.compare(upstream))
    broken = breaks(facts)
    found.reordered += len(broken)
    found.notes += broken
    if [fact.sequence for fact in facts] != [*range(1, len(facts) + 1)]:
        found.lost += 1
        found.notes.append("JX_EVENTS has a hole")
    found.notes.append(f"{len(facts)} facts")
    return found
