"""What was acknowledged before a message was sent stands before it in the history."""

from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate
from pathlib import Path

from tests.torture.journal import lines
from tests.torture.scenario import Findings


def compare(upstream: list[Path]) -> Findings:
    """Find facts that stand before one whose receipt was there before they were even sent."""
    notes = [note for path in upstream for note in _overtaken(path)]
    return Findings(reordered=len(notes), notes=notes)


def _overtaken(path: Path) -> list[str]:
    sent: dict[object, int] = {}
    sent_as: dict[object, int] = {}
    heard: dict[str, list[tuple[int, int]]] = defaultdict(list)
    accepted: dict[object, tuple[str, int]] = {}
    for number, line in enumerate(lines(path)):
        receipt = line.get("receipt")
        if "send" in line:
            sent.setdefault(line["send"], number)
        elif "taken" in line:
            sent_as[line["sequence"]] = sent[line["taken"]]
        elif isinstance(receipt, dict) and receipt["outcome"] == "accepted":
            place = receipt["aggregate"], receipt["version"]
            accepted[receipt["received"]] = place
            heard[place[0]].append((number, place[1]))
    newest = {name: [*accumulate((v for _, v in told), max)] for name, told in heard.items()}
    wrong = []
    for received, (name, version) in accepted.items():
        before = bisect_left(heard[name], (sent_as.get(received, 0), 0))
        if before and newest[name][before - 1] >= version:
            wrong.append(f"{name} version {version} was sent after {newest[name][before - 1]}")
    return wrong
