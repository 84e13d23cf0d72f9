"""``python -m tests.torture``: play the scenarios and write ``build/torture.json``."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from tests.torture.catalogue import SCENARIOS
from tests.torture.scenario import Findings, total
from tests.torture.stage import ALL_WITHIN, played

RESULT = Path("build/torture.json")


def main() -> int:
    """Return 0 when nothing was lost, doubled, moved, hung or shown wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--short", action="store_true", help="the form that make test plays")
    parser.add_argument("--only", action="append", choices=[one.name for one in SCENARIOS])
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, help="where stores and logs are to stay")
    asked = parser.parse_args()
    start = time.monotonic()
    found: dict[str, Findings] = {}
    with tempfile.TemporaryDirectory(prefix="torture-", ignore_cleanup_errors=True) as scratch:
        root = asked.keep or Path(scratch)
        for scenario in SCENARIOS:
            if asked.only and scenario.name not in asked.only:
                continue
            _say(f"{scenario.name}: {scenario.what} (seed {asked.seed})")
            began = time.monotonic()
            left = max(1, round(ALL_WITHIN - (began - start)))
            folder = root / scenario.name
            one = played(scenario, folder, short=asked.short, seed=asked.seed, left=left)
            found[scenario.name] = one
            _say(f"  {_line(one)}, {time.monotonic() - began:.0f} s")
            for note in one.notes[:20]:
                _say(f"    {note}")
    whole = total(found.values())
    RESULT.parent.mkdir(exist_ok=True)
    document = {"seed": asked.seed, "short": asked.short, "total": whole, "scenarios": found}
    RESULT.write_bytes(msgspec.json.format(msgspec.json.encode(document)))
    _say(f"total: {_line(whole)}; see {RESULT}")
    return 0 if whole.clean else 1


def _line(one: Findings) -> str:
    counted = ("faults", "acknowledged", "lost", "duplicated", "reordered", "hung", "broken")
    words = [f"{name} {getattr(one, name)}" for name in counted]
    return ", ".join([*words, f"views_equal_rebuild {one.views_equal_rebuild}"])


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
