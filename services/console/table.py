"""A view as a table: sorted, filtered and paged on the server, taken away as CSV or Excel."""

import json
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct
from nicegui import ui
from nicegui.events import GenericEventArguments

from services.answers.cells import WAN, Cell
from services.answers.lines import cells, fields, headers
from services.answers.questions import VIEWS
from services.api.asked_columns import answer, columns
from services.console.filtering import Filter
from services.console.listed import HEADER, LINK
from services.console.sitting import Sitting
from services.console.taking import KINDS, LOOK, fetch
from services.console.telling import told_here

PAGE: Final = 20
Link = Callable[[Struct], str]


class Listing:
    """One view's rows of the sitting's division and year; :meth:`draw` puts it on the page.

    ``asked`` are conditions that always hold and the first ``sort``, ``link`` opens a row from its
    ``linked`` column, ``shown`` are the headers of the columns to show (all when empty).
    """

    def __init__(  # noqa: PLR0913 - what is shown, and how
        self,
        sitting: Sitting,
        view: str,
        *,
        asked: Mapping[str, str] | None = None,
        link: Link | None = None,
        shown: Collection[str] = (),
        linked: str = "project",
    ) -> None:
        self._sitting = sitting
        self._view = view
        self._asked = dict(asked or {})
        self._sort = self._asked.pop("sort", "")
        self._link = link
        self._linked = linked
        self._headers = shown
        self._kind = answer(view)
        self._filter: Filter | None = None

    async def draw(self) -> None:
        """Draw filters, rows and the two files."""
        named = zip(headers(self._kind), fields(self._kind), strict=True)
        known = columns(self._view)
        shown = [
            {
                "name": field or f"cell{place}",
                "label": header,
                "field": f"cell{place}",
                "sortable": field in known,
                "align": "right" if header.endswith((WAN, f"({WAN})", "%")) else "left",
            }
            for place, (header, field) in enumerate(named)
            if not self._headers or header in self._headers
        ]
        with ui.element("div").classes("jx-card"):
            with ui.row().classes("items-center jx-no-print"):
                self._filter = Filter(self._view, self._again)
                self._filter.draw()
                ui.space()
                for words, media, ending in KINDS:
                    self._taker(words, media, ending)
            self._table = ui.table(
                rows=[],
                columns=shown,
                row_key="row",
                pagination={"rowsPerPage": PAGE, "page": 1, "rowsNumber": 0},
            ).props(f'flat dense separator=cell :rows-per-page-options="[{PAGE},50,100]"')
            self._table.classes("jx-table full-width")
            self._table.add_slot("header-cell", HEADER)
            if self._link is not None:
                self._table.add_slot(f"body-cell-{self._linked}", LINK)
            self._table.on("request", self._turn)
        await self._fill(1, PAGE)

    def _taker(self, words: str, media: str, ending: str) -> None:
        async def take() -> None:
            path = f"/api/v1/views/{self._view}?{urlencode(self._conditions())}"
            await fetch(path, media, f"{VIEWS[self._view][0]}.{ending}")

        ui.button(words, on_click=take).props(LOOK)

    def _conditions(self) -> dict[str, str]:
        chosen = self._filter.chosen if self._filter else {}
        own = {"division": self._sitting.division, "year": str(self._sitting.year)}
        asked = {**own, **self._asked, **chosen, "sort": self._sort}
        return {name: value for name, value in asked.items() if value}

    async def _again(self) -> None:
        await self._fill(1, int(self._table.pagination["rowsPerPage"]))

    async def _turn(self, event: GenericEventArguments) -> None:
        wanted = event.args["pagination"]
        column = wanted.get("sortBy") or ""
        if column in columns(self._view):
            self._sort = f"-{column}" if wanted.get("descending") else str(column)
        else:
            self._sort = ""
        await self._fill(int(wanted["page"]), int(wanted["rowsPerPage"]))
        ui.run_javascript(f"jixiaoFocus({json.dumps(self._table.html_id)}, {json.dumps(column)})")

    async def _fill(self, page: int, size: int) -> None:
        begin = (page - 1) * size
        with told_here():
            conditions = self._conditions()
            found = await self._sitting.ask(self._view, limit=size, offset=begin, **conditions)
            for column in self._table.columns:
                falls = self._sort.startswith("-")
                sorted_by = column["name"] == self._sort.removeprefix("-")
                way = "descending" if falls else "ascending"
                column["ordered"] = way if sorted_by else "none"
            self._table.rows = [self._shown(place, row) for place, row in enumerate(found.rows)]
            self._table.pagination = {
                "page": page,
                "rowsPerPage": size,
                "rowsNumber": begin + len(found.rows) + (1 if found.more else 0),
                "sortBy": self._sort.removeprefix("-"),
                "descending": self._sort.startswith("-"),
            }

    def _shown(self, number: int, row: Struct) -> dict[str, str | int]:
        shown: dict[str, str | int] = {"row": number}
        for place, cell in enumerate(cells(row)):
            shown[f"cell{place}"] = plain(cell)
        if self._link is not None:
            shown["link"] = self._link(row)
        return shown


def plain(cell: Cell) -> str:
    """Write a cell for people; figures in groups of three."""
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int | Decimal) else cell
