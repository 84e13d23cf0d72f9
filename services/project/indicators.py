"""Whether a set of indicators is complete and makes sense (附件1, QM-10)."""

from collections.abc import Iterator

from events.targets import Indicator
from events.terms import Direction, FundTag, IndicatorLevel1, IndicatorLevel2
from services.policies.numbers import sensible
from services.policies.rules import Rules, Targets
from services.project import period_plans
from services.refusal import Refused

_OUTPUT = (
    IndicatorLevel2.QUANTITY,
    IndicatorLevel2.QUALITY,
    IndicatorLevel2.TIMELINESS,
    IndicatorLevel2.COST,
)


def check(indicators: tuple[Indicator, ...], tags: tuple[FundTag, ...], rules: Rules) -> None:
    """Refuse with every fault at once."""
    faults = [*_counts(indicators, tags, rules.targets)]
    for indicator in indicators:
        found = [*_faults(indicator, rules.targets)]
        found += [] if found else period_plans.faults(indicator, rules)
        faults.extend(f"指标“{indicator.name}”{fault}" for fault in found)
    bare = [indicator.name for indicator in indicators if indicator.weight is None]
    if 0 < len(bare) < len(indicators):
        faults.append(f"权重须全部填写或全部不填，未填的有：{'、'.join(bare)}")
    if faults:
        raise Refused(*faults, clause="HJ-F1")


def too_few(
    indicators: tuple[Indicator, ...], tags: tuple[FundTag, ...], rules: Targets
) -> Iterator[str]:
    """Say when there are fewer than the funds ask for (QM-10)."""
    needed = max((rules.minimum_indicators, *(rules.minimum_by_tag.get(tag, 0) for tag in tags)))
    if len(indicators) < needed:
        yield f"三级指标不少于 {needed} 条，现有 {len(indicators)} 条"


def _counts(
    indicators: tuple[Indicator, ...], tags: tuple[FundTag, ...], rules: Targets
) -> Iterator[str]:
    yield from too_few(indicators, tags, rules)
    names = [indicator.name for indicator in indicators]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"指标“{name}”重复"


def _faults(indicator: Indicator, rules: Targets) -> Iterator[str]:
    if not indicator.name.strip():
        yield "名称不能为空"
    values = (indicator.annual_value, indicator.upper_value, indicator.final_value)
    if not sensible(indicator.weight, *values, *indicator.period_plan.values()):
        yield "的数值须为有限小数，小于 10^15，小数不超过九位"
        return
    if indicator.share <= 0:
        yield "权重须大于 0"
    if indicator.level2 not in rules.level2 or indicator.level1 is not level1_of(indicator.level2):
        yield f"的二级指标“{indicator.level2.zh}”不属于“{indicator.level1.zh}”"
    match indicator.direction:
        case Direction.QUALITATIVE:
            return
        case Direction.BY_DATE:
            if indicator.due_on is None:
                yield "为时限指标，须填完成日期（due_on）"
        case Direction.RANGE:
            if (
                indicator.annual_value is None
                or indicator.upper_value is None
                or indicator.upper_value < indicator.annual_value
            ):
                yield "为区间指标，须填下限（annual_value）和不小于下限的上限（upper_value）"
        case _:
            if indicator.annual_value is None:
                yield "须填年度指标值（annual_value）"


def level1_of(level2: IndicatorLevel2) -> IndicatorLevel1:
    """Where 附件1 puts a second-level indicator."""
    if level2 in _OUTPUT:
        return IndicatorLevel1.OUTPUT
    if level2 is IndicatorLevel2.BENEFICIARY_SATISFACTION:
        return IndicatorLevel1.SATISFACTION
    return IndicatorLevel1.OUTCOME
