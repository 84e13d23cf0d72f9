"""What a scenario is given and what it gives back."""

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

T = TypeVar("T")


class Hung(Exception):
    """Something did not happen within its time."""


class Findings(Struct, kw_only=True):
    """What a scenario saw; only ``faults`` and ``acknowledged`` may be above nought."""

    faults: int = 0
    acknowledged: int = 0
    lost: int = 0
    duplicated: int = 0
    reordered: int = 0
    hung: int = 0
    broken: int = 0  # any other promise that was not kept, each named in ``notes``
    views_equal_rebuild: bool | None = None  # None where a scenario keeps no views
    notes: list[str] = []

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, doubled, moved, waited for in vain or shown wrong."""
        wrong = self.lost + self.duplicated + self.reordered + self.hung + self.broken
        return not wrong and self.views_equal_rebuild is not False

    def add(self, other: "Findings") -> None:
        """Count what another one saw as well."""
        for name in ("faults", "acknowledged", "lost", "duplicated", "reordered", "hung", "broken"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        views = [v for v in (self.views_equal_rebuild, other.views_equal_rebuild) if v is not None]
        self.views_equal_rebuild = all(views) if views else None
        self.notes = [*self.notes, *other.notes]


@dataclass(frozen=True)
class Stage:
    """Where a scenario plays: a folder of its own, its own chance, the long or the short form."""

    folder: Path
    short: bool
    seed: int
    chance: random.Random = field(init=False)
    found: Findings = field(default_factory=Findings)  # so far, should it hang before its end

    def __post_init__(self) -> None:
        object.__setattr__(self, "chance", random.Random(self.seed))  # noqa: S311  # no secret


@dataclass(frozen=True)
class Scenario:
    """One way to be hurt; ``within`` is how many seconds its long form may take in all."""

    name: str
    what: str
    within: int
    play: Callable[[Stage], Findings]


def until(probe: Callable[[], T | None], what: str, within: float = 60.0) -> T:
    """Wait for the probe's first true answer. Raises Hung."""
    deadline = time.monotonic() + within
    while not (answer := probe()):
        if time.monotonic() > deadline:
            raise Hung(f"{what}: not within {within:.0f} s")
        time.sleep(0.02)
    return answer


def total(parts: Iterable[Findings]) -> Findings:
    """Add up what several scenarios saw."""
    whole = Findings()
    for part in parts:
        whole.add(part)
    return whole
