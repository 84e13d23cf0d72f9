"""Facts: warnings on a task and the documents they ask for."""

from decimal import Decimal
from typing import ClassVar

from msgspec import Struct

from events.fact import Fact
from events.terms import WarningDocument


class WarningRaised(Fact, frozen=True, kw_only=True):
    """A warning rule of the pinned edition fired; ``documents`` must be handed in (HJ-22)."""

    tag = "project.warning-raised.v1"
    title = "预警"

    task: str
    submission: int
    rule: str
    value: Decimal
    threshold: Decimal
    light: str
    edition: str
    documents: tuple[WarningDocument, ...] = ()


class WarningCleared(Fact, frozen=True, kw_only=True):
    """A later submission no longer meets the warning rule."""

    tag = "project.warning-cleared.v1"
    title = "预警解除"

    task: str
    submission: int
    rule: str


class QuarterLine(Struct, frozen=True, kw_only=True):
    """One indicator of 附件2 (HJ-F2): values may be numbers, percentages or words."""

    indicator: str
    final_value: str
    period_value: str
    actual: str
    deviation: str


class CorrectionFormSubmitted(Fact, frozen=True, kw_only=True):
    """附件2, the correction form of a warned project (HJ-22, HJ-F2)."""

    tag = "project.correction-form-submitted.v1"
    title = "报送目标纠偏表"
    document: ClassVar = WarningDocument.CORRECTION_FORM

    task: str
    lines: tuple[QuarterLine, ...]
    problems: tuple[str, ...]
    measures: tuple[str, ...]
    other: str = ""


class MonitoringReportSubmitted(Fact, frozen=True, kw_only=True):
    """附件4, the report on a warned project (HJ-22, HJ-F4).

    ``measures`` are about management and work, ``execution_measures`` about spending faster.
    """

    tag = "project.monitoring-report-submitted.v1"
    title = "报送绩效监控报告"
    document: ClassVar = WarningDocument.MONITORING_REPORT

    task: str
    organisation: str
    execution_analysis: str
    target_analysis: str
    problems: tuple[str, ...]
    measures: tuple[str, ...]
    execution_measures: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    other: str = ""


WarningFact = WarningRaised | WarningCleared | CorrectionFormSubmitted | MonitoringReportSubmitted
