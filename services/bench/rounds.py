"""Rounds in which everything that is compared takes its turn."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import Final, TypeVar

ROUNDS: Final = 5
WARM_UP: Final = 1
T = TypeVar("T")
Contender = Callable[[int], Awaitable[T]]  # of the round's number; what it measured


async def interleaved(
    contenders: Mapping[str, Contender[T]], rounds: int = ROUNDS
) -> dict[str, list[T]]:
    """Let each take its turn in every round, so that all meet the same machine.

    Returns what each measured, round by round, without the warm-up.
    """
    measured: dict[str, list[T]] = {name: [] for name in contenders}
    for number in range(WARM_UP + rounds):
        for name, contender in contenders.items():
            value = await contender(number)
            if number >= WARM_UP:
                measured[name].append(value)
    return measured


async def medians(
    contenders: Mapping[str, Contender[float]], rounds: int = ROUNDS
) -> dict[str, float]:
    """Run the rounds and return the median of each."""
    measured = await interleaved(contenders, rounds)
    return {name: statistics.median(values) for name, values in measured.items()}


def timed(work: Callable[[int], object], first: int, repeats: int) -> list[float]:
    """Do something again and again, each time with a number of its own; returns microseconds."""
    taken: list[float] = []
    for number in range(first, first + repeats):
        began = perf_counter()
        work(number)
        taken.append((perf_counter() - began) * 1e6)
    return taken


def in_thread(work: Callable[[int], object], repeats: int) -> Contender[list[float]]:
    """Make a contender of something that blocks: it is timed where it runs."""

    async def contender(number: int) -> list[float]:
        return await asyncio.to_thread(timed, work, number * repeats, repeats)

    return contender


def awaiting(work: Callable[[int], Awaitable[object]], repeats: int) -> Contender[list[float]]:
    """Make a contender of something that is awaited."""

    async def contender(number: int) -> list[float]:
        taken: list[float] = []
        for step in range(number * repeats, (number + 1) * repeats):
            began = perf_counter()
            await work(step)
            taken.append((perf_counter() - began) * 1e6)
        return taken

    return contender
