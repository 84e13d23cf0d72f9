"""What counts as a number in a form or a rule: finite, and of a size that money and rates have."""

from decimal import Decimal
from typing import Final

LIMIT: Final = 10**15
DECIMALS: Final = 9


def sensible(*values: Decimal | None) -> bool:
    """Whether every value that is there is finite, below 10^15 and of nine decimals at most."""
    return all(_sensible(value) for value in values if value is not None)


def _sensible(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -DECIMALS and abs(value) < LIMIT
