"""A page drawn for who asks: the shell around it, and in place of it why it cannot be shown."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from fastapi import Request
from msgspec import Struct
from msgspec.structs import replace
from nicegui import ui

from services.api.errors import told
from services.console import shell
from services.console.page import Page
from services.console.sitting import Rooms, Sitting
from services.console.telling import SAID, failed, sentences
from services.policies.calendar import local_day

FIRST: Final = 1990
LAST: Final = 2100


async def draw(page: Page, pages: Sequence[Page], rooms: Rooms, request: Request) -> None:
    """Draw one page for one request."""
    identity = await rooms.guard.identity(request)
    divisions = identity.scope.divisions
    wanted = request.query_params.get("division", "")
    sitting = Sitting(
        rooms=rooms,
        request=request,
        identity=identity,
        division=wanted if wanted in divisions else next(iter(divisions), ""),
        year=_year(request),
    )
    refused: list[str] = []
    years = range(0)
    try:
        if page.administrator is None:
            years = await _years(sitting)
    except SAID as error:
        refused = sentences(told(error))
    if not sitting.year:
        newest = max(years, default=local_day(datetime.now(UTC)).year)
        sitting = replace(sitting, year=newest)
    ui.on_exception(failed)
    shell.draw(sitting, pages, page, sorted({*years, sitting.year}, reverse=True))
    with ui.column().classes("jx-page"):
        ui.label(page.title).classes("jx-title").props('role="heading" aria-level="1"')
        if not refused:
            try:
                await page.draw(sitting)
            except SAID as error:
                refused = sentences(told(error))
        for sentence in refused:
            ui.label(sentence).classes("jx-fault")


def _year(request: Request) -> int:
    """Read the year asked for; 0 when there is none that anybody can mean."""
    wanted = request.query_params.get("year", "")
    year = int(wanted) if wanted.isascii() and wanted.isdigit() else 0
    return year if FIRST <= year <= LAST else 0


async def _years(sitting: Sitting) -> range:
    """From the oldest to the newest year of what may be seen."""
    ends: list[int] = []
    for sort in ("fiscal_year", "-fiscal_year"):
        found = await sitting.ask("subjects", limit=1, sort=sort, year="")
        ends += [year for row in found.rows if (year := _of(row))]
    return range(ends[0], ends[-1] + 1) if ends else range(0)


def _of(row: Struct) -> int:
    year: object = getattr(row, "fiscal_year", 0)
    return year if isinstance(year, int) else 0
