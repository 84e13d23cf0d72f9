"""What would have been decided otherwise, as people read it."""

from msgspec import Struct

from events.terms import Term


class Matter(Term):
    """What may come out otherwise under other rules."""

    DUE = "DUE", "报送期限"
    LATE = "LATE", "逾期"
    EXECUTION = "EXECUTION", "预算执行率"
    COMPLETION = "COMPLETION", "总体完成率"
    GAP = "GAP", "偏差"
    SCHEDULE = "SCHEDULE", "序时进度"
    WARNING = "WARNING", "预警"
    CASE = "CASE", "整改通知"
    OVER_FULFILMENT = "OVER_FULFILMENT", "超额完成处置建议"
    EVALUATION = "EVALUATION", "评价得分与等次"
    CLAWBACK = "CLAWBACK", "盘活收回"
    POINTS = "POINTS", "考核得分"
    RANK = "RANK", "考核名次"
    CONSEQUENCE = "CONSEQUENCE", "考核后果"
    REFUSED = "REFUSED", "填报不予受理"


class Difference(Struct, frozen=True, kw_only=True):
    """One thing about a project that another edition would have decided otherwise.

    ``project`` is empty where it is about a department in an assessment. ``subject`` is a task, an
    evaluation, a clawback round or an assessment; ``before`` and ``after`` are None
    where nothing came out; the two amounts are in 分 and 0 where it is not about money.
    """

    project: str
    name: str
    department: str
    subject: str
    matter: Matter
    rule: str
    before: str | None
    after: str | None
    clause: str
    before_fen: int = 0
    after_fen: int = 0
