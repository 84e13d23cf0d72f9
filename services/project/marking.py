"""Draft scores of an evaluation: computed from the unit's own report, or marked line by line."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from msgspec import Struct

from events.evaluation import EvaluationScored, ScoredLine
from events.monitoring import IndicatorReport
from events.targets import Indicator
from events.terms import Direction, EvaluationPart
from services.decision import Context
from services.policies.numbers import sensible
from services.policies.rules import Rules
from services.project import measures, scoring
from services.project.indicators import too_few
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class Mark(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points out of ``full`` for one line of an evaluation's own scheme."""

    name: str
    full: Decimal
    points: Decimal


def own_score(
    project: "Project",
    name: str,
    lines: tuple[IndicatorReport, ...],
    rules: Rules,
    context: Context,
) -> EvaluationScored:
    """Score the year's targets and spending until its end, or until today when that is earlier."""
    if not project.targets.version:
        raise Refused("绩效目标尚未批复，不能自评", clause="HL-09")
    indicators = project.targets.versions[-1]
    if few := [*too_few(indicators, project.registered.fund_tags, rules.targets)]:
        raise Refused(*few, clause="QM-10")
    year_end = date(context.aggregate.year, 12, 31)
    if faults := [*_faults(indicators, lines), *_too_early(indicators, lines, year_end, context)]:
        raise Refused(*faults, clause="HL-09")
    as_of = min(context.today, year_end)
    money = project.execution.figures(as_of, rules.figures.rate_base)
    executed = measures.execution_rate(money.executed_fen, money.base_fen)
    reports = {line.indicator: line for line in lines}
    parts = [
        scoring.Part(
            one.name,
            EvaluationPart[one.level1.name],
            one.share,
            measures.completion(one, reports[one.name], as_of, rules.figures),
        )
        for one in indicators
    ]
    scored = scoring.self_evaluation(
        executed, parts, rules.evaluation.weights, rules.evaluation.rounding
    )
    if scored is None:
        raise Refused("没有可以评价的指标和预算执行", clause="HL-09")
    return EvaluationScored(
        evaluation=name,
        scorer=context.actor.id,
        lines=tuple(
            ScoredLine(
                name=line.name,
                dimension=line.dimension,
                full=measures.hundredths(line.full),
                points=measures.hundredths(line.full * line.rate),
                rate=measures.percent(line.rate),
            )
            for line in scored.lines
        ),
        execution_rate=measures.published(executed),
        execution_points=scored.execution,
        score=scored.score,
        rescaled=scored.rescaled,
    )


def _too_early(
    indicators: tuple[Indicator, ...],
    lines: tuple[IndicatorReport, ...],
    year_end: date,
    context: Context,
) -> Iterator[str]:
    """Say what is not due although the year is over, or done on a day to come."""
    later = {one.name for one in indicators if one.due_on is not None and one.due_on > year_end}
    for line in lines:
        if line.not_due and context.today > year_end and line.indicator not in later:
            yield f"指标“{line.indicator}”：预算年度已结束，不能填尚未到期"
        if line.done_on is not None and line.done_on > context.today:
            yield f"指标“{line.indicator}”的完成日期 {line.done_on} 晚于今天"


def _faults(indicators: tuple[Indicator, ...], lines: tuple[IndicatorReport, ...]) -> Iterator[str]:
    names = [line.indicator for line in lines]
    known = {indicator.name: indicator for indicator in indicators}
    for name in known:
        if names.count(name) != 1:
            yield f"指标“{name}”{'未填报' if name not in names else '重复填报'}"
    for line in lines:
        one = known.get(line.indicator)
        if one is None:
            yield f"绩效目标没有指标“{line.indicator}”"
        elif not sensible(line.actual, line.points):
            yield f"指标“{one.name}”的数值须为有限小数"
        elif line.not_due or one.direction is Direction.BY_DATE:
            continue
        elif one.direction is Direction.QUALITATIVE:
            if line.tier is None or line.points is None:
                yield f"指标“{one.name}”为定性指标，须填达成等次和得分"
            elif not measures.in_band(line.tier, line.points, one.share):
                yield f"指标“{one.name}”得分不在“{line.tier.zh}”的分值区间内"
        elif line.actual is None:
            yield f"指标“{one.name}”须填实际完成值"


def marked(name: str, marks: tuple[Mark, ...], context: Context) -> EvaluationScored:
    """Add up marks of a scheme that has 100 in all."""
    if not all(sensible(mark.full, mark.points) for mark in marks):
        raise Refused("分值须为有限小数", clause="HL-10")
    names = [mark.name for mark in marks]
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise Refused(f"评价指标重复：{'、'.join(twice)}", clause="HL-10")
    whole = sum((mark.full for mark in marks), Decimal(0))
    if whole != scoring.FULL or any(mark.full <= 0 for mark in marks):
        raise Refused(f"评价指标合计 {whole} 分，须为 100 分，且每项大于 0", clause="HL-10")
    if wrong := [mark.name for mark in marks if not 0 <= mark.points <= mark.full]:
        raise Refused(f"得分须在 0 与分值之间：{'、'.join(wrong)}", clause="HL-10")
    total = sum((Fraction(mark.points) for mark in marks), Fraction(0))
    return EvaluationScored(
        evaluation=name,
        scorer=context.actor.id,
        lines=tuple(
            ScoredLine(
                name=mark.name, dimension=None, full=mark.full, points=mark.points, rate=None
            )
            for mark in marks
        ),
        execution_rate=None,
        execution_points=None,
        score=measures.hundredths(total),
        rescaled=False,
    )
