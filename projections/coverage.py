"""View ``coverage``: which subjects were evaluated by whom, and how much of the whole (HL-01)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Recorded
from events.evaluation import EvaluationConcluded, EvaluationStarted
from events.execution import BudgetAdjusted, BudgetApproved
from events.registration import FundsTagged, ProjectRegistered
from events.terms import EvaluationKind, FundTag, SubjectKind
from projections.figures import percent_sql
from projections.view import Lookup, View


class Coverage(Struct, frozen=True, kw_only=True, gc=False):
    """One subject of a year with its current budget in 分 and the evaluations concluded.

    The floors are those of the last evaluation started or concluded, in percent.
    """

    division: str
    fiscal_year: int
    project: str
    name: str | None = None
    department: str | None = None
    subject_kind: SubjectKind | None = None
    key_special: bool = False
    current_fen: int = 0
    evaluated: tuple[EvaluationKind, ...] = ()
    coverage_floor: Decimal | None = None
    key_floor: Decimal | None = None


def fold(rows: Mapping[str, Coverage], recorded: Recorded) -> tuple[Coverage, ...]:
    """Add one fact to the subject; money may come before the registration."""
    subject, fact = recorded.aggregate, recorded.fact
    row = rows.get("") or Coverage(
        division=subject.division, fiscal_year=subject.year, project=subject.code
    )
    match fact:
        case ProjectRegistered():
            return (
                replace(
                    row,
                    name=fact.name,
                    department=fact.department,
                    subject_kind=fact.subject_kind,
                    key_special=row.key_special or FundTag.KEY_SPECIAL in fact.fund_tags,
                ),
            )
        case FundsTagged(tags=tags):
            return (replace(row, key_special=row.key_special or FundTag.KEY_SPECIAL in tags),)
        case BudgetApproved(amount_fen=fen) | BudgetAdjusted(amount_fen=fen):
            return (replace(row, current_fen=row.current_fen + fen),)
        case EvaluationStarted() if fact.coverage_floor is not None:
            return (_asked(row, fact),)
        case EvaluationConcluded(kind=kind):
            kinds = row.evaluated if kind in row.evaluated else (*row.evaluated, kind)
            return (_asked(replace(row, evaluated=kinds), fact),)
        case _:
            return ()


def _asked(row: Coverage, fact: EvaluationStarted | EvaluationConcluded) -> Coverage:
    return replace(row, coverage_floor=fact.coverage_floor, key_floor=fact.key_floor)


VIEW: Final = View(
    name="coverage",
    version=3,
    row=Coverage,
    key=("division", "fiscal_year", "project"),
    facts=frozenset(
        (
            *(ProjectRegistered, FundsTagged, BudgetApproved, BudgetAdjusted),
            *(EvaluationStarted, EvaluationConcluded),
        )
    ),
    fold=fold,
)


class Share(Struct, frozen=True, kw_only=True):
    """How far one kind of evaluation covers a population, by count and by amount in 分.

    ``met`` is by count or by amount; of 重点专项 only the amount counts (HL-10).
    """

    kind: EvaluationKind
    population: str
    subjects: int
    evaluated: int
    amount_fen: int
    evaluated_fen: int
    count_rate: Decimal | None
    amount_rate: Decimal | None
    floor: Decimal | None
    met: bool | None


_KINDS: Final = ", ".join(f"('{kind.value}')" for kind in EvaluationKind)
_SQL: Final = f"""
WITH subjects AS (
  SELECT * FROM coverage
  WHERE division = %(division)s AND fiscal_year = %(year)s AND name IS NOT NULL
), populations AS (
  SELECT subject_kind AS population, false AS by_amount,
    (SELECT max(coverage_floor) FROM subjects) AS floor, * FROM subjects
  UNION ALL
  SELECT 'KEY_SPECIAL', true, (SELECT max(key_floor) FROM subjects), *
  FROM subjects WHERE key_special
), sums AS (
  SELECT kinds.kind, population, by_amount, max(floor) AS floor,
         count(*) AS subjects,
         count(*) FILTER (WHERE evaluated ? kinds.kind) AS evaluated,
         sum(current_fen)::bigint AS amount_fen,
         coalesce(sum(current_fen) FILTER (WHERE evaluated ? kinds.kind), 0)::bigint
           AS evaluated_fen
  FROM populations CROSS JOIN (VALUES {_KINDS}) AS kinds (kind)
  GROUP BY kinds.kind, population, by_amount
)
SELECT kind, population, subjects, evaluated, amount_fen, evaluated_fen,
       {percent_sql("evaluated::numeric", "subjects")} AS count_rate,
       {percent_sql("evaluated_fen::numeric", "amount_fen")} AS amount_rate, floor,
       (NOT by_amount AND 100 * evaluated >= floor * subjects)
         OR (amount_fen > 0 AND 100 * evaluated_fen::numeric >= floor * amount_fen) AS met
FROM sums
ORDER BY kind, population
"""  # noqa: S608 - constants


def show(division: str, year: int) -> Lookup[Share]:
    """Sum up by kind of evaluation and subject, and for 重点专项 (HL-01, HL-10, QM-12)."""
    return Lookup(_SQL, {"division": division, "year": year}, Share)
