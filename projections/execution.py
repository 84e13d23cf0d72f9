"""View ``execution``: the money of every project of a year as it stands now (LY-04, HJ-11)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from events.execution import (
    BudgetAdjusted,
    BudgetApproved,
    CommitmentRecorded,
    CommitmentReleased,
    ExecutionFact,
    FundsAppropriated,
    PaymentCorrected,
    PaymentExecuted,
    PaymentRefunded,
    UpstreamFact,
)
from events.registration import ProjectRegistered
from events.targets import TargetAdjusted, TargetApproved
from events.terms import FundTag, SubjectKind
from projections.figures import percent
from projections.view import ALL, Ground, Lookup, View, Which, listing


class Execution(Struct, frozen=True, kw_only=True, gc=False):
    """One project, in 分; ``executed_fen`` is payments minus refunds plus corrections.

    Rates are percent at two decimals HALF_UP, None when the base is zero. ``target_version`` is
    the version in force, None while no targets are approved. A project that was paid before it was
    registered has a row without a name.
    """

    division: str
    fiscal_year: int
    project: str
    name: str = ""
    subject_kind: SubjectKind = SubjectKind.PROJECT
    department: str = ""
    unit: str = ""
    fund_tags: tuple[FundTag, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    target_version: int | None = None
    initial_fen: int = 0
    current_fen: int = 0
    appropriated_fen: int = 0
    executed_fen: int = 0
    committed_fen: int = 0
    first_on: date | None = None
    last_on: date | None = None
    rate_initial: Decimal | None = None
    rate_current: Decimal | None = None


class TargetCoverage(Struct, frozen=True):
    """How many projects of a department have approved targets (HL-04)."""

    department: str
    projects: int
    with_targets: int
    basis: tuple[Ground, ...] = ()


def fold(rows: Mapping[str, Execution], recorded: Recorded) -> tuple[Execution, ...]:
    """Add one fact to the project's row."""
    row = rows.get("")
    if row is None:
        project = recorded.aggregate
        row = Execution(division=project.division, fiscal_year=project.year, project=project.code)
    match recorded.fact:
        case UpstreamFact() as fact:
            return (_with_money(row, fact),)
        case ProjectRegistered() as fact:
            row = replace(
                row,
                name=fact.name,
                subject_kind=fact.subject_kind,
                department=fact.department,
                unit=fact.unit,
                fund_tags=fact.fund_tags,
                starts_on=fact.starts_on,
                ends_on=fact.ends_on,
            )
        case TargetApproved(version=version) | TargetAdjusted(version=version):
            row = replace(row, target_version=version)
        case _:
            return ()
    return (row,)


def _with_money(row: Execution, fact: UpstreamFact) -> Execution:
    initial, current, executed = row.initial_fen, row.current_fen, row.executed_fen
    appropriated, committed = row.appropriated_fen, row.committed_fen
    match fact:
        case PaymentExecuted() | PaymentCorrected():
            executed += fact.amount_fen
        case PaymentRefunded():
            executed -= fact.amount_fen
        case BudgetApproved():
            initial += fact.amount_fen
            current += fact.amount_fen
        case BudgetAdjusted():
            current += fact.amount_fen
        case FundsAppropriated():
            appropriated += fact.amount_fen
        case CommitmentRecorded():
            committed += fact.amount_fen
        case CommitmentReleased():
            committed -= fact.amount_fen
        case _:  # a kind of upstream fact that moves no figure of this view
            pass
    on = fact.occurred_on
    return replace(
        row,
        initial_fen=initial,
        current_fen=current,
        appropriated_fen=appropriated,
        executed_fen=executed,
        committed_fen=committed,
        first_on=on if row.first_on is None or on < row.first_on else row.first_on,
        last_on=on if row.last_on is None or on > row.last_on else row.last_on,
        rate_initial=percent(executed, initial),
        rate_current=percent(executed, current),
    )


VIEW: Final = View(
    name="execution",
    version=1,
    row=Execution,
    key=("division", "fiscal_year", "project"),
    facts=frozenset((*get_args(ExecutionFact), ProjectRegistered, TargetApproved, TargetAdjusted)),
    fold=fold,
    indexes=("(division, fiscal_year, department)",),
)


def show(which: Which = ALL) -> Lookup[Execution]:
    """List projects by department."""
    order = "division, fiscal_year, department, project"
    return listing(VIEW, which, order=order)


_COVERAGE: Final = """
SELECT department, count(*) AS projects, count(target_version) AS with_targets,
  jsonb_agg(jsonb_build_object('project', project, 'earned', target_version IS NOT NULL)
    ORDER BY project) AS basis
FROM execution WHERE division = %(division)s AND fiscal_year = %(year)s AND name <> ''
GROUP BY department ORDER BY department
"""


def target_coverage(division: str, year: int) -> Lookup[TargetCoverage]:
    """Count registered projects and those with approved targets, by department."""
    return Lookup(_COVERAGE, {"division": division, "year": year}, TargetCoverage)
