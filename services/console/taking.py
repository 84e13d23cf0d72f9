"""Files taken away at a page: answers of the interface, and tables that are at hand."""

import asyncio
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Final

from msgspec import Struct
from nicegui import ui

from services.access.logbook import Act
from services.access.sight import may_export
from services.answers.cells import Cell
from services.answers.spreadsheet import csv_lines, write_book
from services.api.media import CSV
from services.api.noting import note
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.forms.catalogue import XLSX

Cells = Sequence[str]
KINDS: Final = (("导出 Excel", XLSX, "xlsx"), ("导出 CSV", CSV, "csv"))
LOOK: Final = "flat dense icon=download"
_FIGURE: Final = re.compile(r"-?[0-9]{1,3}(,?[0-9]{3})*(\.[0-9]+)?")
_LONG: Final = 60.0  # seconds a file may take to be made


class File(Struct, frozen=True, kw_only=True):
    """A table at hand as somebody takes it away under its title; that it was taken is noted."""

    sitting: Sitting
    title: str

    def draw(self, headers: Cells, rows: Sequence[Cells], figures: Sequence[bool]) -> None:
        """Draw a button for each kind of file; what stands in columns of figures is a number."""
        lines = [
            [_figure(cell) if number else cell for cell, number in zip(row, figures, strict=True)]
            for row in rows
        ]
        for words, media, ending in KINDS:
            self._button(words, media, ending, headers, lines)

    def _button(
        self, words: str, media: str, ending: str, headers: Cells, lines: list[list[Cell]]
    ) -> None:
        async def take() -> None:
            with told_here():
                sitting = self.sitting
                identity = await sitting.still()
                may_export(identity)
                await note(sitting.rooms.guard, sitting.request, identity, Act.EXPORTED, self.title)
                content = await asyncio.to_thread(_content, self.title, media, headers, lines)
                ui.download.content(content, f"{self.title}.{ending}", media)

        ui.button(words, on_click=take).props(LOOK)


async def fetch(path: str, media: str, name: str) -> None:
    """Take what the interface answers, with the cookie of the session; a refusal is told."""
    call = ", ".join(json.dumps(one) for one in (path, media, name))
    refused = await ui.run_javascript(f"return await jixiaoTake({call})", timeout=_LONG)
    if refused:
        ui.notify(str(refused), type="negative")


def _content(title: str, media: str, headers: Cells, lines: list[list[Cell]]) -> bytes:
    if media == CSV:
        return csv_lines(headers, lines).encode("utf-8-sig")
    book = BytesIO()
    write_book(book, title, headers, lines)
    return book.getvalue()


def _figure(cell: str) -> Cell:
    return Decimal(cell.replace(",", "")) if _FIGURE.fullmatch(cell) else cell
