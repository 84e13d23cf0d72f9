"""A form that came on paper, for what cannot be filled in on the platform (LY-22)."""

from datetime import date

from msgspec import Struct


class Received(Struct, frozen=True, kw_only=True):
    """Who signed a paper form and when it came in."""

    filer: str
    on: date
