"""What a client asks of a view: a query string read against the view's own columns."""

import typing
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from events.subjects import CODE, DIVISION
from projections.view import Lookup, Which
from services.answers.questions import VIEWS, Asked
from services.api.cursor import Cursor, parse
from services.api.faulty import Faulty
from services.api.parameters import Parameters, Value
from services.desk.every_fault import Fault

EVERYTHING: Final = 10**9
PAGE: Final = 100
MOST: Final = 1000
OWN: Final = (
    *("division", "year", "project", "department", "period", "clues"),
    *("as_of", "at_least", "sort", "limit", "cursor"),
)
_ANYWHERE: Final = Asked(which=Which(division="000000", year=2000), period=None, clues=False)


class Query(Struct, frozen=True, kw_only=True):
    """One question as it was understood; ``sort`` names columns, falling where True."""

    view: str
    asked: Asked
    equal: dict[str, Value]
    sort: tuple[tuple[str, bool], ...]
    as_of: datetime | None
    at_least: int
    limit: int
    cursor: Cursor | None

    def lookup(self, *, limit: int = EVERYTHING, offset: int = 0) -> Lookup[Struct]:
        """Ask the view; :class:`Refused` when it needs a division and a year."""
        _, lookup_of = VIEWS[self.view]
        return lookup_of(
            replace(self.asked, which=replace(self.asked.which, limit=limit, offset=offset))
        )


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


def read(view: str, sent: Iterable[tuple[str, str]]) -> Query:
    """Read a query string; :class:`Faulty` lists everything that is wrong in it."""
    found, known = Parameters(sent), columns(view)
    compared = {name: kind for name, kind in known.items() if name not in OWN}
    found.unknown((*OWN, *compared))
    cursor = found.text("cursor")
    query = Query(
        view=view,
        asked=Asked(
            which=Which(
                division=found.matching("division", DIVISION, "须为六位数字的区划代码"),
                year=found.whole("year", 1990, 2100),
                project=found.matching("project", CODE, "项目代码格式不符"),
                department=found.text("department"),
            ),
            period=found.text("period"),
            clues=found.yes("clues"),
        ),
        equal={n: v for n, k in compared.items() if (v := found.value(n, k)) is not None},
        sort=tuple(found.names("sort", known)),
        as_of=found.moment("as_of"),
        at_least=found.whole("at_least", 0, 2**63 - 1) or 0,
        limit=found.whole("limit", 1, MOST) or PAGE,
        cursor=parse(cursor) if cursor else None,
    )
    faults = found.faults
    if cursor and query.cursor is None:
        faults.append(Fault(path="cursor", reason="不是本系统给出的翻页标记"))
    if faults:
        raise Faulty(*faults)
    return query


def described(view: str) -> list[dict[str, object]]:
    """Describe the query parameters of a view."""
    known = columns(view)
    compared = {name: kind for name, kind in known.items() if name not in OWN}
    own = [_parameter(name, *_OWN_WORDS[name]) for name in OWN]
    return own + [_parameter(name, "此栏等于", _schema(kind)) for name, kind in compared.items()]


def _parameter(name: str, words: str, schema: dict[str, object]) -> dict[str, object]:
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _schema(kind: type) -> dict[str, object]:
    if issubclass(kind, Enum):
        return {"type": "string", "enum": [one.value for one in kind]}
    names = {bool: "boolean", int: "integer", Decimal: "number"}
    found: dict[str, object] = {"type": names.get(kind, "string")}
    forms = {date: "date", datetime: "date-time"}
    return found | ({"format": forms[kind]} if kind in forms else {})


_TEXT: Final[dict[str, object]] = {"type": "string", "maxLength": 200}
_OWN_WORDS: Final[Mapping[str, tuple[str, dict[str, object]]]] = {
    "division": ("财政区划代码", {"type": "string", "pattern": "^[0-9]{6}$"}),
    "year": ("预算年度", {"type": "integer", "minimum": 1990, "maximum": 2100}),
    "project": ("项目代码", {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,64}$"}),
    "department": ("部门", _TEXT),
    "period": ("监控期间", _TEXT),
    "clues": ("只看问责线索", {"type": "boolean"}),
    "as_of": ("截至此日（至其结束）或此刻登记的事实", _TEXT),
    "at_least": ("等视图到达此台账位置，用于读到自己刚写的", {"type": "integer", "minimum": 0}),
    "sort": ("按这些栏排序，以逗号分隔，前加 - 为降序", _TEXT),
    "limit": ("每页行数", {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE}),
    "cursor": ("上一页给出的标记", _TEXT),
}
