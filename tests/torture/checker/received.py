"""Accepted + duplicate + parked = received, found in the streams alone."""

import hashlib
import json
from collections import Counter
from pathlib import Path

from tests.torture.checker.stored import Fact, Stored
from tests.torture.journal import lines
from tests.torture.scenario import Findings

TAGS = {
    "budget-approved": "project.budget-approved.v1",
    "budget-adjusted": "project.budget-adjusted.v1",
    "appropriated": "project.funds-appropriated.v1",
    "paid": "project.payment-executed.v1",
    "refunded": "project.payment-refunded.v1",
    "corrected": "project.payment-corrected.v1",
    "committed": "project.commitment-recorded.v1",
    "commitment-released": "project.commitment-released.v1",
}
SIGNS = {TAGS["paid"]: 1, TAGS["refunded"]: -1, TAGS["corrected"]: 1}
UPSTREAM = frozenset(TAGS.values())

Key = tuple[str, ...]


def compare(
    received: list[Stored], parked: list[Stored], facts: list[Fact], upstream: list[Path]
) -> Findings:
    """Settle what became of every message; all must be through the intake by now."""
    found = taken(received, upstream)
    reported = [fact for fact in facts if fact.type in UPSTREAM]
    causes = Counter(fact.cause for fact in reported)
    keys = Counter(_fact_key(fact) for fact in reported)
    aside = {int(one.subject.rpartition(".")[2]) for one in parked}
    found.duplicated += sum(times - 1 for times in causes.values())
    found.duplicated += sum(times - 1 for times in keys.values())
    accepted = duplicate = 0
    for message in received:
        is_accepted = f"JX_INTAKE/{message.sequence}" in causes
        is_parked = message.sequence in aside
        is_known = not is_accepted and not is_parked and _message_key(message) in keys
        accepted += is_accepted
        duplicate += is_known
        if is_accepted + is_parked + is_known != 1:
            found.lost += 1
            found.notes.append(f"JX_INTAKE {message.sequence} has no outcome, or two")
    if accepted != len(reported):
        found.broken += 1
        found.notes.append(f"{len(reported)} upstream facts of {accepted} messages")
    found.notes.append(
        f"received {len(received)}: accepted {accepted}, duplicate {duplicate}, parked {len(aside)}"
    )
    return found


def executed(facts: list[Fact]) -> dict[tuple[str, int, str], int]:
    """Sum what was paid by division, year and project, in 分."""
    sums: dict[tuple[str, int, str], int] = {}
    for fact in facts:
        if fact.type in UPSTREAM:
            division, year, code = fact.aggregate.split(".")[2].split("-", 2)
            place = division, int(year), code
            amount = fact.data["amount_fen"]
            if not isinstance(amount, int):
                raise TypeError(amount)
            sums[place] = sums.get(place, 0) + SIGNS.get(fact.type, 0) * amount
    return sums


def taken(received: list[Stored], upstream: list[Path]) -> Findings:
    """Look up what the stream said it has taken, and whether its numbers have holes."""
    found = Findings()
    bodies = {one.sequence: hashlib.sha256(one.body).hexdigest() for one in received}
    for path in upstream:
        for line in lines(path):
            if "taken" in line:
                found.acknowledged += 1
                if bodies.get(int(str(line["sequence"]))) != line["sha256"]:
                    found.lost += 1
                    found.notes.append(f"JX_INTAKE {line['sequence']} was taken and is not there")
    if [*bodies] != [*range(1, len(bodies) + 1)]:
        found.lost += 1
        found.notes.append("JX_INTAKE has a hole")
    return found


def _fact_key(fact: Fact) -> Key:
    data = fact.data
    named = ("source_system", "document_no", "line_no")
    return (fact.aggregate, fact.type, *(str(data[n]) for n in named), str(data.get("revision", 0)))


def _message_key(message: Stored) -> Key:
    try:
        said = json.loads(message.body)
    except ValueError:
        return ()
    if not isinstance(said, dict) or said.get("kind") not in TAGS:
        return ()
    division = message.subject.split(".")[2]
    aggregate = f"{division}.project.{division}-{said['fiscal_year']}-{said['project_code']}"
    named = ("source_system", "document_no", "line_no")
    numbers = (*(str(said[n]) for n in named), str(said.get("revision", 0)))
    return (aggregate, TAGS[said["kind"]], *numbers)
