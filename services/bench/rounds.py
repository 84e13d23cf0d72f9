"""Rounds in which everything that is compared takes its turn."""

import statistics
from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import perf_counter
from typing import Final

ROUNDS: Final = 5
WARM_UP: Final = 1

Contender = Callable[[int], Awaitable[float]]  # of the round's number; what it measured
Step = Callable[[int], Awaitable[object]]  # of a number that is used once


async def interleaved(
    contenders: Mapping[str, Contender], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Let each take its turn in every round, so that all meet the same machine.

    Returns what each measured, round by round, without the warm-up.
    """
    measured: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(WARM_UP + rounds):
        for name, contender in contenders.items():
            value = await contender(number)
            if number >= WARM_UP:
                measured[name].append(value)
    return measured


async def medians(contenders: Mapping[str, Contender], rounds: int = ROUNDS) -> dict[str, float]:
    """Run the rounds and return the median of each."""
    measured = await interleaved(contenders, rounds)
    return {name: statistics.median(values) for name, values in measured.items()}


async def latencies(
    steps: Mapping[str, Step], repeats: int, rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Take turns step by step; returns every step's duration in microseconds, warm-up left out."""
    taken: dict[str, list[float]] = {name: [] for name in steps}
    for number in range((WARM_UP + rounds) * repeats):
        for name, step in steps.items():
            began = perf_counter()
            await step(number)
            duration = perf_counter() - began
            if number >= WARM_UP * repeats:
                taken[name].append(duration * 1e6)
    return taken


def percentile(values: Sequence[float], of_hundred: int) -> float:
    """Return the value that so many of a hundred stay at or below."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * of_hundred // 100) - 1)]
