"""Which cores the process runs on."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PROCESSOR: Final = 36  # the field of /proc/<pid>/stat, after the name in brackets
_ALLOWED: Final = os.sched_getaffinity(0) if sys.platform == "linux" else set[int]()


@contextmanager
def one_core() -> Iterator[None]:
    """Keep the calling thread, and threads it begins meanwhile, on the core it is on.

    An interpreter runs one of its threads at a time. Spread over cores, each handing over from one
    to the next wakes a core that sleeps, which takes ten times as long as on the same core.
    """
    if sys.platform == "linux":
        os.sched_setaffinity(0, {_here()})
    try:
        yield
    finally:
        any_core(0)


def any_core(process: int) -> None:
    """Let a process, or with 0 the calling thread, run wherever this one was allowed to at first.

    A server is no thread of ours: on our core it would wait for us.
    """
    if sys.platform == "linux":
        with suppress(ProcessLookupError):  # it has ended already, which others notice
            os.sched_setaffinity(process, _ALLOWED)


def _here() -> int:
    """Say which processor the calling thread is on."""
    stat = Path("/proc/thread-self/stat").read_text(encoding="utf-8")
    return int(stat.rpartition(")")[2].split()[_PROCESSOR])
