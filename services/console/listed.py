"""Rows that are at hand as a table; what comes from a view is a Listing."""

from collections.abc import Mapping, Sequence
from typing import Final

from nicegui import ui

Row = Mapping[str, str | int | bool]
LINK: Final = (
    '<q-td :props="props"><a v-if="props.row.link" :href="props.row.link">{{ props.value }}</a>'
    "<span v-else>{{ props.value }}</span></q-td>"
)


def listed(
    titles: Mapping[str, str],
    rows: Sequence[Row],
    *,
    size: int = 0,
    linked: str = "",
    choose: bool = False,
) -> ui.table:
    """Draw rows under titles by field, pages of ``size``; ``linked`` opens a row's ``link``."""
    columns = [
        {"name": name, "label": title, "field": name, "align": "left", "sortable": size > 0}
        for name, title in titles.items()
    ]
    table = ui.table(
        rows=[{"row": place, **row} for place, row in enumerate(rows)],
        columns=columns,
        row_key="row",
        pagination=size or None,
        selection="multiple" if choose else None,
    )
    table.props("flat dense separator=cell wrap-cells").classes("jx-table full-width")
    if linked:
        table.add_slot(f"body-cell-{linked}", LINK)
    return table
