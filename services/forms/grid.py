"""A filled sheet as it comes back: typed cells, and every fault kept with the cell it is in."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeVar

from services import workbook
from services.desk.every_fault import Fault
from services.forms.page import FEN_OF_WAN, place
from services.refusal import Refused

T = TypeVar("T")
Cell = object  # what the library gives: text, a float, a date, a truth value

TICKS: Final = frozenset({"√", "✓", "✔", "☑", "是", "1", "v", "V"})


class FaultyForm(Refused):
    """A form with faults, each at its cell; nothing of it was taken."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(*(f"{fault.path}：{fault.reason}" for fault in faults))
        self.faults = tuple(faults)


class Grid:
    """The cells of a sheet; reading one that is wrong notes a fault and goes on."""

    def __init__(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._rows = rows
        self.faults: list[Fault] = []

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def fault(self, row: int, column: int, reason: str) -> None:
        """Note what is wrong in a cell."""
        self.faults.append(Fault(path=place(row, column), reason=reason))

    def check(self) -> None:
        """Raise what was found wrong, all at once."""
        if self.faults:
            raise FaultyForm(self.faults)

    def text(self, row: int, column: int) -> str:
        """Text of a cell without white space around it; a number as it would be typed."""
        cell = self._cell(row, column)
        if isinstance(cell, float):
            return format(_exact(cell), "f")
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        return str(cell).strip()

    def marked(self, row: int, column: int) -> bool:
        """Whether a cell is ticked."""
        return self.text(row, column) in TICKS

    def money(self, row: int, column: int) -> int | None:
        """Amount in 分 of a cell in 万元, None where it is empty."""
        return self.read(row, column, fen_of_wan)

    def read(self, row: int, column: int, parse: Callable[[str], T]) -> T | None:
        """Parse a cell's text; None where it is empty or wrong, which is noted."""
        text = self.text(row, column)
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            self.fault(row, column, str(error))
            return None

    def _cell(self, row: int, column: int) -> Cell:
        if row >= len(self._rows) or column >= len(self._rows[row]):
            return ""
        return self._rows[row][column]


def opened(content: bytes) -> list[Grid]:
    """Open a workbook and return its sheets; ``Refused`` when it is none or too large."""
    return [Grid(rows) for rows in workbook.sheets(content)]


def number(text: str) -> Decimal:
    """Read a number as people type it; ``ValueError`` says what is wrong."""
    try:
        value = Decimal(text.replace(",", "").replace("，", ""))
    except ArithmeticError:
        raise ValueError(f"“{text}”不是数字") from None
    if not value.is_finite():
        raise ValueError(f"“{text}”不是数字")
    return value


def day(text: str) -> date:
    """Read a date; ``ValueError`` says how it is written."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}”不是日期，应如 2021-06-30") from None


def fen_of_wan(text: str) -> int:
    """Read an amount in 万元 as 分; ``ValueError`` when it is none or finer than 分."""
    fen = number(text) * FEN_OF_WAN
    if fen != fen.to_integral_value():
        raise ValueError("金额须以万元填写，精确到分（最多六位小数）")
    return int(fen)


def _exact(cell: float) -> Decimal:
    """Take the shortest decimal that is this number: what a person typed or saw."""
    value = Decimal(repr(cell))
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
