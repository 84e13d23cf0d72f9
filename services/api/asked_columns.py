"""The columns of a view that can be compared and sorted by."""

import typing
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Final

from msgspec import Struct

from projections.view import Which
from services.answers.questions import VIEWS, Asked

OWN: Final = (
    *("division", "year", "project", "department", "period", "clues"),
    *("as_of", "at_least", "sort", "limit", "cursor"),
)
_ANYWHERE: Final = Asked(which=Which(division="000000", year=2000), period=None, clues=False)


@cache
def answer(view: str) -> type[Struct]:
    """Name the struct of a view's rows."""
    _, lookup_of = VIEWS[view]
    return lookup_of(_ANYWHERE).answer


@cache
def columns(view: str) -> Mapping[str, type]:
    """Name the columns of a view that can be compared and sorted by, with their types."""
    hints = typing.get_type_hints(answer(view))
    return {name: plain for name, hint in hints.items() if (plain := _scalar(hint))}


def _scalar(hint: object) -> type | None:
    members = [one for one in typing.get_args(hint) if one is not type(None)] or [hint]
    one = members[0]
    scalars = (bool, int, str, Decimal, date, datetime, Enum)
    return one if len(members) == 1 and isinstance(one, type) and issubclass(one, scalars) else None
