"""Which rows a table shows: a column, and what stands in it."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from enum import Enum
from typing import Final

from nicegui import ui

from events.terms.term import Term
from services.answers.lines import fields, headers
from services.api.asked_columns import OWN, answer, columns

_YES: Final = {"true": "是", "false": "否"}


class Filter:
    """The conditions chosen so far; ``changed`` is told of every change."""

    def __init__(self, view: str, changed: Callable[[], Awaitable[None]]) -> None:
        known = columns(view)
        kind = answer(view)
        named = zip(fields(kind), headers(kind), strict=True)
        free = [name for name in OWN if name not in ("project", "department")]
        self._titles = {f: h for f, h in named if f in known and f not in free}
        self._kinds = known
        self._changed = changed
        self.chosen: dict[str, str] = {}

    def draw(self) -> None:
        """Draw the column, its value, and what was chosen."""
        self._column = ui.select(self._titles, label="筛选", on_change=self._ask.refresh)
        self._column.props("dense outlined options-dense clearable").classes("w-32")
        self._column.style("min-width: 9rem")
        self._ask()
        self._tell()

    @ui.refreshable_method
    def _ask(self) -> None:
        name = self._column.value
        if not name:
            return
        choices = choices_of(self._kinds[name])
        if choices:
            ui.select(choices, label="等于", on_change=lambda e: self._choose(name, e.value)).props(
                "dense outlined options-dense"
            ).style("min-width: 9rem")
            return
        words = "日期，如 2021-06-30" if issubclass(self._kinds[name], date) else "等于"
        field = ui.input(words).props("dense outlined")
        field.on("keydown.enter", lambda: self._choose(name, field.value))
        ui.button("筛选", on_click=lambda: self._choose(name, field.value)).props("flat dense")

    @ui.refreshable_method
    def _tell(self) -> None:
        for name, value in self.chosen.items():
            words = choices_of(self._kinds[name]).get(value, value)
            chip = ui.chip(f"{self._titles[name]}：{words}", removable=True)
            chip.on("remove", lambda _, name=name: self._choose(name, ""))

    async def _choose(self, name: str, value: str | None) -> None:
        if value:
            self.chosen[name] = value.strip()
        else:
            self.chosen.pop(name, None)
        self._tell.refresh()
        await self._changed()


def choices_of(kind: type) -> dict[str, str]:
    """Name what can stand in a column of few values; empty where anything can."""
    if issubclass(kind, bool):
        return dict(_YES)
    if issubclass(kind, Enum) and not issubclass(kind, datetime):
        return {str(one.value): one.zh if isinstance(one, Term) else str(one) for one in kind}
    return {}
