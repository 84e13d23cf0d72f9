"""How each view looks to people: its columns in Chinese, money in 万元, codes in words."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct

from events.terms import Term
from services.answers.cells import Cell, Column, Field
from services.answers.columns import OF_PROJECTS
from services.answers.columns_of_year import OF_YEAR
from services.policies.calendar import SHANGHAI

COLUMNS: Final[dict[type[Struct], tuple[Column, ...]]] = {**OF_PROJECTS, **OF_YEAR}


def cells(row: Struct) -> list[Cell]:
    """Give a row as people read it."""
    return [_cell(value(row)) for _, value in COLUMNS[type(row)]]


def headers(kind: type[Struct]) -> list[str]:
    """Name the columns of a view."""
    return [header for header, _ in COLUMNS[kind]]


def fields(kind: type[Struct]) -> list[str]:
    """Name the field behind each column, "" where a cell is made of several."""
    return [value.name if isinstance(value, Field) else "" for _, value in COLUMNS[kind]]


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
