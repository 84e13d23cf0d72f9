"""Answers laid out for a terminal."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from services.answers.cells import WAN, Cell
from services.answers.lines import cells, headers


def table(title: str, kind: type[Struct], rows: Sequence[Struct]) -> Table:
    """Lay rows out for a terminal: figures to the right and whole, the unit said once."""
    lines = [cells(row) for row in rows]
    names = headers(kind)
    unit = f"，单位{WAN}" if any(WAN in name for name in names) else ""
    laid = Table(
        title=f"{title}（{len(rows)} 行{unit}）", box=SIMPLE_HEAD, show_edge=False, padding=0
    )
    for number, name in enumerate(names):
        figures = any(isinstance(line[number], (int, Decimal)) for line in lines)
        laid.add_column(
            name.removesuffix(f"({WAN})"),
            overflow="fold",
            justify="right" if figures else "left",
            no_wrap=figures,
        )
    for line in lines:
        laid.add_row(*(_text(cell) for cell in line))
    return laid


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case int() | Decimal():
            return f"{cell:,}"
        case _:
            return escape(cell)
