"""Pictures: ECharts from NiceGUI's wheel, with the figures in words for who cannot see them."""

from collections.abc import Mapping, Sequence
from typing import Final

from nicegui import ui

COLOURS: Final = ("#1f4e79", "#c55a11", "#7f7f7f", "#2e7d32")
Figure = float | int | None
Series = Mapping[str, Sequence[Figure]]


def curves(axis: Sequence[str], series: Series, unit: str, *, kind: str = "line") -> None:
    """Draw curves, or bars, over one axis; ``unit`` stands at the values."""
    _draw(
        {
            "xAxis": {"type": "category", "data": [*axis]},
            "yAxis": {"type": "value", "name": unit},
            "series": [_series(name, values, kind) for name, values in series.items()],
        },
        series,
        axis,
        unit,
    )


def bars(names: Sequence[str], series: Series, unit: str) -> None:
    """Draw lying bars, the first name on top."""
    _draw(
        {
            "yAxis": {"type": "category", "data": [*names], "inverse": True},
            "xAxis": {"type": "value", "name": unit},
            "series": [_series(name, values, "bar") for name, values in series.items()],
        },
        series,
        names,
        unit,
    )


def _series(name: str, values: Sequence[Figure], kind: str) -> dict[str, object]:
    return {"name": name, "type": kind, "data": [*values], "connectNulls": True, "barMaxWidth": 28}


def _draw(options: dict[str, object], series: Series, axis: Sequence[str], unit: str) -> None:
    shared: dict[str, object] = {
        "color": [*COLOURS],
        "animation": False,
        "tooltip": {"trigger": "axis"},
        "legend": {"top": 0},
        "grid": {"left": 16, "right": 48, "top": 48, "bottom": 8, "containLabel": True},
    }
    picture = ui.echart(shared | options).classes("full-width")
    picture.style("height: 18rem")
    said = "；".join(
        f"{name}："
        + "，".join(f"{at} {value}{unit}" for at, value in zip(axis, values, strict=True))
        for name, values in series.items()
    )
    picture.props["role"] = "img"
    picture.props["aria-label"] = said
