"""What every table of rules says of itself: its paragraph, and whether that was seen."""

from typing import Annotated

from msgspec import Meta, Struct

Days = Annotated[int, Meta(ge=0, le=3660, description="日数")]


class Sourced(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of rules with its paragraph; ``verified`` is false for what is our proposal."""

    clause: str
    note: str = ""
    verified: bool = True
