"""How evaluations are scored, checked and used."""

from decimal import Decimal
from typing import Final, Literal

from msgspec import field

from events.terms import (
    DispositionKind,
    EvaluationKind,
    EvaluationPart,
    Grade,
)
from services.policies.calendar import Day
from services.policies.rules.sourced import Sourced

GRADES: Final = {Grade.EXCELLENT: Decimal(90), Grade.GOOD: Decimal(80), Grade.FAIR: Decimal(60)}


class EvaluationRules(Sourced, frozen=True, kw_only=True):
    """How evaluations are scored, checked and used; weights in points, floors in percent.

    ``grades`` are the scores from which a grade begins; below the last one it is poor.
    """

    weights: dict[EvaluationPart, Decimal] = field(
        default_factory=lambda: dict(
            zip(EvaluationPart, (Decimal(10), Decimal(50), Decimal(30), Decimal(10)), strict=True)
        )
    )
    rounding: Literal["PER_LINE", "SUMMED"] = "PER_LINE"
    grades: dict[Grade, Decimal] = field(default_factory=lambda: dict(GRADES))
    spot_check_counts: Literal["CHECKED", "ORIGINAL", "LOWER"] = "CHECKED"
    spot_checked_kinds: tuple[EvaluationKind, ...] = (
        EvaluationKind.SELF,
        EvaluationKind.DEPARTMENT,
    )
    must_dispose: tuple[DispositionKind, ...] = (
        DispositionKind.CUT,
        DispositionKind.MERGE,
        DispositionKind.CANCEL,
    )
    result_weight: Decimal = Decimal(10)
    coverage_floor: Decimal = Decimal(20)
    key_floor: Decimal = Decimal(20)
    merged_from: Day | None = None
