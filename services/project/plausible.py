"""What a line of the form cannot say: not due although it is, done on a day to come (LY-18)."""

from collections.abc import Iterator
from datetime import date

from events.monitoring import IndicatorReport, TaskIssued
from events.targets import Indicator
from events.terms import Direction, Tier


def faults(
    indicator: Indicator, line: IndicatorReport, issued: TaskIssued, handed_in: date
) -> Iterator[str]:
    """Say what cannot be so for a task whose form was handed in on a day."""
    if line.not_due:
        if indicator.period_plan.get(issued.period):
            yield "本期有计划值，不能填尚未到期"
        due = indicator.due_on if indicator.direction is Direction.BY_DATE else None
        if due is not None and due <= issued.cutoff_on:
            yield f"应于 {due} 前完成，不能填尚未到期"
        return
    if line.done_on is not None and line.done_on > handed_in:
        yield f"的完成日期 {line.done_on} 晚于报送日期 {handed_in}"


def missed(indicator: Indicator, line: IndicatorReport) -> bool:
    """Whether a qualitative target was not reached, which is a deviation without a figure."""
    return indicator.direction is Direction.QUALITATIVE and line.tier is Tier.MISSED
