"""实施进度 beside execution and completion: three measures that should match (HJ-10, HJ-12)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from events.monitoring import ExecutionFigures, Funding, Implementation
from services.policies.numbers import sensible
from services.policies.rules import Figures
from services.project import measures

FULL = 100


class Gaps(Struct, frozen=True):
    """Implementation minus execution and minus completion, in points as thresholds compare."""

    to_execution: Fraction | None = None
    to_completion: Fraction | None = None


def compare(
    implementation: Implementation | None,
    executed: Fraction | None,
    completed: Fraction | None,
    figures: Figures,
) -> Gaps:
    """Compare the progress reported with the two rates; what is not evaluable has no gap."""
    if implementation is None:
        return Gaps()
    progress = Fraction(implementation.progress) / FULL
    return Gaps(
        measures.rate_gap(progress, executed, figures),
        measures.rate_gap(progress, completed, figures),
    )


def shown(gap: Fraction | None) -> Decimal | None:
    """Publish a gap with two decimals."""
    return None if gap is None else measures.hundredths(gap)


def carryover(funding: Funding | None, money: ExecutionFigures) -> int | None:
    """预计结转结余 in 分: the current budget less the forecast; None without one (LY-04)."""
    if funding is None:
        return None
    return max(0, money.current_fen - funding.total.forecast_full_year_fen)


def faults(implementation: Implementation | None) -> Iterator[str]:
    """Say what is wrong with a reported progress."""
    if implementation is None:
        return
    progress, planned = implementation.progress, implementation.planned
    values = (progress,) if planned is None else (progress, planned)
    if not sensible(*values) or any(not 0 <= value <= FULL for value in values):
        yield "实施进度须在 0 至 100 之间"
        return
    behind = planned is not None and progress < planned
    if (behind or not implementation.quality_met) and not implementation.note.strip():
        yield "实施进度落后于计划或质量未达要求，须说明情况（HJ-10）"
