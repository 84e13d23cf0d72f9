"""View ``congress``: what each project was to reach, for the people's congress (LY-23, HL-14)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from events.registration import ProjectRegistered
from events.targets import Indicator, TargetAdjusted, TargetApproved
from events.terms import SubjectKind
from projections.view import Lookup, View, Which


class Congress(Struct, frozen=True, kw_only=True, gc=False):
    """The targets of one project as approved or last adjusted; no name before registration."""

    division: str
    fiscal_year: int
    project: str
    name: str = ""
    subject_kind: SubjectKind = SubjectKind.PROJECT
    department: str = ""
    objective: str | None = None
    target_version: int | None = None
    indicators: tuple[str, ...] = ()


class Extract(Struct, frozen=True, kw_only=True):
    """One line of the extract: target, money now in 分, and the last finalized monitoring.

    Rates are percent; ``score`` is the review score of that task. Nothing is typed in again.
    """

    division: str
    fiscal_year: int
    project: str
    name: str
    subject_kind: SubjectKind
    department: str
    objective: str | None
    indicators: tuple[str, ...]
    budget_fen: int
    executed_fen: int
    execution_rate: Decimal | None
    task: str | None
    completion_rate: Decimal | None
    score: Decimal | None
    warnings: tuple[str, ...]
    cases: int


def fold(rows: Mapping[str, Congress], recorded: Recorded) -> tuple[Congress, ...]:
    """Add one fact to the project's row."""
    row = rows.get("")
    if row is None:
        project = recorded.aggregate
        row = Congress(division=project.division, fiscal_year=project.year, project=project.code)
    match recorded.fact:
        case ProjectRegistered() as fact:
            return (
                replace(
                    row,
                    name=fact.name,
                    subject_kind=fact.subject_kind,
                    department=fact.department,
                ),
            )
        case TargetApproved() as fact:
            return (
                replace(
                    row,
                    objective=fact.overall_objective,
                    target_version=fact.version,
                    indicators=tuple(_said(one) for one in fact.indicators),
                ),
            )
        case TargetAdjusted() as fact:
            said = tuple(_said(one) for one in fact.indicators)
            return (replace(row, target_version=fact.version, indicators=said),)
        case _:
            return ()


def _said(indicator: Indicator) -> str:
    """Say an indicator as a form does: 新建道路≥80公里."""
    if indicator.annual_value is None:
        due = f"（{indicator.due_on}前）" if indicator.due_on else ""
        return f"{indicator.name}{due or f'（{indicator.direction.zh}）'}"
    if indicator.upper_value is not None:
        return f"{indicator.name}{indicator.annual_value}至{indicator.upper_value}{indicator.unit}"
    return f"{indicator.name}{indicator.direction.zh}{indicator.annual_value}{indicator.unit}"


VIEW: Final = View(
    name="congress",
    version=1,
    row=Congress,
    key=("division", "fiscal_year", "project"),
    facts=frozenset((ProjectRegistered, TargetApproved, TargetAdjusted)),
    fold=fold,
)

_EXTRACT: Final = """
SELECT congress.division, congress.fiscal_year, congress.project, congress.name,
  congress.subject_kind, congress.department, objective, indicators,
  coalesce(current_fen, 0) AS budget_fen, coalesce(execution.executed_fen, 0) AS executed_fen,
  rate_current AS execution_rate, task, completion_rate, score,
  coalesce(warnings, '[]') AS warnings, coalesce(jsonb_array_length(cases), 0) AS cases
FROM congress
LEFT JOIN execution USING (division, fiscal_year, project)
LEFT JOIN LATERAL (
  SELECT task, completion_rate, score, warnings, cases FROM board
  WHERE board.division = congress.division AND board.fiscal_year = congress.fiscal_year
    AND board.project = congress.project AND board.state = 'FINALIZED'
  ORDER BY cutoff_on DESC, finalized_position DESC LIMIT 1
) AS latest ON true
WHERE congress.name <> ''
  AND (%(division)s::text IS NULL OR congress.division = %(division)s)
  AND (%(year)s::bigint IS NULL OR congress.fiscal_year = %(year)s)
  AND (%(project)s::text IS NULL OR congress.project = %(project)s)
  AND (%(department)s::text IS NULL OR congress.department = %(department)s)
ORDER BY congress.division, congress.fiscal_year, congress.department, congress.project
LIMIT %(limit)s OFFSET %(offset)s
"""


def extract(which: Which) -> Lookup[Extract]:
    """Put targets, money and monitoring side by side, project by project."""
    parameters: dict[str, object] = {
        "division": which.division,
        "year": which.year,
        "project": which.project,
        "department": which.department,
        "limit": which.limit,
        "offset": which.offset,
    }
    return Lookup(_EXTRACT, parameters, Extract)
