"""A small table of text: figures to the right, what stands out marked, a link from the first."""

from collections.abc import Sequence
from typing import Final

from nicegui import ui

from services.console.listed import listed

Cells = Sequence[str]
_FIGURES: Final = ("元", "元)", "%", "数")
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
    for column in table.columns:
        if str(column["label"]).endswith(_FIGURES):
            column["align"] = "right"
    for name in names[1:] if marked else ():
        table.add_slot(f"body-cell-{name}", _MARKED)
