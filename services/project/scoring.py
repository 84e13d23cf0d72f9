"""Formulas of evaluation: the self-evaluation's score (domain 5.5)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from msgspec import Struct

from events.terms import EvaluationPart
from services.project.measures import ZERO, counted, hundredths

FULL = 100


class Part(NamedTuple):
    """One indicator: its dimension, its weight inside it, its completion (None: not judged)."""

    name: str
    dimension: EvaluationPart
    weight: Decimal
    rate: Fraction | None


class Points(NamedTuple):
    """Exact marks of one line and what it has of them."""

    name: str
    dimension: EvaluationPart
    full: Fraction
    rate: Fraction


class Score(Struct, frozen=True):
    """A score out of 100; ``execution`` are the points for spending, None when not evaluable."""

    lines: tuple[Points, ...]
    execution: Decimal | None
    score: Decimal
    rescaled: bool


def self_evaluation(
    executed: Fraction | None,
    parts: Sequence[Part],
    weights: Mapping[EvaluationPart, Decimal],
    rounding: Literal["PER_LINE", "SUMMED"],
) -> Score | None:
    """Score a year: execution points are min(full, full x rate), the rest indicator by indicator.

    A dimension's marks are shared by weight among its judged indicators; one without any, and
    execution without a base, are left out and the rest counts as 100. None when nothing is left.
    """
    lines = [line for dimension in weights for line in _lines(dimension, parts, weights)]
    present = {line.dimension for line in lines}
    spent = None
    if executed is not None and weights.get(EvaluationPart.EXECUTION):
        spent = Fraction(weights[EvaluationPart.EXECUTION]) * (counted(executed) or ZERO)
        present.add(EvaluationPart.EXECUTION)
    judged = sum((Fraction(weights[dimension]) for dimension in present), ZERO)
    if not judged:
        return None
    exact = [line.full * line.rate for line in lines] + ([] if spent is None else [spent])
    shown = exact if rounding == "SUMMED" else [Fraction(hundredths(one)) for one in exact]
    return Score(
        lines=tuple(lines),
        execution=None if spent is None else hundredths(spent),
        score=hundredths(sum(shown, ZERO) * FULL / judged),
        rescaled=judged != FULL,
    )


def _lines(
    dimension: EvaluationPart, parts: Sequence[Part], weights: Mapping[EvaluationPart, Decimal]
) -> list[Points]:
    due = [part for part in parts if part.dimension is dimension and part.rate is not None]
    whole = sum((Fraction(part.weight) for part in due), ZERO)
    if not whole or not weights[dimension]:
        return []
    share = Fraction(weights[dimension]) / whole
    return [
        Points(part.name, dimension, share * Fraction(part.weight), counted(part.rate) or ZERO)
        for part in due
    ]
