"""Indicators of a set of targets as a table."""

from collections.abc import Sequence
from typing import Final

from events.targets import Indicator
from services.console.listed import listed
from services.forms import values

_TARGETS: Final = ("一级", "二级", "三级指标", "年度指标值", "权重", "完成时指标值", "标准解释")


def indicators(shown: Sequence[Indicator]) -> None:
    """Draw third-level indicators with their targets and weights."""
    rows = [
        dict(
            zip(
                _TARGETS,
                (
                    one.level1.zh,
                    one.level2.zh,
                    one.name,
                    values.target(one),
                    values.plain(one.weight),
                    values.plain(one.final_value),
                    one.standard,
                ),
                strict=True,
            )
        )
        for one in shown
    ]
    listed({title: title for title in _TARGETS}, rows)
