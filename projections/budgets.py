"""Report ``budgets``: what a department has and asks for; a lookup only, no table of its own."""

from typing import Final

from msgspec import Struct

from projections.view import Lookup


class Department(Struct, frozen=True, kw_only=True):
    """A department's subjects of one kind, in 分, beside one of them that asks for money.

    ``others_fen`` is what the other subjects have or ask for in the year, whichever is more, and
    the figures before are those of all of them a year ago. ``suspended_fen`` is the subject's own
    budget of a year ago while it is suspended there, None otherwise.
    """

    department: str
    initial_before_fen: int
    current_before_fen: int
    others_fen: int
    suspended_fen: int | None


_DEPARTMENT: Final = """
WITH own AS (
  SELECT department, subject_kind FROM subjects
  WHERE division = %(division)s AND fiscal_year = %(year)s AND project = %(project)s
), peers AS (
  SELECT fiscal_year, project, initial_fen, current_fen, stage,
    CASE WHEN stage = 'TERMINATED' THEN current_fen
      WHEN additional_fen = 0 THEN greatest(requested_fen, initial_fen) + current_fen - initial_fen
      ELSE greatest(requested_fen - additional_fen, initial_fen)
        + greatest(additional_fen, current_fen - initial_fen) END AS wanted_fen
  FROM execution JOIN subjects USING (division, fiscal_year, project, department, subject_kind)
    JOIN own USING (department, subject_kind)
  WHERE division = %(division)s AND fiscal_year IN (%(year)s, %(year)s - 1)
)
SELECT department,
  coalesce(sum(initial_fen) FILTER (WHERE fiscal_year < %(year)s), 0)::bigint
    AS initial_before_fen,
  coalesce(sum(current_fen) FILTER (WHERE fiscal_year < %(year)s), 0)::bigint
    AS current_before_fen,
  coalesce(sum(wanted_fen) FILTER
    (WHERE fiscal_year = %(year)s AND project <> %(project)s), 0)::bigint AS others_fen,
  max(current_fen) FILTER
    (WHERE fiscal_year < %(year)s AND project = %(project)s AND stage = 'SUSPENDED')
    AS suspended_fen
FROM own LEFT JOIN peers ON true GROUP BY department
"""


def department_of(division: str, year: int, project: str) -> Lookup[Department]:
    """Say what the department of a registered subject had, has and asks for (HL-08)."""
    parameters: dict[str, object] = {"division": division, "year": year, "project": project}
    return Lookup(_DEPARTMENT, parameters, Department)
