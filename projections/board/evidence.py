"""What an assessment may rest on: counts by department, and the tasks and cases behind them."""

from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from projections.view import Ground, Lookup


class Evidence(Struct, frozen=True, kw_only=True):
    """What an assessment knows of a department from the board (HL-16, HJ-23); money in 分.

    A task is owed when it was handed in, or its day passed, or its campaign closed without it; a
    waived one is no obligation. ``on_time`` is submitted with no day late and never overdue. Score
    and money are of finalized tasks, the money of the latest one a project and only where it has a
    base; a department or a transfer payment as a whole only sums up the money of others and counts
    where there are none.
    ``returns`` has the times of each task that was returned; a case is overdue when its day has
    passed and it was not accepted by then. The rest names what was counted.
    """

    department: str
    tasks: int
    on_time: int
    times_returned: int
    scored: int
    score_sum: Decimal
    executed_fen: int
    base_fen: int
    cases_issued: int
    cases_accepted: int
    returns: tuple[int, ...] = ()
    cases_overdue: int = 0
    submitted: tuple[Ground, ...] = ()
    judged: tuple[Ground, ...] = ()
    executed: tuple[Ground, ...] = ()
    cases: tuple[Ground, ...] = ()


_ON_TIME: Final = """
days_late = 0 AND coalesce(resubmission_days_late, 0) = 0 AND NOT overdue
"""
_PART: Final = "subject_kind IN ('PROJECT', 'TRANSFER_REGION')"
_EVIDENCE: Final = f"""
WITH due AS (
  SELECT *, coalesce({_ON_TIME}, false) AS in_time,
    state = 'FINALIZED' AND base_fen > 0 AND row_number() OVER (
      PARTITION BY project, state = 'FINALIZED' ORDER BY cutoff_on DESC, finalized_position DESC
    ) = 1 AND ({_PART} OR NOT bool_or({_PART} AND state = 'FINALIZED' AND base_fen > 0)
      OVER (PARTITION BY department)) AS spent
  FROM board WHERE division = %(division)s AND fiscal_year = %(year)s AND state <> 'WAIVED'
    AND (submitted_at IS NOT NULL OR submit_by < %(today)s OR state = 'CLOSED_INCOMPLETE')
), one_case AS (
  SELECT department, project, item ->> 'case' AS name, item ->> 'state' = 'ACCEPTED' AS accepted,
    coalesce((item ->> 'accepted_on')::date, %(today)s) > (item ->> 'due_on')::date AS late
  FROM board, jsonb_array_elements(cases) AS item
  WHERE division = %(division)s AND fiscal_year = %(year)s
), case_count AS (
  SELECT department, count(*) AS issued, count(*) FILTER (WHERE accepted) AS accepted,
    count(*) FILTER (WHERE late) AS late,
    jsonb_agg(jsonb_build_object('project', project, 'item', name, 'earned', accepted)
      ORDER BY project, name) AS named
  FROM one_case GROUP BY department
), task_count AS (
  SELECT department, count(*) AS tasks, count(*) FILTER (WHERE in_time) AS on_time,
    sum(times_returned) AS times_returned,
    count(score) FILTER (WHERE state = 'FINALIZED') AS scored,
    coalesce(sum(score) FILTER (WHERE state = 'FINALIZED'), 0) AS score_sum,
    coalesce(sum(executed_fen) FILTER (WHERE spent), 0) AS executed_fen,
    coalesce(sum(base_fen) FILTER (WHERE spent), 0) AS base_fen,
    coalesce(jsonb_agg(times_returned ORDER BY project, task)
      FILTER (WHERE times_returned > 0), '[]') AS returns,
    jsonb_agg(jsonb_build_object('project', project, 'item', task, 'earned', in_time)
      ORDER BY project, task) AS submitted,
    coalesce(jsonb_agg(jsonb_build_object('project', project, 'item', task,
        'position', finalized_position) ORDER BY project, task)
      FILTER (WHERE state = 'FINALIZED' AND score IS NOT NULL), '[]') AS judged,
    coalesce(jsonb_agg(jsonb_build_object('project', project, 'item', task,
        'position', finalized_position) ORDER BY project, task)
      FILTER (WHERE spent), '[]') AS executed
  FROM due GROUP BY department
)
SELECT task_count.*, coalesce(issued, 0) AS cases_issued, coalesce(accepted, 0) AS cases_accepted,
  coalesce(late, 0) AS cases_overdue, coalesce(named, '[]') AS cases
FROM task_count LEFT JOIN case_count USING (department) ORDER BY department
"""  # noqa: S608 - made of constants of this file, values are parameters


def evidence(division: str, year: int, today: date) -> Lookup[Evidence]:
    """Count by department what the assessment of a year rests on, cases as of ``today``."""
    parameters: dict[str, object] = {"division": division, "year": year, "today": today}
    return Lookup(_EVIDENCE, parameters, Evidence)
