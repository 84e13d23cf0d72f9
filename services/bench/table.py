"""The rows laid out for people and as JSON."""

from pathlib import Path

import msgspec
from rich.table import Table

from services.bench.row import Row

_COLUMNS = ("工作", "本系统", "极限", "同类", "单位", "对极限", "对同类", "目标", "达到")


def printed(rows: list[Row]) -> Table:
    """Lay the rows out for people."""
    table = Table(title="性能（中位数；比值为结果，绝对数随机器而异）")
    for header in _COLUMNS:
        table.add_column(header)
    for one in rows:
        table.add_row(
            one.name,
            *map(_number, (one.ours, one.limit, one.peer)),
            one.unit,
            *map(_ratio, (one.ratio_limit, one.ratio_peer)),
            one.target,
            "" if one.reached is None else "是" if one.reached else "否",
        )
    return table


def write(rows: list[Row], file: Path) -> None:
    """Write the rows as a JSON list."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.format(msgspec.json.encode(rows)))


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.3g}" if value < 100 else f"{value:,.0f}"  # noqa: PLR2004  # three digits


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
