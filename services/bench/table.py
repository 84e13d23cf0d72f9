"""The rows of the table, and when a row has reached what it should."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct
from rich.table import Table

_COLUMNS = ("工作", "本系统", "极限", "同类", "单位", "对极限", "对同类", "目标", "达到")


class Row(Struct, frozen=True, kw_only=True):
    """One line: medians in ``unit`` and their ratios.

    ``ratio_limit`` is ours by the limit's. ``ratio_peer`` is how many times as fast as the peer,
    whichever way the unit counts. What a row has not is None.
    """

    name: str
    ours: float
    limit: float | None
    peer: float | None
    unit: str
    ratio_limit: float | None
    ratio_peer: float | None
    target: str
    reached: bool | None


class Target(Struct, frozen=True, kw_only=True):
    """What is to be reached; what is left out is only stated."""

    limit_at_least: float | None = None
    limit_at_most: float | None = None
    peer_at_least: float | None = None
    ours_at_most: float | None = None

    def words(self, unit: str) -> str:
        """Say what is to be reached."""
        clauses = (
            ("极限的 {:g} 倍以上", self.limit_at_least),
            ("极限的 {:g} 倍以内", self.limit_at_most),
            ("同类的 {:g} 倍以上", self.peer_at_least),
            (f"{{:g}} {unit}以内", self.ours_at_most),
        )
        return "，".join(text.format(bound) for text, bound in clauses if bound is not None)

    def reached(
        self, ours: float, ratio_limit: float | None, ratio_peer: float | None
    ) -> bool | None:
        """Tell whether it is; None when nothing is asked. ``ValueError``: a ratio is missing."""
        asked = (
            (ratio_limit, self.limit_at_least, 1),
            (ratio_limit, self.limit_at_most, -1),
            (ratio_peer, self.peer_at_least, 1),
            (ours, self.ours_at_most, -1),
        )
        answers: list[bool] = []
        for found, bound, sign in asked:
            if bound is None:
                continue
            if found is None:
                raise ValueError(f"nothing was measured to compare with {bound}")
            answers.append(sign * found >= sign * bound)
        return all(answers) if answers else None


def row(  # noqa: PLR0913  # a line of the table has as many columns
    name: str,
    unit: str,
    target: Target,
    *,
    ours: float,
    limit: float | None = None,
    peer: float | None = None,
    is_rate: bool = False,
) -> Row:
    """Make a row of medians; a rate is the better the higher, anything else the lower."""
    ratio_limit = None if limit is None else ours / limit
    ratio_peer = None if peer is None else ours / peer if is_rate else peer / ours
    return Row(
        name=name,
        ours=ours,
        limit=limit,
        peer=peer,
        unit=unit,
        ratio_limit=ratio_limit,
        ratio_peer=ratio_peer,
        target=target.words(unit),
        reached=target.reached(ours, ratio_limit, ratio_peer),
    )


def compared(
    name: str, unit: str, target: Target, found: Mapping[str, float], *, is_rate: bool = False
) -> Row:
    """Make a row of what was found for ours, the limit and the peer."""
    return row(
        name,
        unit,
        target,
        ours=found["ours"],
        limit=found["limit"],
        peer=found["peer"],
        is_rate=is_rate,
    )


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
