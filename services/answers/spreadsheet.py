"""Answers as files for a spreadsheet: no text in them is ever taken for a formula or a link."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import BinaryIO, Final

import xlsxwriter
from msgspec import Struct

from services.answers.cells import Cell
from services.answers.lines import cells, headers

# What makes a spreadsheet compute, ASCII and full width; it also looks behind white space.
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
_LONGEST_NAME: Final = 31  # characters, the format's limit for a sheet


def csv_text(kind: type[Struct], rows: Sequence[Struct]) -> str:
    """Write the rows of a view as CSV."""
    return csv_lines(headers(kind), (cells(row) for row in rows))


def csv_lines(named: Sequence[str], lines: Iterable[Sequence[Cell]]) -> str:
    """Write CSV; text that a spreadsheet would take for a formula is marked as text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(named)
    for line in lines:
        writer.writerow(harmless(cell) if isinstance(cell, str) else cell for cell in line)
    return text.getvalue()


def harmless(text: str) -> str:
    """Mark text as text where a spreadsheet would compute it; a lone sign computes nothing."""
    inside = text.strip()
    computed = len(inside) > 1 and inside[0] in _FORMULA
    return f"'{text}" if text[:1] in ("\t", "\r", "\n") or computed else text


def write_xlsx(
    file: BinaryIO | str, title: str, kind: type[Struct], rows: Sequence[Struct]
) -> None:
    """Write the rows of a view as a workbook."""
    write_book(file, title, headers(kind), (cells(row) for row in rows))


def write_book(
    file: BinaryIO | str, title: str, named: Sequence[str], lines: Iterable[Sequence[Cell]]
) -> None:
    """Write a workbook; numbers as numbers with two decimals, text always as text."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(title[:_LONGEST_NAME])
        bold = book.add_format({"bold": True, "border": 1})
        figure = book.add_format({"num_format": "#,##0.00"})
        for column, header in enumerate(named):
            sheet.write_string(0, column, header, bold)
        for line, row in enumerate(lines, 1):
            for column, cell in enumerate(row):
                match cell:
                    case Decimal():
                        sheet.write_number(line, column, cell, figure)
                    case str():
                        sheet.write_string(line, column, cell)
                    case _:
                        sheet.write(line, column, cell)
        sheet.autofit()
        sheet.freeze_panes(1, 0)
