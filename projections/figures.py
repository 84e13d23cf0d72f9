"""Figures as they are published: percent at two decimals, HALF_UP, computed on integers."""

from decimal import Decimal
from functools import lru_cache
from typing import Final


def percent(part: int, whole: int) -> Decimal | None:
    """Return ``part / whole`` in percent; None (not evaluable) without a positive whole."""
    if whole <= 0:
        return None
    hundredths = (20_000 * abs(part) + whole) // (2 * whole)
    return _two_decimals(hundredths if part >= 0 else -hundredths)


@lru_cache(maxsize=20_000)
def _two_decimals(hundredths: int) -> Decimal:
    # Most rates lie between 0 and 100: each is made once and shared by all rows that have it.
    return Decimal(hundredths).scaleb(-2)


def percent_sql(part: str, whole: str) -> str:
    """Return the SQL of :func:`percent`; only whole numbers are divided, so no digit is lost."""
    quotient = f"div(20000 * abs({part})::numeric + {whole}, 2 * ({whole})::numeric)"
    return f"CASE WHEN {whole} > 0 THEN round(sign({part}) * {quotient} / 100, 2) END"


_CENTS: Final = tuple(f".{cents:02}" for cents in range(100))


def yuan(fen: int) -> str:
    """Say an amount of 分 in 万元 where nothing is lost by it, else in 元."""
    sign, size = ("-", -fen) if fen < 0 else ("", fen)
    if size and size % 10_000 == 0:
        return f"{sign}{size // 1_000_000:,}{_CENTS[size // 10_000 % 100]}万元"
    return f"{sign}{size // 100:,}{_CENTS[size % 100]}元"


def told_twice_sql(table: str) -> str:
    """Ask in SQL whether a row is of a department as a whole whose projects are there as well.

    The money of such a row is that of its projects.
    """
    return f"""EXISTS (SELECT FROM subjects AS whole
      JOIN subjects AS part USING (division, fiscal_year, department)
      WHERE whole.division = {table}.division AND whole.fiscal_year = {table}.fiscal_year
        AND whole.project = {table}.project AND whole.subject_kind = 'DEPARTMENT_OVERALL'
        AND part.subject_kind = 'PROJECT')"""
