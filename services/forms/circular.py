"""The circular of a published ranking."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from projections.ranking import Ranking
from services.forms.letters import chinese
from services.forms.writing import Writing
from services.obligation import BUREAU
from services.refusal import Refused

_UNRANKED: Final = "未排名"


def circular(title: str, rows: Sequence[Ranking], on: date) -> bytes:
    """Write the circular of a published ranking; ``Refused`` before it was published (QM-14)."""
    published = [row for row in rows if row.published_at is not None]
    if not published:
        raise Refused("排名尚未公布，不能通报")
    writing = Writing(title)
    writing.text(f"现将{published[0].fiscal_year}年度部门预算绩效管理工作考核结果通报如下：")
    writing.table(("名次", "部门", "得分"), [_place(row) for row in published])
    return writing.signed(BUREAU, chinese(on)).content()


def _place(row: Ranking) -> tuple[str, str, str]:
    rank = _UNRANKED if row.rank is None else str(row.rank)
    return rank, row.department, "—" if row.score is None else f"{row.score:.2f}"
