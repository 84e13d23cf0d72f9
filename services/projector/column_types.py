"""PostgreSQL's types for the fields of row structs."""

import types
import typing
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from msgspec import Struct

from projections.view import AS_WRITTEN

# Collation "C" makes every order the same on every machine.
TEXT: Final = 'text COLLATE "C"'
_TYPES: Final[dict[object, str]] = {
    int: "bigint",
    str: TEXT,
    bool: "boolean",
    Decimal: "numeric",
    date: "date",
    datetime: "timestamptz",
}


def column_types(row: type[Struct]) -> Iterator[tuple[str, str, bool]]:
    """Name each column with its PostgreSQL type and whether it can be null."""
    hints = typing.get_type_hints(row)
    marked = typing.get_type_hints(row, include_extras=True)
    for name in row.__struct_fields__:
        plain, nullable = _without_none(hints[name])
        if AS_WRITTEN in getattr(marked[name], "__metadata__", ()):
            yield name, "json", nullable
        elif isinstance(plain, type) and issubclass(plain, Enum):
            yield name, TEXT, nullable
        else:
            yield name, _TYPES.get(plain, "jsonb"), nullable


def _without_none(hint: object) -> tuple[object, bool]:
    if isinstance(hint, types.UnionType):
        members = [member for member in typing.get_args(hint) if member is not types.NoneType]
        return (members[0] if len(members) == 1 else hint), len(members) < len(hint.__args__)
    return hint, False


def copy_types(row: type[Struct]) -> list[str]:
    """Name the types as COPY's binary form wants them."""
    return [kind.partition(" ")[0] for _, kind, _ in column_types(row)]
