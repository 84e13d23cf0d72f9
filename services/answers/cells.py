"""What stands in a cell: fields as they are, money in 万元, codes in words."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from msgspec import Struct

from events.terms import EvaluationKind, FundTag, SubjectKind, Term, Trigger
from projections.board.duties import Corrections
from projections.board.row import Board
from projections.clawback import Clawback
from projections.coverage import Share
from projections.ranking import Ranking
from projections.reports import Figure
from projections.targets import TargetVersion
from services.policies.packs import packs
from services.project.measures import wan

WAN: Final = "万元"
Cell = str | int | Decimal | None
Column = tuple[str, Callable[[object], object]]


class Field(Struct, frozen=True):
    """Shows a field as it is, or one of 分 in 万元."""

    name: str
    wan: bool = False

    def __call__(self, row: object) -> object:
        """Give what stands in the cell of a row."""
        value = getattr(row, self.name)
        return wan(value) if self.wan and isinstance(value, int) else value


def of(name: str) -> Field:
    """Show a field as it is."""
    return Field(name)


def in_wan(name: str) -> Field:
    """Show a field of 分 in 万元."""
    return Field(name, wan=True)


def place(row: object) -> object:
    """Name the place whose rules a division has; its code where no pack is for it."""
    division = getattr(row, "division", "")
    return next((r.place for r in packs().values() if r.division == division), division)


def year(row: object) -> object:
    """Give a year as text: it is no figure to be grouped by thousands."""
    return str(getattr(row, "fiscal_year", ""))


def taken(row: object) -> object:
    """Show what was taken back, corrections included."""
    return wan(row.executed_fen + row.corrected_fen) if isinstance(row, Clawback) else None


def case(row: object) -> object:
    """Show the newest rectification case and where it stands."""
    if not isinstance(row, Board) or row.case_id is None or row.case_state is None:
        return None
    return f"{row.case_id} {row.case_state.zh}"


def tag(code: str) -> object:
    """Read a fund tag aloud."""
    return next((tag.zh for tag in FundTag if tag == code), "未标记")


def indicators(row: object) -> object:
    """Show the indicators of a version in one line."""
    if not isinstance(row, TargetVersion):
        return None
    return "；".join(
        f"{one.name}{one.direction.zh}{one.annual_value or ''}{one.unit}" for one in row.indicators
    )


def population(row: object) -> object:
    """Read aloud what a share is a share of."""
    name = row.population if isinstance(row, Share) else ""
    terms = (*SubjectKind, *FundTag)
    return next((term for term in terms if term.value == name), name)


def follows(row: object) -> object:
    """Show what followed from a place in the ranking."""
    if not isinstance(row, Ranking):
        return None
    return tuple(one.kind for one in row.consequences) or None


_SPOKEN: Final[tuple[type[Term], ...]] = (SubjectKind, FundTag, Trigger, EvaluationKind)
_WORDS: Final = {term.value: term.zh for kind in _SPOKEN for term in kind}


def scope(row: object) -> object:
    """Read a scope such as "登记 PROJECT" aloud."""
    return " ".join(_WORDS.get(word, word) for word in str(getattr(row, "scope", "")).split())


def figure(row: object) -> object:
    """Show a figure, money in 万元."""
    if not isinstance(row, Figure) or row.value is None:
        return None
    return wan(int(row.value)) if row.unit == "分" else row.value


def figure_unit(row: object) -> object:
    """Show the unit of a figure as it is shown."""
    return "万元" if isinstance(row, Figure) and row.unit == "分" else getattr(row, "unit", None)


def correction(row: object) -> object:
    """Show the correction rate; none issued is not applicable."""
    rate = row.correction_rate if isinstance(row, Corrections) else None
    return "不适用" if rate is None else rate
