"""What is asked of the board: the list, overdue tasks, a year's summary, assessment evidence."""

from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from events.terms import SubjectKind
from projections.board import VIEW
from projections.board.row import Board
from projections.figures import percent_sql
from projections.view import ALL, Lookup, Which, listing


class Summary(Struct, frozen=True, kw_only=True):
    """A division's year in figures over finalized tasks, one a project (QM-06, QM-07, QM-11).

    Money in 分, rates in percent at two decimals HALF_UP. ``execution_rate`` is Σ executed over
    Σ base of the projects that have a base, ``completion_rate`` the mean over projects, ``gap``
    the difference of the two published values; ``mean_score`` is taken from the unrounded mean.
    ``fund_tags`` counts projects by tag.
    """

    projects: int
    fund_tags: dict[str, int]
    base_fen: int
    executed_fen: int
    execution_rate: Decimal | None
    completion_rate: Decimal | None
    gap: Decimal | None
    mean_score: Decimal | None
    direct_fen: int
    special_bond_fen: int


class OverdueTask(Struct, frozen=True, kw_only=True):
    """A task whose day to submit has passed with nothing submitted."""

    division: str
    fiscal_year: int
    project: str
    task: str
    submit_by: date


def show(which: Which = ALL, *, period: str | None = None) -> Lookup[Board]:
    """List tasks by period, department and project."""
    filters: dict[str, object] = {"period": period}
    order = "division, fiscal_year, cutoff_on, period, department, project, task"
    return listing(VIEW, which, order=order, filters=filters)


_OVERDUE: Final = """
SELECT division, fiscal_year, project, task, submit_by FROM board
WHERE submit_by < %(today)s AND state = 'ISSUED' AND NOT overdue
ORDER BY submit_by, division, fiscal_year, project, task
"""


def overdue(today: date) -> Lookup[OverdueTask]:
    """List tasks that became overdue before ``today`` (Asia/Shanghai) and were not said to be."""
    return Lookup(_OVERDUE, {"today": today}, OverdueTask)


_SUMMARY: Final = f"""
WITH latest AS (
  SELECT DISTINCT ON (project) * FROM board
  WHERE division = %(division)s AND fiscal_year = %(year)s AND state = 'FINALIZED'
    AND subject_kind = %(subject_kind)s
    AND (%(period)s::text IS NULL OR period = %(period)s)
  ORDER BY project, cutoff_on DESC, finalized_position DESC
), tags AS (
  SELECT tag, count(*) AS projects FROM latest, jsonb_array_elements_text(fund_tags) AS tag
  GROUP BY tag
), total AS (
  SELECT count(*) AS projects,
    coalesce(sum(base_fen), 0) AS base, coalesce(sum(executed_fen), 0) AS executed,
    coalesce(sum(executed_fen) FILTER (WHERE base_fen > 0), 0) AS on_base,
    round(avg(completion_rate), 2) AS completion_rate, round(avg(score), 2) AS mean_score,
    coalesce(sum(current_fen) FILTER (WHERE fund_tags ? 'DIRECT'), 0) AS direct_fen,
    coalesce(sum(current_fen) FILTER (WHERE fund_tags ?& ARRAY['DIRECT', 'SPECIAL_BOND']), 0)
      AS special_bond_fen
  FROM latest
), rated AS (SELECT *, {percent_sql("on_base", "base")} AS execution_rate FROM total)
SELECT projects, (SELECT coalesce(jsonb_object_agg(tag, tags.projects), '{{}}') FROM tags)
    AS fund_tags, base AS base_fen, executed AS executed_fen, execution_rate, completion_rate,
  completion_rate - execution_rate AS gap, mean_score, direct_fen, special_bond_fen
FROM rated
"""  # noqa: S608 - made of constants of this file, values are parameters


def summary(
    division: str,
    year: int,
    period: str | None = None,
    subject_kind: SubjectKind = SubjectKind.PROJECT,
) -> Lookup[Summary]:
    """Sum up the latest finalized task of each subject of one kind, in one period or the year."""
    parameters: dict[str, object] = {
        "division": division,
        "year": year,
        "period": period,
        "subject_kind": subject_kind.value,
    }
    return Lookup(_SUMMARY, parameters, Summary)
