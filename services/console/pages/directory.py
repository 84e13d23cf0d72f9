"""The directory: every project and department that is monitored, with the way to its page."""

from typing import Final

from msgspec import Struct

from projections.subjects import Subject
from services.console.page import Page
from services.console.sitting import Sitting
from services.console.table import Listing

SHOWN: Final = (
    *("项目", "名称", "类别", "部门", "归口科室", "阶段", "资金"),
    *("预算缺目标", "目标版本", "目标公开日", "待配对"),
)


async def draw(sitting: Sitting) -> None:
    """Draw the directory."""

    def link(row: Struct) -> str:
        if not isinstance(row, Subject):
            raise TypeError(row)
        return sitting.link(f"/projects/{row.project}")

    await Listing(sitting, "subjects", link=link, shown=SHOWN).draw()


PAGE: Final = Page(path="/projects", title="监控对象", group="业务", draw=draw)
