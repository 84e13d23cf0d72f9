"""The same bodies as lines of a file for ``jixiao import``."""

import json
import random
from pathlib import Path

from tests.torture.fuzz.bodies import Good, spoiled
from tests.torture.house import House
from tests.torture.load.messages import DIVISION
from tests.torture.scenario import Findings

FINDINGS = ("parked", "unreadable")


def import_(house: House, folder: Path, chance: random.Random, good: list[Good]) -> Findings:
    """Import a file in which every second line is malformed; each line has its result."""
    lines: list[tuple[bytes, bool]] = []
    for number, message in enumerate(good, start=1):
        said = {name: value for name, value in message.items() if name != "kind"}
        line: Good = {"fact": message["kind"], "division": DIVISION, **said}
        lines.append((json.dumps(line).encode(), True))
        lines.append((spoiled(chance, line, number).replace(b"\n", b"\t"), False))
    path = folder / "lines.jsonl"
    path.write_bytes(b"".join(b"%b\n" % line for line, _ in lines))
    code, told = house.run("import", str(path), "--json", within=600.0)
    results = {one["line"]: one for one in map(json.loads, told.splitlines()) if "line" in one}
    found = Findings(faults=len(good), acknowledged=len(results))
    if code != 1:
        _say(found, f"import ended with {code}")
    for number, (body, is_good) in enumerate(lines, start=1):
        result = results.get(number)
        if result is None:
            if body.strip():
                found.lost += 1
                _say(found, f"line {number} has no result")
        elif is_good != (result["outcome"] == "accepted"):
            _say(found, f"line {number} {body[:200]!r}: {result['outcome']}")
        elif not is_good and (result["outcome"] not in FINDINGS or not result["reasons"]):
            _say(found, f"line {number} {body[:200]!r}: {result}")
    found.notes.append(f"import: {len(lines)} lines, {len(results)} results")
    return found


def _say(found: Findings, what: str) -> None:
    found.broken += 1
    found.notes.append(what)
