"""View ``indicators``: how far each indicator has come, task by task, and which way (LY-03)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from events.monitoring import MonitoringSubmitted, SubmissionWithdrawn, TaskIssued
from events.targets import Indicator, TargetAdjusted, TargetApproved
from events.terms import Attainability, IndicatorLevel1, IndicatorLevel2, Term
from projections.view import ALL, Lookup, View, Which, listing


class Trend(Term):
    """Where an indicator went since the observation before."""

    UP = "UP", "上升"
    SAME = "SAME", "持平"
    DOWN = "DOWN", "下降"


class Observation(Struct, frozen=True, kw_only=True, gc=False):
    """One indicator in one task: completion and deviation in percent, None where not due.

    ``trend`` compares with the task whose data ended before, None with fewer than two
    observations. Rows without a task only hold what an indicator is.
    """

    division: str
    fiscal_year: int
    project: str
    place: str
    task: str = ""
    cutoff_on: date | None = None
    indicator: str = ""
    level1: IndicatorLevel1 | None = None
    level2: IndicatorLevel2 | None = None
    unit: str = ""
    annual_value: Decimal | None = None
    submission: int = 0
    actual: Decimal | None = None
    raw: Decimal | None = None
    counted: Decimal | None = None
    deviation: Decimal | None = None
    attainability: Attainability | None = None
    previous_task: str = ""
    previous: Decimal | None = None
    trend: Trend | None = None
    stands: bool = True


def fold(rows: Mapping[str, Observation], recorded: Recorded) -> tuple[Observation, ...]:
    """Add what was observed, what an indicator is, or when a task's data ended."""
    match recorded.fact:
        case TaskIssued(task=task, cutoff_on=day):
            return (replace(_row(rows, recorded, task, ""), task=task, cutoff_on=day),)
        case TargetApproved(indicators=indicators) | TargetAdjusted(indicators=indicators):
            return tuple(_defined(_row(rows, recorded, "", one.name), one) for one in indicators)
        case MonitoringSubmitted() as fact:
            return _compared(rows, _observed(rows, recorded, fact))
        case SubmissionWithdrawn(task=task):
            gone = [row for row in rows.values() if row.task == task and row.indicator]
            return _compared(rows, [replace(row, stands=False, trend=None) for row in gone])
        case _:
            return ()


def _row(
    rows: Mapping[str, Observation], recorded: Recorded, task: str, indicator: str
) -> Observation:
    place, project = f"{task}/{indicator}", recorded.aggregate
    return rows.get(place) or Observation(
        division=project.division, fiscal_year=project.year, project=project.code, place=place
    )


def _defined(row: Observation, indicator: Indicator) -> Observation:
    return replace(
        row,
        indicator=indicator.name,
        level1=indicator.level1,
        level2=indicator.level2,
        unit=indicator.unit,
        annual_value=indicator.annual_value,
    )


def _observed(
    rows: Mapping[str, Observation], recorded: Recorded, fact: MonitoringSubmitted
) -> list[Observation]:
    issued = rows.get(f"{fact.task}/")
    lines = {line.indicator: line for line in fact.lines}
    observed: list[Observation] = []
    for result in fact.results:
        known, line = rows.get(f"/{result.indicator}"), lines.get(result.indicator)
        observed.append(
            replace(
                _row(rows, recorded, fact.task, result.indicator),
                task=fact.task,
                cutoff_on=issued.cutoff_on if issued else None,
                indicator=result.indicator,
                level1=known.level1 if known else None,
                level2=known.level2 if known else None,
                unit=known.unit if known else "",
                annual_value=known.annual_value if known else None,
                submission=fact.submission,
                actual=line.actual if line else None,
                raw=result.raw,
                counted=result.counted,
                deviation=result.deviation,
                attainability=line.attainability if line else None,
                stands=True,
            )
        )
    return observed


def _compared(
    rows: Mapping[str, Observation], changed: list[Observation]
) -> tuple[Observation, ...]:
    """Compare every observation of the changed indicators with the one before it."""
    names = {row.indicator for row in changed}
    there = {place: row for place, row in rows.items() if row.task and row.indicator in names}
    there |= {row.place: row for row in changed}
    result: list[Observation] = []
    for name in sorted(names):
        series = sorted(
            (row for row in there.values() if row.indicator == name and row.stands),
            key=lambda row: (row.cutoff_on or date.max, row.task),
        )
        before: Observation | None = None
        for row in series:
            result.append(_with_trend(row, before))
            before = row if row.raw is not None else before
        result += [row for row in changed if row.indicator == name and not row.stands]
    return tuple(result)


def _with_trend(row: Observation, before: Observation | None) -> Observation:
    if before is None or before.raw is None or row.raw is None:
        return replace(row, previous_task="", previous=None, trend=None)
    went = (row.raw > before.raw) - (row.raw < before.raw)
    return replace(
        row,
        previous_task=before.task,
        previous=before.raw,
        trend={1: Trend.UP, 0: Trend.SAME, -1: Trend.DOWN}[went],
    )


VIEW: Final = View(
    name="indicators",
    version=1,
    row=Observation,
    key=("division", "fiscal_year", "project", "place"),
    facts=frozenset(
        (TaskIssued, TargetApproved, TargetAdjusted, MonitoringSubmitted, SubmissionWithdrawn)
    ),
    fold=fold,
    part="place",
)


def show(which: Which = ALL, *, task: str | None = None) -> Lookup[Observation]:
    """List observations that stand, by subject, indicator and day."""
    order = "division, fiscal_year, project, level1, level2, indicator, cutoff_on, task"
    filters = {"task <> %s": "", "indicator <> %s": "", "stands = %s": True, "task": task}
    return listing(VIEW, which, order=order, filters=filters)
