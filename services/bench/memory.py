"""Rows: what each process weighs half way through a rebuild and at its end."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from services.bench.row import Row, row
from services.bench.target import Target
from services.runtime.child import Child

GROWTH: Final = Target(limit_at_most=1.25)


class Weights:
    """Memory of this process and of the servers, in MiB; empty where the system does not say."""

    def __init__(self, children: Sequence[Child]) -> None:
        """Take the servers that are ours."""
        self._processes = {"本进程": os.getpid(), **{one.name: one.pid for one in children}}
        self.half: dict[str, float] = {}
        self.end: dict[str, float] = {}

    def now(self) -> dict[str, float]:
        """Weigh every process with its children; shared pages count once."""
        servers = {pid for name, pid in self._processes.items() if pid != os.getpid()}
        return {
            name: sum(map(_weight, _family(pid, servers - {pid}))) / 1024
            for name, pid in self._processes.items()
            if Path(f"/proc/{pid}/smaps_rollup").exists()
        }


def rows(weights: Weights) -> list[Row]:
    """State what each weighed at the end, against half way: it must be flat."""
    return [
        row(
            f"重建时内存：{name}（极限列为半程）", "MiB", GROWTH, ours=end, limit=weights.half[name]
        )
        for name, end in weights.end.items()
    ]


def _family(pid: int, without: set[int]) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            if child not in without:
                yield from _family(child, without)


def _weight(pid: int) -> int:
    """Return the proportional set size in KiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
