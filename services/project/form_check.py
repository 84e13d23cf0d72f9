"""What is wrong with a form of 附件1, said all at once (HJ-F1, LY-18)."""

from collections.abc import Iterator
from typing import Protocol

from events.monitoring import Funding, Implementation, IndicatorReport
from events.targets import Indicator
from events.terms import Attainability, Direction
from services.policies.numbers import sensible
from services.policies.rules import Rules
from services.project import deviating, measures, over_fulfilment, plausible, progress
from services.project.task import Task


class Form(Protocol):
    """What is filled in, whatever command brings it."""

    @property
    def lines(self) -> tuple[IndicatorReport, ...]:
        """A line for each indicator."""

    @property
    def funding(self) -> Funding | None:
        """The money as the unit expects it."""

    @property
    def implementation(self) -> Implementation | None:
        """How far the work itself is."""


def faults(
    indicators: tuple[Indicator, ...], form: Form, task: Task, rules: Rules
) -> Iterator[str]:
    """Say everything that is wrong with a form, line by line."""
    names = [line.indicator for line in form.lines]
    known = {indicator.name: indicator for indicator in indicators}
    for name in known:
        if names.count(name) != 1:
            yield f"指标“{name}”{'未填报' if name not in names else '重复填报'}"
    for line in form.lines:
        if line.indicator not in known:
            yield f"绩效目标（第 {task.issued.target_version} 版）没有指标“{line.indicator}”"
        else:
            one = known[line.indicator]
            for fault in _line_faults(one, line, task, rules):
                yield f"指标“{one.name}”{fault}"
    if form.funding is not None:
        yield from _funding_faults(form.funding)
    yield from progress.faults(form.implementation)


def _line_faults(
    indicator: Indicator, line: IndicatorReport, task: Task, rules: Rules
) -> Iterator[str]:
    if line.attainability is Attainability.IMPOSSIBLE and not line.remark.strip():
        yield "完全不可能完成，须在备注说明原因和拟采取的措施"
    if not sensible(line.actual, line.points):
        yield "的数值须为有限小数，小于 10^15，小数不超过九位"
        return
    if line.not_due:
        return
    match indicator.direction:
        case Direction.QUALITATIVE:
            if line.tier is None or line.points is None:
                yield "为定性指标，须填达成等次（tier）和得分（points）"
            elif not measures.in_band(line.tier, line.points, indicator.share):
                yield f"得分 {line.points} 不在“{line.tier.zh}”的分值区间内"
        case Direction.BY_DATE:
            pass
        case _:
            if line.actual is None:
                yield "须填实际完成值（actual），或注明尚未到期（not_due）"
    raw = measures.completion(indicator, line, task.issued.cutoff_on, rules.figures)
    if raw is not None and over_fulfilment.unexplained(line, raw, rules.figures):
        yield f"超额完成（{measures.percent(raw)}%），须说明原因（HJ-25）"
    deviates = deviating.adverse(indicator, line, task.issued, rules)
    missed = measures.overstepped(indicator, line, raw) or plausible.missed(indicator, line)
    impossible = line.attainability is Attainability.IMPOSSIBLE
    if (deviates or missed or impossible) and not (
        line.causes and line.improvement_measure.strip()
    ):
        yield "存在偏差，须填偏差原因和改进措施"


def _funding_faults(funding: Funding) -> Iterator[str]:
    for column, title in (
        ("initial_budget_fen", "年初预算数"),
        ("forecast_full_year_fen", "全年预计执行数"),
    ):
        amounts = [
            getattr(row, column) for row in (funding.total, funding.general_public, funding.other)
        ]
        if min(amounts) < 0:
            yield f"{title}不能为负"
            continue
        total = getattr(funding.total, column)
        parts = getattr(funding.general_public, column) + getattr(funding.other, column)
        if total != parts:
            yield (
                f"{title}：年度资金总额 {measures.yuan(total)} 元不等于"
                f"分项之和 {measures.yuan(parts)} 元"
            )
