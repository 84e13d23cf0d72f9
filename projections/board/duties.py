"""What is asked of the board about duties: what falls due, what is open, lights, corrections."""

from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from events.terms import Light
from projections.figures import percent_sql
from projections.view import Lookup


class OverdueCase(Struct, frozen=True, kw_only=True):
    """A rectification case whose day has passed without a result."""

    division: str
    fiscal_year: int
    project: str
    case: str
    due_on: date


class TaskOf(Struct, frozen=True, kw_only=True):
    """A project that has a task."""

    project: str
    task: str


class Lights(Struct, frozen=True, kw_only=True):
    """The lights of a department's tasks; ``light`` is its worst, None when nothing is in."""

    division: str
    fiscal_year: int
    department: str
    tasks: int
    red: int
    yellow: int
    blue: int
    green: int
    light: Light | None


class Corrections(Struct, frozen=True, kw_only=True):
    """纠偏率 of a department: accepted items over issued items, in percent (HJ-F4).

    A case without a plan is one item. ``correction_rate`` is None where nothing was issued.
    """

    department: str
    cases: int
    open_cases: int
    overdue_cases: int
    items_issued: int
    items_accepted: int
    correction_rate: Decimal | None


_OVERDUE: Final = """
SELECT division, fiscal_year, project, one ->> 'case' AS case, (one ->> 'due_on')::date AS due_on
FROM board, jsonb_array_elements(cases) AS one
WHERE (one ->> 'due_on')::date < %(today)s AND NOT (one ->> 'overdue')::boolean
  AND one ->> 'state' NOT IN ('FEEDBACK_SUBMITTED', 'SITE_VERIFIED', 'ACCEPTED')
ORDER BY due_on, division, fiscal_year, project, 4
"""


def overdue_cases(today: date) -> Lookup[OverdueCase]:
    """List cases that became overdue before ``today`` (Asia/Shanghai) and were not said to be."""
    return Lookup(_OVERDUE, {"today": today}, OverdueCase)


_OF_PERIOD: Final = """
SELECT project, task FROM board
WHERE division = %(division)s AND fiscal_year = %(year)s AND period = %(period)s
  AND kind = 'DEPARTMENT_SELF' {condition} ORDER BY project
"""


def own_tasks(division: str, year: int, period: str, *, unfinished: bool) -> Lookup[TaskOf]:
    """List the departments' own tasks of a period, all that can still change or the open ones."""
    left_out = "'WAIVED', 'CLOSED_INCOMPLETE'" + (", 'FINALIZED'" if unfinished else "")
    sql = _OF_PERIOD.format(condition=f"AND state NOT IN ({left_out})")
    return Lookup(sql, {"division": division, "year": year, "period": period}, TaskOf)


def tasks_of_period(division: str, year: int, period: str) -> Lookup[TaskOf]:
    """List every own task of a period, whatever became of it."""
    sql = _OF_PERIOD.format(condition="")
    return Lookup(sql, {"division": division, "year": year, "period": period}, TaskOf)


_LIGHTS: Final = """
SELECT division, fiscal_year, department, count(*) AS tasks,
  count(*) FILTER (WHERE light = 'RED') AS red,
  count(*) FILTER (WHERE light = 'YELLOW') AS yellow,
  count(*) FILTER (WHERE light = 'BLUE') AS blue,
  count(*) FILTER (WHERE light = 'GREEN') AS green,
  CASE WHEN bool_or(light = 'RED') THEN 'RED' WHEN bool_or(light = 'YELLOW') THEN 'YELLOW'
    WHEN bool_or(light = 'BLUE') THEN 'BLUE' WHEN bool_or(light = 'GREEN') THEN 'GREEN' END AS light
FROM board WHERE division = %(division)s AND fiscal_year = %(year)s
  AND (%(period)s::text IS NULL OR period = %(period)s)
GROUP BY division, fiscal_year, department ORDER BY department
"""


def lights(division: str, year: int, period: str | None = None) -> Lookup[Lights]:
    """Roll the lights of tasks up to departments."""
    return Lookup(_LIGHTS, {"division": division, "year": year, "period": period}, Lights)


_CORRECTIONS: Final = f"""
WITH cases AS (
  SELECT department, one ->> 'state' = 'ACCEPTED' AS accepted, (one ->> 'overdue')::boolean AS late,
    greatest((one ->> 'items')::int, 1) AS items, (one ->> 'items_closed')::int AS closed
  FROM board, jsonb_array_elements(cases) AS one
  WHERE division = %(division)s AND fiscal_year = %(year)s
), totals AS (
  SELECT department, (SELECT count(*) FROM cases WHERE cases.department = d.department) AS cases,
    (SELECT count(*) FROM cases WHERE cases.department = d.department AND NOT accepted)
      AS open_cases,
    (SELECT count(*) FROM cases WHERE cases.department = d.department AND late) AS overdue_cases,
    (SELECT coalesce(sum(items), 0) FROM cases WHERE cases.department = d.department)
      AS items_issued,
    (SELECT coalesce(sum(CASE WHEN accepted THEN items ELSE closed END), 0) FROM cases
      WHERE cases.department = d.department) AS items_accepted
  FROM (SELECT DISTINCT department FROM board
    WHERE division = %(division)s AND fiscal_year = %(year)s) AS d
)
SELECT *, {percent_sql("items_accepted::numeric", "items_issued::numeric")} AS correction_rate
FROM totals ORDER BY department
"""  # noqa: S608  # both parts are our own text


def corrections(division: str, year: int) -> Lookup[Corrections]:
    """Say by department how much of what was to be corrected was (纠偏率)."""
    return Lookup(_CORRECTIONS, {"division": division, "year": year}, Corrections)
