"""What several forms share: heading, itemised sections, the lines to sign on."""

from typing import Final

from services.forms.grid import Grid
from services.forms.page import Page, Value

SPARE: Final = 3  # empty lines under the last item, for a pen or a keyboard
NUMBER: Final = (2, 1)  # the cell with the form's number


def heading(page: Page, title: str, period: str, number: str, last: int) -> None:
    """Title, period and the number by which an uploaded form is known again."""
    page.merge((0, 0, 0, last), title, "title")
    page.high(0, 30)
    page.merge((1, 0, 1, last), period, "centre")
    page.put(2, 0, "编号", "plain")
    page.merge((*NUMBER, 2, last), number, "plain")


def named(page: Page, row: int, last: int, pairs: tuple[tuple[str, Value], ...]) -> int:
    """Draw a label and its value over a whole row each; returns the row after them."""
    for offset, (label, value) in enumerate(pairs):
        page.put(row + offset, 0, label, "head")
        page.merge((row + offset, 1, row + offset, last), value, "text")
    return row + len(pairs)


def section(page: Page, row: int, last: int, title: str, items: tuple[str, ...]) -> int:
    """Draw an itemised section, an item a line; returns the row after it."""
    lines = (*items, *[""] * SPARE)
    page.merge((row, 0, row + len(lines) - 1, 0), title, "head")
    for offset, item in enumerate(lines):
        page.merge((row + offset, 1, row + offset, last), item, "text")
    return row + len(lines)


def signatures(page: Page, row: int, last: int) -> None:
    """Draw the line on which the form is signed."""
    page.merge(
        (row, 0, row, last), "填报单位负责人：            填报人：            填报日期：", "plain"
    )


def items(grid: Grid, title: str) -> tuple[str, ...]:
    """Read an itemised section: every line that says something, up to the next label."""
    row = row_of(grid, title)
    told = [grid.text(row, 1)]
    for below in range(row + 1, grid.height):
        if grid.text(below, 0):
            break
        told.append(grid.text(below, 1))
    return tuple(filter(None, told))


def row_of(grid: Grid, label: str) -> int:
    """Find the row that begins with a label; notes a fault where the form lacks it."""
    for row in range(grid.height):
        if grid.text(row, 0) == label:
            return row
    grid.fault(0, 0, f"表中缺少“{label}”一栏，请用系统生成的表填写")
    return grid.height


def check_number(grid: Grid, wanted: str) -> None:
    """Raise when the file is another form than the one that is read."""
    number = grid.text(*NUMBER)
    if number != wanted:
        grid.fault(*NUMBER, f"这是 {number or '没有编号'} 的表，不是 {wanted} 的表")
        grid.check()
