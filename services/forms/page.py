"""A sheet in the official layout: bordered cells, merged cells, Chinese type, one page wide."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final, Literal
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

Look = Literal["title", "centre", "plain", "head", "text", "money", "rate", "mark", "note"]
Value = str | Decimal | date | None
Box = tuple[int, int, int, int]  # first row and column, last row and column

_FONT: Final = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
_BOX: Final = {**_FONT, "border": 1}
FEN_OF_WAN: Final = 1_000_000
_LINE: Final = 13.5  # points a line of text is high
_MARGIN: Final = 3
_LOOKS: Final[dict[Look, dict[str, object]]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "centre": {**_FONT, "align": "center"},
    "plain": {**_FONT, "text_wrap": False},
    "head": {**_BOX, "bold": True, "align": "center"},
    "text": _BOX,
    "money": {**_BOX, "num_format": "#,##0.00", "align": "right"},
    "rate": {**_BOX, "num_format": '0.00"%"', "align": "right"},
    "mark": {**_BOX, "align": "center"},
    "note": {**_FONT, "font_size": 9},
}


class Page:
    """One sheet that is being written; rows and columns count from nought."""

    def __init__(self, sheet: Worksheet, formats: dict[Look, Format]) -> None:
        self.sheet = sheet
        self._formats = formats
        self._widths: tuple[int, ...] = ()
        self._heights: dict[int, float] = {}

    def put(self, row: int, column: int, value: Value, look: Look = "text") -> None:
        """Write a cell; text stays text, whatever it begins with."""
        form = self._formats[look]
        match value:
            case None | "":
                self.sheet.write_blank(row, column, None, form)
            case str():
                self.sheet.write_string(row, column, value, form)
                self._grow(row, column, column, value)
            case date():
                self.sheet.write_string(row, column, value.isoformat(), form)
            case _:
                self.sheet.write_number(row, column, value, form)

    def merge(self, box: Box, value: Value, look: Look) -> None:
        """Write one value over a rectangle; a single cell is not merged."""
        row, column, last_row, last_column = box
        if (row, column) != (last_row, last_column):
            self.sheet.merge_range(*box, "", self._formats[look])
            if isinstance(value, str) and row == last_row:
                self._grow(row, column, last_column, value)
                self.sheet.write_string(row, column, value, self._formats[look])
                return
        self.put(row, column, value, look)

    def row(self, row: int, values: tuple[Value, ...], look: Look = "text") -> None:
        """Write neighbouring cells from the first column on."""
        for column, value in enumerate(values):
            self.put(row, column, value, look)

    def high(self, row: int, points: float) -> None:
        """Make a row at least so high."""
        if points > self._heights.get(row, 0):
            self._heights[row] = points
            self.sheet.set_row(row, points)

    def widths(self, *characters: int) -> None:
        """Set the columns' widths in characters; before the text whose rows are to fit."""
        self._widths = characters
        for column, width in enumerate(characters):
            self.sheet.set_column(column, column, width)

    def _grow(self, row: int, column: int, last_column: int, text: str) -> None:
        """Make a row as high as wrapped text needs, which no program does for merged cells."""
        room = sum(self._widths[column : last_column + 1]) - 1
        if room > 0:
            lines = sum(-(-_wide(part) // room) or 1 for part in text.split("\n"))
            self.high(row, _LINE * max(1, lines) + _MARGIN)


def _wide(text: str) -> int:
    """How many narrow characters text is wide."""
    return sum(2 if east_asian_width(one) in "WFA" else 1 for one in text)


def book(*sheets: tuple[str, Callable[[Page], None]]) -> bytes:
    """Draw sheets by name and return the workbook, A4 across and one page wide."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as workbook:
        formats = {look: workbook.add_format(form) for look, form in _LOOKS.items()}
        for name, draw in sheets:
            sheet = workbook.add_worksheet(name)
            sheet.set_landscape()
            sheet.set_paper(9)  # A4
            sheet.fit_to_pages(1, 0)
            sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
            draw(Page(sheet, formats))
    return file.getvalue()


def wan(fen: int) -> Decimal:
    """Give 万元 exactly: a cell shows two decimals and keeps all six."""
    return Decimal(fen) / FEN_OF_WAN


def place(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does: row 11, column 7 is H12."""
    return str(xlsxwriter.utility.xl_rowcol_to_cell(row, column))
