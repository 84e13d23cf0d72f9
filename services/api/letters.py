"""Views that are letters too: which, under which title, and how they are written."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from projections.ranking import Ranking
from services.api.faulty import Faulty
from services.desk.every_fault import Fault
from services.forms import circular
from services.policies.calendar import local_day


class Letter(Struct, frozen=True):
    """A letter made of a view's rows; ``write`` raises Refused and Faulty."""

    title: str
    write: Callable[[str, Sequence[Struct]], bytes]


def _circular(title: str, rows: Sequence[Struct]) -> bytes:
    """Write the circular of one published ranking (QM-14)."""
    ranked = [row for row in rows if isinstance(row, Ranking)]
    if len({(row.division, row.fiscal_year, row.assessment) for row in ranked}) > 1:
        raise Faulty(Fault(path="assessment", reason="通报只写一次考核，请指明年度和考核"))
    return circular.circular(title, ranked, local_day(datetime.now(UTC)))


LETTERS: Final[Mapping[str, Letter]] = {
    "ranking": Letter("部门预算绩效管理工作考核结果通报", _circular),
}
