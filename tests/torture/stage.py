"""A scenario played within its time, whatever it does."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Never

from tests.torture.scenario import Findings, Hung, Scenario, Stage

ALL_WITHIN = 20 * 60  # seconds
SHORT_WITHIN = 240  # seconds; a few of them on an idle machine


def played(
    scenario: Scenario, folder: Path, *, short: bool, seed: int, left: int = ALL_WITHIN
) -> Findings:
    """Play one scenario in the seconds ``left``; what it waited for in vain is a finding."""
    folder.mkdir(parents=True)
    stage = Stage(folder, short, seed)
    within = min(left, SHORT_WITHIN if short else scenario.within)
    try:
        with _bounded(within):
            return scenario.play(stage)
    except Hung as hung:
        stage.found.add(Findings(hung=1, notes=[str(hung)]))
        return stage.found


@contextmanager
def _bounded(seconds: int) -> Iterator[None]:
    def ring(_number: int, _frame: FrameType | None) -> Never:
        raise Hung(f"the whole scenario: not within {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
