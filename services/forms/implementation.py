"""The sheet 实施进度 beside 附件1: how far the work is, against its plan (HJ-10)."""

from decimal import Decimal
from typing import Final

from events.monitoring import Implementation
from services.forms import values
from services.forms.grid import Grid, number
from services.forms.page import Page

PROGRESS, PLANNED, QUALITY, NOTE = range(1, 5)
_YES: Final = "是"
_NO: Final = "否"
_TITLES: Final = (
    (PROGRESS, "实施进度（%）"),
    (PLANNED, "计划进度（%）"),
    (QUALITY, "质量是否达到要求（是/否）"),
    (NOTE, "说明"),
)


def draw(page: Page, filled: Implementation | None) -> None:
    """Draw the sheet; all of it may be left empty."""
    page.widths(26, 60)
    page.merge((0, 0, 0, 1), "项目实施进度", "title")
    page.high(0, 30)
    for row, title in _TITLES:
        page.put(row, 0, title, "head")
        page.put(row, 1, "")
    if filled is not None:
        page.put(PROGRESS, 1, values.plain(filled.progress))
        page.put(PLANNED, 1, values.plain(filled.planned))
        page.put(QUALITY, 1, _YES if filled.quality_met else _NO)
        page.put(NOTE, 1, filled.note)


def read(grid: Grid) -> Implementation | None:
    """Read the sheet; None when it was left empty."""
    told = [grid.text(row, 1) for row, _ in _TITLES]
    if not any(told):
        return None
    progress = grid.read(PROGRESS, 1, number)
    if not told[0]:
        grid.fault(PROGRESS, 1, "须填实施进度，或整张表留空")
    if told[2] not in (_YES, _NO):
        grid.fault(QUALITY, 1, "须填“是”或“否”")
    return Implementation(
        progress=progress or Decimal(0),
        planned=grid.read(PLANNED, 1, number),
        quality_met=told[2] == _YES,
        note=told[3],
    )
