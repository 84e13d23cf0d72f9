"""A small table of what is known already: a few rows, all of them on the page."""

from collections.abc import Sequence
from typing import Final

from nicegui import ui

Cells = Sequence[str]
_LINKED: Final = (
    '<q-td :props="props"><a v-if="props.row.link" :href="props.row.link">{{ props.value }}</a>'
    "<span v-else>{{ props.value }}</span></q-td>"
)
_MARKED: Final = (
    "<q-td :props=\"props\" :class=\"props.row.mark ? 'jx-mark' : ''\">{{ props.value }}</q-td>"
)


def sheet(
    headers: Cells,
    rows: Sequence[Cells],
    *,
    links: Cells = (),
    marked: Sequence[bool] = (),
    nothing: str = "没有符合条件的行",
) -> None:
    """Draw rows; a link opens from the first column, what is marked stands out in the others.

    A header that ends in 元, % or 数 is one of figures.
    """
    if not rows:
        ui.label(nothing).classes("jx-quiet")
        return
    table = ui.table(
        columns=[
            {
                "name": f"cell{place}",
                "label": header,
                "field": f"cell{place}",
                "align": "right" if header.endswith(("元", "元)", "%", "数")) else "left",
            }
            for place, header in enumerate(headers)
        ],
        rows=[
            {f"cell{place}": cell for place, cell in enumerate(row)}
            | {
                "row": number,
                "link": links[number] if links else "",
                "mark": bool(marked) and marked[number],
            }
            for number, row in enumerate(rows)
        ],
        row_key="row",
    ).props("flat dense separator=cell hide-pagination :rows-per-page-options=[0]")
    table.classes("jx-table full-width")
    if links:
        table.add_slot("body-cell-cell0", _LINKED)
    if marked:
        for place in range(1, len(headers)):
            table.add_slot(f"body-cell-cell{place}", _MARKED)
