"""What is aimed at: indicators, how they are compared, and how targets are graded."""

from events.terms.term import Term


class IndicatorLevel1(Term):
    """First-level indicators of 附件1 (HJ-F1)."""

    OUTPUT = "OUTPUT", "产出指标"
    OUTCOME = "OUTCOME", "效益指标"
    SATISFACTION = "SATISFACTION", "满意度指标"


class IndicatorLevel2(Term):
    """Second-level indicators of 附件1 (LY-03, HJ-F1)."""

    QUANTITY = "QUANTITY", "数量指标"
    QUALITY = "QUALITY", "质量指标"
    TIMELINESS = "TIMELINESS", "时效指标"
    COST = "COST", "成本指标"
    ECONOMIC = "ECONOMIC", "经济效益指标"
    SOCIAL = "SOCIAL", "社会效益指标"
    ECOLOGICAL = "ECOLOGICAL", "生态效益指标"
    SUSTAINABILITY = "SUSTAINABILITY", "可持续影响指标"
    BENEFICIARY_SATISFACTION = "BENEFICIARY_SATISFACTION", "服务对象满意度指标"


class Direction(Term):
    """How an actual value is compared with its target."""

    AT_LEAST = "AT_LEAST", "≥"
    GREATER = "GREATER", ">"
    EQUAL = "EQUAL", "="
    AT_MOST = "AT_MOST", "≤"
    LESS = "LESS", "<"
    RANGE = "RANGE", "区间"
    QUALITATIVE = "QUALITATIVE", "定性"
    BY_DATE = "BY_DATE", "时限"


class Tier(Term):
    """How far a qualitative indicator was reached; sets the band of marks."""

    REACHED = "REACHED", "达成"
    PARTLY = "PARTLY", "部分达成并有一定效果"
    MISSED = "MISSED", "未达成且效果较差"


class TargetGrade(Term):
    """The result of a target review (财预〔2015〕88号 arts 25-26)."""

    EXCELLENT = "EXCELLENT", "优"
    GOOD = "GOOD", "良"
    FAIR = "FAIR", "中"
    POOR = "POOR", "差"
