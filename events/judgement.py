"""How a review judges."""

from msgspec import Struct

from events.terms import Aspect, FocusPoint


class Judgement(Struct, frozen=True, kw_only=True):
    """What a review says of one of the four aspects (LY-07)."""

    aspect: Aspect
    finding: str


class FocusFinding(Struct, frozen=True, kw_only=True):
    """One point of a review: whether it was found, and what (LY-08, LY-09, LY-10)."""

    point: FocusPoint
    found: bool
    finding: str = ""
