"""Rows that are at hand as a table: sorted, searched, taken away; what a view has is a Listing."""

from collections.abc import Mapping, Sequence
from typing import Final

from nicegui import ui

from services.console.taking import Cells, File

Row = Mapping[str, str | int | bool]
LINK: Final = (
    '<q-td :props="props"><a v-if="props.row.link" :href="props.row.link">{{ props.value }}</a>'
    "<span v-else>{{ props.value }}</span></q-td>"
)
HEADER: Final = (
    '<q-th :props="props" :data-column="props.col.name" :aria-sort="props.col.ordered"'
    ' :tabindex="props.col.sortable ? 0 : -1"'
    ' @keydown.enter="props.sort(props.col)">{{ props.col.label }}</q-th>'
)
SEARCHED: Final = 10  # rows from which on a table is searched rather than read
_FIGURES: Final = ("元", "元)", "%", "数", "分")
_MARKED: Final = (
    "<q-td :props=\"props\" :class=\"props.row.mark ? 'jx-mark' : ''\">{{ props.value }}</q-td>"
)


def listed(
    titles: Mapping[str, str],
    rows: Sequence[Row],
    *,
    size: int = 0,
    linked: str = "",
    choose: bool = False,
) -> ui.table:
    """Draw rows under titles by field, pages of ``size``; ``linked`` opens a row's ``link``.

    A title that ends in 元, %, 数 or 分 is one of figures.
    """
    columns = [
        {
            "name": name,
            "label": title,
            "field": name,
            "align": "right" if title.endswith(_FIGURES) else "left",
            "sortable": True,
            ":sort": "jixiaoCompare",
        }
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
    table.add_slot("header-cell", HEADER)
    if linked:
        table.add_slot(f"body-cell-{linked}", LINK)
    return table


def sheet(  # noqa: PLR0913 - what is shown, and how
    headers: Cells,
    rows: Sequence[Cells],
    *,
    links: Cells = (),
    marked: Sequence[bool] = (),
    nothing: str = "没有符合条件的行",
    file: File | None = None,
) -> None:
    """Draw rows of text; a link opens from the first column, what is marked stands out.

    With a ``file`` the rows can be searched and taken away.
    """
    if not rows:
        ui.label(nothing).classes("jx-quiet")
        return
    bar = ui.row().classes("items-center full-width jx-no-print")
    names = [f"cell{place}" for place in range(len(headers))]
    table = listed(
        dict(zip(names, headers, strict=True)),
        [
            {
                **dict(zip(names, row, strict=True)),
                "link": links[number] if links else "",
                "mark": bool(marked) and marked[number],
            }
            for number, row in enumerate(rows)
        ],
        linked=names[0] if links else "",
    )
    for name in names[1:] if marked else ():
        table.add_slot(f"body-cell-{name}", _MARKED)
    if file is None:
        bar.delete()
        return
    with bar:
        if len(rows) >= SEARCHED:
            ui.input("查找").props("dense outlined clearable").bind_value_to(table, "filter")
        ui.space()
        file.draw(headers, rows, [one.endswith(_FIGURES) for one in headers])
