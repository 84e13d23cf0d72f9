"""How a review judges, beside the points it looks at."""

from msgspec import Struct

from events.terms import Aspect


class Judgement(Struct, frozen=True, kw_only=True):
    """What a review says of one of the four aspects (LY-07)."""

    aspect: Aspect
    finding: str
