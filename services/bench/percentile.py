"""Percentiles of what was measured."""

import statistics
from collections.abc import Mapping, Sequence


def percentile(values: Sequence[float], of_hundred: int) -> float:
    """Return the value that so many of a hundred stay at or below."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * of_hundred // 100) - 1)]


def percentiles(measured: Mapping[str, list[list[float]]], of_hundred: int) -> dict[str, float]:
    """Return the median over the rounds of each one's percentile."""
    return {
        name: statistics.median(percentile(one, of_hundred) for one in rounds)
        for name, rounds in measured.items()
    }
