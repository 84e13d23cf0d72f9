"""How far completion and execution lie apart in a year, counted in bands (偏差分布)."""

from typing import Final

from msgspec import Struct

from projections.view import Lookup

BAND: Final = 5  # percentage points


class Gap(Struct, frozen=True, kw_only=True):
    """How many tasks of a department have a gap from ``low`` up to five points more."""

    division: str
    fiscal_year: int
    department: str
    period: str
    low: int
    tasks: int


_GAPS: Final = f"""
SELECT division, fiscal_year, department, period,
  (floor(rate_gap / {BAND}) * {BAND})::int AS low, count(*) AS tasks
FROM board
WHERE division = %(division)s AND fiscal_year = %(year)s AND rate_gap IS NOT NULL
  AND (%(period)s::text IS NULL OR period = %(period)s)
GROUP BY division, fiscal_year, department, period, low
ORDER BY low, department, period
"""  # noqa: S608 - made of constants of this file


def gaps(division: str, year: int, period: str | None = None) -> Lookup[Gap]:
    """Count tasks by department, period and band of their gap."""
    return Lookup(_GAPS, {"division": division, "year": year, "period": period}, Gap)
