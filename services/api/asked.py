"""What a client asks of a view: a query string read against the view's own columns."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from events.subjects import CODE, DIVISION
from projections.view import Lookup, Which
from services.answers.questions import VIEWS, Asked
from services.api.asked_columns import OWN, columns
from services.api.cursor import Cursor, parse
from services.api.faulty import Faulty
from services.api.parameters import Parameters, Value
from services.desk.every_fault import Fault

EVERYTHING: Final = 10**9
PAGE: Final = 100
MOST: Final = 1000


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
