"""Tables from row structs, in plain SQL; unqualified names, the search path says which schema."""

import hashlib
from typing import Final

from msgspec import Struct

from projections.view import View
from services.projector.column_types import TEXT, column_types

CHECKPOINT: Final = f"""
CREATE TABLE checkpoint (
  view {TEXT} PRIMARY KEY,
  shape {TEXT} NOT NULL,
  position bigint NOT NULL,
  blocked_at bigint,
  reason {TEXT}
)
"""


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
