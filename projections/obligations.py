"""View ``obligations``: who owes which report or publication, and what became of it (HL-13/17)."""

from collections.abc import Mapping
from datetime import date
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from events.obligation import (
    ObligationFact,
    ObligationFulfilled,
    ObligationOverdue,
    ObligationRegistered,
    ObligationWaived,
)
from events.terms import Duty, Recipient, Term
from projections.view import ALL, Ground, Lookup, View, Which, listing


class ObligationState(Term):
    """How far an obligation has come; overdue is a mark beside it."""

    OPEN = "OPEN", "待履行"
    PARTLY = "PARTLY", "部分送达"
    FULFILLED = "FULFILLED", "已履行"
    WAIVED = "WAIVED", "免予"


class Delivery(Struct, frozen=True, kw_only=True, gc=False):
    """One delivery or publication; ``position`` is the fact's place in the ledger."""

    recipients: tuple[Recipient, ...]
    document: str
    on: date
    days_late: int
    position: int


class Obligation(Struct, frozen=True, kw_only=True, gc=False):
    """One who owes one thing; ``days_late`` of the delivery that completed it, below 0 early."""

    division: str
    fiscal_year: int
    obligation: str
    department: str
    kind: Duty
    what: str
    recipients: tuple[Recipient, ...]
    copies: tuple[Recipient, ...]
    due_on: date
    clause: str
    edition: str
    state: ObligationState = ObligationState.OPEN
    overdue: bool = False
    fulfilled_on: date | None = None
    days_late: int | None = None
    deliveries: tuple[Delivery, ...] = ()
    waiver_reason: str | None = None


class Due(Struct, frozen=True, kw_only=True):
    """Something whose day has passed without anybody having said so."""

    division: str
    fiscal_year: int
    obligation: str
    department: str


class Timeliness(Struct, frozen=True, kw_only=True):
    """How many of a department's obligations are due by a day, and how many were done in time."""

    department: str
    due: int
    on_time: int
    basis: tuple[Ground, ...]


def fold(rows: Mapping[str, Obligation], recorded: Recorded) -> tuple[Obligation, ...]:
    """Add one fact to the rows of those it names; a fact about a stranger makes no row."""
    match recorded.fact:
        case ObligationRegistered() as fact:
            return tuple(_owed(recorded, fact, name) for name in fact.owed_by if name not in rows)
        case ObligationFulfilled() | ObligationOverdue() | ObligationWaived() as fact:
            row = rows.get(fact.department)
            return () if row is None else (_after(row, fact, recorded.sequence),)
        case _:
            return ()


def _owed(recorded: Recorded, fact: ObligationRegistered, department: str) -> Obligation:
    aggregate = recorded.aggregate
    return Obligation(
        division=aggregate.division,
        fiscal_year=aggregate.year,
        obligation=aggregate.code,
        department=department,
        kind=fact.kind,
        what=fact.what,
        recipients=fact.recipients,
        copies=fact.copies,
        due_on=fact.due_on,
        clause=fact.clause,
        edition=fact.edition,
    )


def _after(
    row: Obligation,
    fact: ObligationFulfilled | ObligationOverdue | ObligationWaived,
    position: int,
) -> Obligation:
    match fact:
        case ObligationOverdue():
            return replace(row, overdue=True)
        case ObligationWaived(reason=reason):
            return replace(row, state=ObligationState.WAIVED, waiver_reason=reason)
        case ObligationFulfilled():
            delivery = Delivery(
                recipients=fact.recipients,
                document=fact.document,
                on=fact.on,
                days_late=fact.days_late,
                position=position,
            )
            row = replace(row, deliveries=(*row.deliveries, delivery))
            if row.state is ObligationState.FULFILLED:
                return row
            if not fact.complete:
                waived = row.state is ObligationState.WAIVED
                return row if waived else replace(row, state=ObligationState.PARTLY)
            # What was sent last may have gone out first: late is the latest of all deliveries.
            last = max(row.deliveries, key=lambda one: one.on)
            return replace(
                row,
                state=ObligationState.FULFILLED,
                fulfilled_on=last.on,
                days_late=last.days_late,
            )


VIEW: Final = View(
    name="obligations",
    version=2,
    row=Obligation,
    key=("division", "fiscal_year", "obligation", "department"),
    part="department",
    facts=frozenset(get_args(ObligationFact)),
    fold=fold,
    indexes=("(due_on)",),
)


def show(which: Which = ALL) -> Lookup[Obligation]:
    """List obligations by the day they are due."""
    return listing(VIEW, which, order="division, fiscal_year, due_on, obligation, department")


_OVERDUE: Final = """
SELECT division, fiscal_year, obligation, department FROM obligations
WHERE due_on < %(today)s AND state IN ('OPEN', 'PARTLY') AND NOT overdue
ORDER BY due_on, division, fiscal_year, obligation, department
"""


def overdue(today: date) -> Lookup[Due]:
    """List what became overdue before ``today`` (Asia/Shanghai) and was not said to be."""
    return Lookup(_OVERDUE, {"today": today}, Due)


_TIMELINESS: Final = """
SELECT department, count(*) AS due,
  count(*) FILTER (WHERE state = 'FULFILLED' AND days_late <= 0) AS on_time,
  jsonb_agg(jsonb_build_object('item', obligation,
      'earned', state = 'FULFILLED' AND days_late <= 0,
      'position', deliveries -> -1 -> 'position') ORDER BY obligation) AS basis
FROM obligations WHERE division = %(division)s AND fiscal_year = %(year)s AND state <> 'WAIVED'
  AND (due_on < %(today)s OR state = 'FULFILLED')
GROUP BY department ORDER BY department
"""


def timeliness(division: str, year: int, today: date) -> Lookup[Timeliness]:
    """Count by department what is done or was due before ``today``; waived is no obligation."""
    return Lookup(_TIMELINESS, {"division": division, "year": year, "today": today}, Timeliness)
