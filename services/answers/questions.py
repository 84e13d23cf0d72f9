"""Every question that people ask of the views; one table for the command line, HTTP and pages."""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from projections import (
    clawback,
    composition,
    congress,
    coverage,
    dispositions,
    engagements,
    evaluation,
    execution,
    indicators,
    ledgers,
    obligations,
    ranking,
    reallocation,
    reports,
    rounds,
    subjects,
    targets,
    trail,
)
from projections.board import duties, gaps
from projections.board import lookups as board
from projections.trail import cases
from projections.view import Lookup, Which
from services.refusal import Refused


class Asked(Struct, frozen=True, kw_only=True):
    """What a view was asked for."""

    which: Which
    period: str | None
    clues: bool

    def of_year(self, view: str) -> tuple[str, int]:
        """Name the one division and year that a report is about."""
        if self.which.division is None or self.which.year is None:
            raise Refused(f"{view} 须指定区划（division）和年度（year）")
        return self.which.division, self.which.year


VIEWS: Final[dict[str, tuple[str, Callable[[Asked], Lookup[Struct]]]]] = {
    "ranking": ("绩效考核排名", lambda asked: ranking.show(asked.which)),
    "trail": ("问责线索与经办轨迹", lambda asked: trail.show(asked.which, clues=asked.clues)),
    "clawback": ("盘活收回清单", lambda asked: clawback.show(asked.which)),
    "cases": ("问责事项", lambda asked: cases.cases(*asked.of_year("cases"))),
    "sums": ("盘活收回合计", lambda asked: clawback.sums(*asked.of_year("sums"))),
    "rounds": ("盘活收回批次", lambda asked: rounds.show(asked.which)),
    "dispositions": ("分类处置台账", lambda asked: dispositions.show(asked.which)),
    "reallocation": ("统筹使用收回资金", lambda asked: reallocation.show(asked.which)),
    "evaluation": ("绩效评价", lambda asked: evaluation.show(asked.which)),
    "coverage": ("评价覆盖面", lambda asked: coverage.show(*asked.of_year("coverage"))),
    "execution": ("预算执行", lambda asked: execution.show(asked.which)),
    "board": ("监控任务", lambda asked: board.show(asked.which, period=asked.period)),
    "lights": (
        "部门灯号",
        lambda asked: duties.lights(*asked.of_year("lights"), asked.period),
    ),
    "gaps": (
        "偏差分布",
        lambda asked: gaps.gaps(*asked.of_year("gaps"), asked.period),
    ),
    "corrections": (
        "整改与纠偏率",
        lambda asked: duties.corrections(*asked.of_year("corrections")),
    ),
    "revised": ("报送后执行数变动", lambda asked: execution.revised(asked.which)),
    "subjects": ("监控对象", lambda asked: subjects.show(asked.which)),
    "targets": ("绩效目标各版本", lambda asked: targets.show(asked.which)),
    "ledgers": ("三本预算执行", lambda asked: ledgers.show(asked.which)),
    "ledger-totals": (
        "三本预算合计",
        lambda asked: ledgers.totals(*asked.of_year("ledger-totals")),
    ),
    "composition": (
        "监控对象构成",
        lambda asked: composition.show(*asked.of_year("composition")),
    ),
    "indicators": ("指标完成与趋势", lambda asked: indicators.show(asked.which, task=asked.period)),
    "obligations": ("报送与公开义务", lambda asked: obligations.show(asked.which)),
    "engagements": ("第三方机构", lambda asked: engagements.show(asked.which)),
    "congress": ("人大提取数据", lambda asked: congress.extract(asked.which)),
    "direct": ("直达资金台账", lambda asked: reports.direct_funds(*asked.of_year("direct"))),
    "target-coverage": (
        "目标与监控覆盖",
        lambda asked: reports.coverage(*asked.of_year("target-coverage"), asked.which.department),
    ),
    "figures": (
        "年度总结各口径数据",
        lambda asked: reports.figures(*asked.of_year("figures"), asked.period),
    ),
    "summary": (
        "年度总结",
        lambda asked: board.summary(*asked.of_year("summary"), asked.period),
    ),
}
