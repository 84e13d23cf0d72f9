"""How each view looks to people: its columns in Chinese, money in 万元, codes in words."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from events.terms import Term
from services.cli.cells import WAN, Cell, Column
from services.cli.columns import OF_PROJECTS
from services.cli.columns_of_year import OF_YEAR
from services.policies.calendar import SHANGHAI

COLUMNS: Final[dict[type[Struct], tuple[Column, ...]]] = {**OF_PROJECTS, **OF_YEAR}


def cells(row: Struct) -> list[Cell]:
    """Give a row as people read it."""
    return [_cell(value(row)) for _, value in COLUMNS[type(row)]]


def headers(kind: type[Struct]) -> list[str]:
    """Name the columns of a view."""
    return [header for header, _ in COLUMNS[kind]]


def _cell(value: object) -> Cell:
    match value:
        case None:
            return None
        case bool():
            return "是" if value else ""
        case Term():
            return value.zh
        case datetime():
            return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        case tuple():
            return "、".join(str(_cell(one)) for one in value)
        case int() | Decimal() | str():
            return value
        case _:
            return str(value)


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
