"""The facts of a project in their order, filtered."""

from typing import Final

from nicegui import ui

from events.terms import Role
from projections.trail.sentence import summarise
from services.console.listed import Row, listed
from services.console.moments import Moments, at

PAGE: Final = 20
_TIMELINE: Final = {
    "version": "版本",
    "at": "登记时间",
    "title": "事实",
    "summary": "内容",
    "actor": "经办",
}


class History:
    """Every fact of one project up to the version that is shown, the newest first."""

    def __init__(self, moments: Moments) -> None:
        self._moments = moments
        self._title = ""

    def draw(self) -> None:
        """Draw the filter and the facts."""
        titles = {"": "全部事实"} | {one.fact.title: one.fact.title for one in self._moments.events}
        ui.select(
            titles, value=self._title, label="筛选", on_change=lambda e: self._only(e.value)
        ).props("dense outlined options-dense").style("min-width: 14rem").classes("jx-no-print")
        self._facts()

    def _only(self, title: str | None) -> None:
        self._title = title or ""
        self._facts.refresh()

    @ui.refreshable_method
    def _facts(self) -> None:
        shown: list[Row] = [
            {
                "version": one.originator_version,
                "at": at(one),
                "title": one.fact.title,
                "summary": summarise(one.fact),
                "actor": f"{one.envelope.actor}（{_role(one.envelope.actorrole)}）",
            }
            for one in reversed(self._moments.events[: self._moments.version])
            if self._title in ("", one.fact.title)
        ]
        listed(_TIMELINE, shown, size=PAGE)


def _role(code: str) -> str:
    return next((one.zh for one in Role if one.value == code), code)
