"""View ``ledgers``: the money of every subject by budget, 三本预算 apart (HJ-08, HL-01)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from events.execution import (
    ExecutionFact,
    UpstreamFact,
)
from events.registration import ProjectRegistered
from events.terms import BudgetLedger
from projections.figures import percent_sql, told_twice_sql
from projections.money import moved, rates
from projections.view import ALL, Lookup, View, Which, listing


class Ledger(Struct, frozen=True, kw_only=True, gc=False):
    """One budget's part in one subject, in 分; rates in percent, None when the base is zero."""

    division: str
    fiscal_year: int
    project: str
    budget_ledger: BudgetLedger
    name: str = ""
    department: str = ""
    initial_fen: int = 0
    current_fen: int = 0
    appropriated_fen: int = 0
    executed_fen: int = 0
    committed_fen: int = 0
    rate_initial: Decimal | None = None
    rate_current: Decimal | None = None


class LedgerTotal(Struct, frozen=True):
    """One budget of a division and year, in 分; the rates are made from the sums."""

    budget_ledger: BudgetLedger
    subjects: int
    initial_fen: int
    current_fen: int
    appropriated_fen: int
    executed_fen: int
    rate_initial: Decimal | None
    rate_current: Decimal | None


def fold(rows: Mapping[str, Ledger], recorded: Recorded) -> tuple[Ledger, ...]:
    """Add one fact to the row of its budget."""
    match recorded.fact:
        case ProjectRegistered() as fact:
            known = dict(rows)
            known.setdefault(fact.budget_ledger, _begun(rows, recorded, fact.budget_ledger))
            return tuple(
                replace(row, name=fact.name, department=fact.department) for row in known.values()
            )
        case UpstreamFact() as fact:
            row = rows.get(fact.budget_ledger) or _begun(rows, recorded, fact.budget_ledger)
            return (_with_money(row, fact),)
        case _:
            return ()


def _begun(rows: Mapping[str, Ledger], recorded: Recorded, ledger: BudgetLedger) -> Ledger:
    project = recorded.aggregate
    other = next(iter(rows.values()), None)
    return Ledger(
        division=project.division,
        fiscal_year=project.year,
        project=project.code,
        budget_ledger=ledger,
        name=other.name if other else "",
        department=other.department if other else "",
    )


def _with_money(row: Ledger, fact: UpstreamFact) -> Ledger:
    initial, current, appropriated, executed, committed = moved(row, fact)
    return replace(
        row,
        initial_fen=initial,
        current_fen=current,
        appropriated_fen=appropriated,
        executed_fen=executed,
        committed_fen=committed,
    )


def finish(row: Ledger) -> Ledger:
    """Work out the rates."""
    on_initial, on_current = rates(row)
    return replace(row, rate_initial=on_initial, rate_current=on_current)


VIEW: Final = View(
    name="ledgers",
    version=1,
    row=Ledger,
    key=("division", "fiscal_year", "project", "budget_ledger"),
    facts=frozenset((*get_args(ExecutionFact), ProjectRegistered)),
    fold=fold,
    finish=finish,
    part="budget_ledger",
)


def show(which: Which = ALL) -> Lookup[Ledger]:
    """List subjects by department, each with its budgets."""
    order = "division, fiscal_year, department, project, budget_ledger"
    return listing(VIEW, which, order=order)


_TOTALS: Final = f"""
SELECT budget_ledger, subjects, initial_fen::bigint AS initial_fen,
  current_fen::bigint AS current_fen, appropriated_fen::bigint AS appropriated_fen,
  executed_fen::bigint AS executed_fen,
  {percent_sql("on_initial", "initial_fen")} AS rate_initial,
  {percent_sql("on_current", "current_fen")} AS rate_current
FROM (
  SELECT budget_ledger, count(*) AS subjects, sum(initial_fen) AS initial_fen,
    sum(current_fen) AS current_fen, sum(appropriated_fen) AS appropriated_fen,
    sum(executed_fen) AS executed_fen,
    coalesce(sum(executed_fen) FILTER (WHERE initial_fen > 0), 0) AS on_initial,
    coalesce(sum(executed_fen) FILTER (WHERE current_fen > 0), 0) AS on_current
  FROM ledgers WHERE division = %(division)s AND fiscal_year = %(year)s
    AND NOT {told_twice_sql("ledgers")}
  GROUP BY budget_ledger
) AS sums ORDER BY budget_ledger
"""  # noqa: S608  # no value is put into the text


def totals(division: str, year: int) -> Lookup[LedgerTotal]:
    """Sum up each budget of a division and year; who has no base is in no rate (5.8).

    A department as a whole is left out where it has projects: its money is theirs.
    """
    return Lookup(_TOTALS, {"division": division, "year": year}, LedgerTotal)
