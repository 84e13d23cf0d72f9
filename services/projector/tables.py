"""Tables from row structs, in plain SQL; unqualified names, the search path says which schema."""

import hashlib
import types
import typing
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from msgspec import Struct

from projections.view import AS_WRITTEN, View

# Collation "C" makes every order the same on every machine.
_TEXT: Final = 'text COLLATE "C"'
_TYPES: Final[dict[object, str]] = {
    int: "bigint",
    str: _TEXT,
    bool: "boolean",
    Decimal: "numeric",
    date: "date",
    datetime: "timestamptz",
}

CHECKPOINT: Final = f"""
CREATE TABLE checkpoint (
  view {_TEXT} PRIMARY KEY,
  shape {_TEXT} NOT NULL,
  position bigint NOT NULL,
  blocked_at bigint,
  reason {_TEXT}
)
"""


def column_types(row: type[Struct]) -> Iterator[tuple[str, str, bool]]:
    """Name each column with its PostgreSQL type and whether it can be null."""
    hints = typing.get_type_hints(row)
    marked = typing.get_type_hints(row, include_extras=True)
    for name in row.__struct_fields__:
        plain, nullable = _without_none(hints[name])
        if AS_WRITTEN in getattr(marked[name], "__metadata__", ()):
            yield name, "json", nullable
        elif isinstance(plain, type) and issubclass(plain, Enum):
            yield name, _TEXT, nullable
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


def create_table(view: View[Struct], *, logged: bool = True) -> str:
    """Return the view's table with its key; a throw-away one need not be logged."""
    columns = [
        f"{name} {kind}{'' if nullable else ' NOT NULL'}"
        for name, kind, nullable in column_types(view.row)
    ]
    what = "TABLE" if logged else "UNLOGGED TABLE"
    # Rows that are updated again and again fit beside their older self on the page.
    space = 100 if view.append_only else 80
    body = ", ".join([*columns, f"PRIMARY KEY ({', '.join(view.key)})"])
    return f"CREATE {what} {view.name} ({body}) WITH (fillfactor = {space})"


def create_indexes(view: View[Struct]) -> list[str]:
    """Return what makes the view's secondary indexes, best done once the rows are there."""
    return [f"CREATE INDEX ON {view.name} {index}" for index in view.indexes]


def shape(view: View[Struct]) -> str:
    """Return a digest of what a stored view must agree with: version, columns, key, indexes."""
    text = repr((view.version, create_table(view), create_indexes(view)))
    return hashlib.sha256(text.encode()).hexdigest()
