"""View ``execution``: the money of every project of a year as it stands now (LY-04, HJ-11)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from events.execution import (
    ExecutionFact,
    UpstreamFact,
)
from events.monitoring import ExecutionSnapshotTaken, SubmissionWithdrawn
from events.registration import FundsTagged, ProjectRegistered
from events.targets import TargetAdjusted, TargetApproved
from events.terms import FundTag, SubjectKind
from projections.money import moved, rates
from projections.view import ALL, Ground, Lookup, View, Which, listing


class Frozen(Struct, frozen=True, kw_only=True, gc=False):
    """The money a submission was made with, and the same day's money as it is known now, in 分."""

    task: str
    submission: int
    cutoff_on: date
    executed_fen: int
    executed_now_fen: int
    current_fen: int
    current_now_fen: int
    appropriated_fen: int
    appropriated_now_fen: int


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
    targets_at: datetime | None = None
    submissions: tuple[Frozen, ...] = ()


class Revised(Struct, frozen=True, kw_only=True):
    """A submission whose money changed afterwards by facts dated up to its cut-off, in 分."""

    division: str
    fiscal_year: int
    project: str
    name: str
    department: str
    task: str
    submission: int
    cutoff_on: date
    executed_fen: int
    executed_now_fen: int
    difference_fen: int
    current_fen: int
    current_now_fen: int
    appropriated_fen: int
    appropriated_now_fen: int


class Subject(Struct, frozen=True, kw_only=True):
    """A registered subject with approved targets, and when they were first approved."""

    division: str
    fiscal_year: int
    project: str
    subject_kind: SubjectKind
    targets_at: datetime


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
                fund_tags=tuple(dict.fromkeys((*fact.fund_tags, *row.fund_tags))),
                starts_on=fact.starts_on,
                ends_on=fact.ends_on,
            )
        case FundsTagged(tags=tags):
            row = replace(row, fund_tags=tuple(dict.fromkeys((*row.fund_tags, *tags))))
        case TargetApproved(version=version) | TargetAdjusted(version=version):
            at = row.targets_at or recorded.envelope.time
            row = replace(row, target_version=version, targets_at=at)
        case ExecutionSnapshotTaken() as fact:
            row = replace(row, submissions=_frozen(row, fact))
        case SubmissionWithdrawn(task=task):
            row = replace(row, submissions=_others(row, task))
        case _:
            return ()
    return (row,)


def _frozen(row: Execution, fact: ExecutionSnapshotTaken) -> tuple[Frozen, ...]:
    """Keep the last submission of every task."""
    money = fact.figures
    frozen = Frozen(
        task=fact.task,
        submission=fact.submission,
        cutoff_on=money.as_of,
        executed_fen=money.executed_fen,
        executed_now_fen=money.executed_fen,
        current_fen=money.current_fen,
        current_now_fen=money.current_fen,
        appropriated_fen=money.appropriated_fen,
        appropriated_now_fen=money.appropriated_fen,
    )
    return (*_others(row, fact.task), frozen)


def _others(row: Execution, task: str) -> tuple[Frozen, ...]:
    return tuple(one for one in row.submissions if one.task != task)


def _now(frozen: Frozen, on: date, executed: int, current: int, appropriated: int) -> Frozen:
    if on > frozen.cutoff_on:
        return frozen
    return replace(
        frozen,
        executed_now_fen=frozen.executed_now_fen + executed,
        current_now_fen=frozen.current_now_fen + current,
        appropriated_now_fen=frozen.appropriated_now_fen + appropriated,
    )


def _with_money(row: Execution, fact: UpstreamFact) -> Execution:
    initial, current, appropriated, executed, committed = moved(row, fact)
    on = fact.occurred_on
    submissions = row.submissions
    if submissions:
        more, budget = executed - row.executed_fen, current - row.current_fen
        released = appropriated - row.appropriated_fen
        submissions = tuple(_now(one, on, more, budget, released) for one in submissions)
    return replace(
        row,
        initial_fen=initial,
        current_fen=current,
        appropriated_fen=appropriated,
        executed_fen=executed,
        committed_fen=committed,
        first_on=on if row.first_on is None or on < row.first_on else row.first_on,
        last_on=on if row.last_on is None or on > row.last_on else row.last_on,
        submissions=submissions,
    )


def finish(row: Execution) -> Execution:
    """Work out the rates."""
    on_initial, on_current = rates(row)
    return replace(row, rate_initial=on_initial, rate_current=on_current)


VIEW: Final = View(
    name="execution",
    version=4,
    row=Execution,
    key=("division", "fiscal_year", "project"),
    facts=frozenset(
        (
            *get_args(ExecutionFact),
            *(ProjectRegistered, FundsTagged),
            *(TargetApproved, TargetAdjusted, ExecutionSnapshotTaken, SubmissionWithdrawn),
        )
    ),
    fold=fold,
    finish=finish,
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


_REVISED: Final = """
SELECT division, fiscal_year, project, name, department, one ->> 'task' AS task,
  (one ->> 'submission')::int AS submission, (one ->> 'cutoff_on')::date AS cutoff_on,
  (one ->> 'executed_fen')::bigint AS executed_fen,
  (one ->> 'executed_now_fen')::bigint AS executed_now_fen,
  (one ->> 'executed_now_fen')::bigint - (one ->> 'executed_fen')::bigint AS difference_fen,
  (one ->> 'current_fen')::bigint AS current_fen,
  (one ->> 'current_now_fen')::bigint AS current_now_fen,
  (one ->> 'appropriated_fen')::bigint AS appropriated_fen,
  (one ->> 'appropriated_now_fen')::bigint AS appropriated_now_fen
FROM execution, jsonb_array_elements(submissions) AS one
WHERE (one ->> 'executed_now_fen' <> one ->> 'executed_fen'
    OR one ->> 'current_now_fen' <> one ->> 'current_fen'
    OR one ->> 'appropriated_now_fen' <> one ->> 'appropriated_fen')
  AND (%(division)s::text IS NULL OR division = %(division)s)
  AND (%(year)s::int IS NULL OR fiscal_year = %(year)s)
  AND (%(project)s::text IS NULL OR project = %(project)s)
  AND (%(department)s::text IS NULL OR department = %(department)s)
ORDER BY division, fiscal_year, project, task LIMIT %(limit)s OFFSET %(offset)s
"""


def revised(which: Which = ALL) -> Lookup[Revised]:
    """List submissions whose money is known differently now; the submissions stand as they are."""
    parameters: dict[str, object] = {
        "division": which.division,
        "year": which.year,
        "project": which.project,
        "department": which.department,
        "limit": which.limit,
        "offset": which.offset,
    }
    return Lookup(_REVISED, parameters, Revised)


_SUBJECTS: Final = """
SELECT division, fiscal_year, project, subject_kind, targets_at FROM execution
WHERE name <> '' AND targets_at IS NOT NULL ORDER BY division, fiscal_year, project
"""


def subjects() -> Lookup[Subject]:
    """List every subject a standing duty may concern (HJ-17)."""
    return Lookup(_SUBJECTS, {}, Subject)
