"""Facts: what the regions of a transfer payment reported, summed by their department (LY-11)."""

from decimal import Decimal

from msgspec import Struct

from events.fact import Fact
from events.monitoring import ExecutionFigures


class RegionSubmission(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One region's latest submission: its money and the actual values of its indicators.

    ``submission`` is 0 and ``figures`` None when nothing stands; ``left_out`` says why a region has
    nothing to report.
    """

    region: str
    name: str
    submission: int = 0
    figures: ExecutionFigures | None = None
    actuals: dict[str, Decimal] = {}
    left_out: str = ""


class TransferAggregated(Fact, frozen=True, kw_only=True):
    """The submission of a transfer payment as a whole was summed from those of its regions."""

    tag = "project.transfer-aggregated.v1"
    title = "汇总区域绩效监控"

    task: str
    submission: int
    regions: tuple[RegionSubmission, ...]


AggregationFact = TransferAggregated
