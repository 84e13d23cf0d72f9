"""The shape of every view: a table derived from its row, a pure fold, its lookups."""

from collections.abc import Callable, Mapping
from typing import Final, Generic, TypeVar, cast

from msgspec import Meta, Struct

from events.envelope import Recorded
from events.fact import Fact

R = TypeVar("R", bound=Struct)
A_co = TypeVar("A_co", bound=Struct, covariant=True)

PAGE: Final = 1000
# Marks a column that is only ever handed out whole: PostgreSQL keeps the text and does not make it
# again from parts for every reader.
AS_WRITTEN: Final = Meta(extra={"stored": "as written"})


class View(Struct, Generic[R], frozen=True, kw_only=True):
    """A table folded from facts; deleting its file deletes nothing else.

    A row belongs to the aggregate whose facts make it: its first three key columns name that
    aggregate (division, fiscal year, code), and ``part`` is the fourth that tells the rows of one
    aggregate apart. ``fold`` gets the rows of the fact's aggregate by their part ("" where there is
    none) and returns the rows that are new or changed; it never refuses a fact and never removes a
    row. An append-only view makes one row a fact and is never given rows back. ``finish`` adds what
    follows from a row alone when it is written: a row is folded often and written seldom.
    ``version`` changes with the meaning of the fold: the view is then rebuilt at the next start.
    """

    name: str
    version: int
    row: type[R]
    key: tuple[str, ...]
    facts: frozenset[type[Fact]]
    fold: Callable[[Mapping[str, R], Recorded], tuple[R, ...]]
    finish: Callable[[R], R] | None = None
    part: str = ""
    append_only: bool = False
    indexes: tuple[str, ...] = ()


class Lookup(Struct, Generic[A_co], frozen=True):
    """A question to the views in plain SQL with ``%(name)s`` parameters, and its answer's type."""

    sql: str
    parameters: dict[str, object]
    answer: type[A_co]


class Ground(Struct, frozen=True, kw_only=True):
    """One thing a count was made of: a project with its task or case, or an obligation.

    ``earned`` says whether it counts for whom it is about; ``position`` is a ledger position.
    """

    project: str = ""
    item: str = ""
    earned: bool = True
    position: int | None = None


class Which(Struct, frozen=True, kw_only=True):
    """Which rows are asked for; None does not ask."""

    division: str | None = None
    year: int | None = None
    project: str | None = None
    department: str | None = None
    limit: int = PAGE
    offset: int = 0


ALL: Final = Which()


def on_the_shelf(view: View[R]) -> View[Struct]:
    """Forget the type of the row, for code that treats all views alike.

    Sound as long as a view is only given the rows that it made, which is what the engine does.
    """
    return cast("View[Struct]", view)


def columns(row: type[Struct]) -> tuple[str, ...]:
    """Name the columns of a table in the order of the row's fields."""
    return row.__struct_fields__


def listing(
    view: View[R], which: Which, *, order: str, filters: Mapping[str, object] | None = None
) -> Lookup[R]:
    """List the rows of ``view`` that ``which`` and the extra ``filters`` ask for.

    ``filters`` maps a condition to its value and is left out where that is None; a condition is a
    column (equality) or SQL with one ``%s``. What the view has no column for does not filter it.
    """
    asked: dict[str, object] = {
        "division": which.division,
        "fiscal_year": which.year,
        "project": which.project,
        "department": which.department,
    }
    known = columns(view.row)
    wanted = {name: value for name, value in asked.items() if name in known} | dict(filters or {})
    conditions: list[str] = []
    parameters: dict[str, object] = {"limit": which.limit, "offset": which.offset}
    for number, (condition, value) in enumerate(wanted.items()):
        if value is None:
            continue
        name = f"filter{number}"
        text = condition if "%s" in condition else f"{condition} = %s"
        conditions.append(text.replace("%s", f"%({name})s"))
        parameters[name] = value
    where = ["WHERE", " AND ".join(conditions)] if conditions else []
    page = ["FROM", view.name, *where, "ORDER BY", order, "LIMIT %(limit)s OFFSET %(offset)s"]
    if which.offset:
        # What lies before the page is passed over by its keys alone, where possible in an index.
        key = ", ".join(view.key)
        page = ["FROM", view.name, "JOIN (SELECT", key, *page, f") AS page USING ({key})"]
        page += ["ORDER BY", order]
    return Lookup(" ".join(["SELECT", ", ".join(known), *page]), parameters, view.row)
