"""The accountability cases of a year, one line a case, told by the facts about it."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from projections.view import Lookup


class AccountabilityCase(Struct, frozen=True, kw_only=True):
    """One case: when it began and what was recorded about it last; ``steps`` are its facts."""

    division: str
    fiscal_year: int
    project: str
    case_id: str
    department: str
    opened_at: datetime
    opening: str
    steps: int
    newest_at: datetime
    newest: str
    summary: str


_CASES: Final = """
WITH clue AS (
  SELECT *, row_number() OVER (PARTITION BY aggregate, case_id ORDER BY sequence DESC) AS back
  FROM trail WHERE is_clue AND case_id IS NOT NULL AND project IS NOT NULL
    AND division = %(division)s AND fiscal_year = %(year)s
), whose AS (
  SELECT DISTINCT ON (project) project, department FROM trail
  WHERE tag = 'project.registered.v1' AND division = %(division)s AND fiscal_year = %(year)s
  ORDER BY project, sequence
)
SELECT division, fiscal_year, project, case_id, coalesce(max(whose.department), '') AS department,
  min(recorded_at) AS opened_at,
  (array_agg(clue.summary ORDER BY sequence))[1] AS opening, count(*) AS steps,
  max(recorded_at) AS newest_at, max(clue.title) FILTER (WHERE back = 1) AS newest,
  max(clue.summary) FILTER (WHERE back = 1) AS summary
FROM clue LEFT JOIN whose USING (project)
GROUP BY division, fiscal_year, project, case_id
ORDER BY newest_at DESC, project, case_id
"""


def cases(division: str, year: int) -> Lookup[AccountabilityCase]:
    """List the cases of a year, the one with the newest fact first."""
    return Lookup(_CASES, {"division": division, "year": year}, AccountabilityCase)
