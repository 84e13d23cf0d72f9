"""The money of 附件1 read back: the two columns a unit fills in."""

from events.monitoring import Funding, FundingRow
from services.forms.grid import Grid
from services.forms.situation.form import (
    FORECAST,
    INITIAL,
    MONEY,
)


def read_money(grid: Grid) -> Funding | None:
    """Read the two columns a unit fills in; None when no forecast was given at all."""
    forecasts = [grid.money(row, FORECAST) for row in range(MONEY, MONEY + 3)]
    if not any(grid.text(row, FORECAST) for row in range(MONEY, MONEY + 3)):
        return None
    rows: list[FundingRow] = []
    for row, forecast in enumerate(forecasts, MONEY):
        initial = grid.money(row, INITIAL)
        for column, value in ((INITIAL, initial), (FORECAST, forecast)):
            if not grid.text(row, column):
                grid.fault(row, column, "须填金额，没有的填 0")
            elif value is not None and value < 0:
                grid.fault(row, column, "金额不能为负数")
        rows.append(
            FundingRow(initial_budget_fen=initial or 0, forecast_full_year_fen=forecast or 0)
        )
    total, general, other = rows
    return Funding(total=total, general_public=general, other=other)
