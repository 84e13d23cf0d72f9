"""Reports over several tables: direct funds, the year's figures; lookups only, no table of theirs.

A figure always says its scope. Two figures that seem to count the same thing in different scopes
stay two figures, and what no fact says is left out.
"""

from decimal import Decimal
from typing import Final

from msgspec import Struct

from projections.figures import percent_sql, told_twice_sql
from projections.view import Lookup


class DirectFunds(Struct, frozen=True, kw_only=True):
    """Direct funds of one project, or of all (``project`` None); money in 分 (QM-11).

    ``received_fen`` is the budget of the transfer as a whole (a subject of kind TRANSFER_OVERALL
    with the tag), known in total only and None before there is any; ``allocated_fen`` is what
    projects were given, which departments and regions as a whole only sum up. ``allocation_rate``
    is allocated of received, ``payment_rate`` what was paid of what was received, or of what was
    allocated where the receipt is not recorded. ``address`` is where it was published or
    reported, else where its targets were published.
    """

    division: str
    fiscal_year: int
    project: str | None
    name: str
    department: str | None
    special_bond: bool
    received_fen: int | None
    allocated_fen: int
    appropriated_fen: int
    paid_fen: int
    allocation_rate: Decimal | None
    payment_rate: Decimal | None
    targets_approved: bool
    address: str | None


_DIRECT: Final = f"""
WITH tagged AS (
  SELECT * FROM execution
  WHERE division = %(division)s AND fiscal_year = %(year)s AND fund_tags ? 'DIRECT'
), pool AS (
  SELECT nullif(sum(current_fen), 0)::bigint AS received
  FROM tagged WHERE subject_kind = 'TRANSFER_OVERALL'
), given AS (
  SELECT *, coalesce((SELECT deliveries -> -1 ->> 'document' FROM obligations
      WHERE obligations.division = tagged.division
        AND obligations.fiscal_year = tagged.fiscal_year
        AND obligation IN ('DIRECT-FUNDS', 'DIRECT-FUNDS-' || project)
        AND deliveries <> '[]' ORDER BY length(obligation) DESC LIMIT 1),
      (SELECT published_at FROM targets
      WHERE targets.division = tagged.division AND targets.fiscal_year = tagged.fiscal_year
        AND targets.project = tagged.project AND published_at <> ''
      ORDER BY version::int DESC LIMIT 1)) AS address
  FROM tagged WHERE subject_kind = 'PROJECT'
), total AS (
  SELECT count(*) AS projects, coalesce(sum(current_fen), 0)::bigint AS allocated,
    coalesce(sum(appropriated_fen), 0)::bigint AS appropriated,
    coalesce(sum(executed_fen), 0)::bigint AS paid,
    coalesce(bool_and(target_version IS NOT NULL), false) AS targets_approved,
    (SELECT received FROM pool) AS received,
    coalesce((SELECT received FROM pool), sum(current_fen), 0)::bigint AS base
  FROM given
)
SELECT division, fiscal_year, project, name, department, fund_tags ? 'SPECIAL_BOND' AS special_bond,
  NULL::bigint AS received_fen, current_fen AS allocated_fen, appropriated_fen,
  executed_fen AS paid_fen, NULL::numeric AS allocation_rate, rate_current AS payment_rate,
  target_version IS NOT NULL AS targets_approved, address
FROM given
UNION ALL
SELECT %(division)s, %(year)s, NULL, '合计 ' || projects || ' 个项目', NULL, false,
  received, allocated, appropriated, paid,
  {percent_sql("allocated::numeric", "received")},
  {percent_sql("paid::numeric", "base")}, targets_approved, NULL
FROM total
ORDER BY project NULLS LAST
"""  # noqa: S608 - made of constants of this file, values are parameters


def direct_funds(division: str, year: int) -> Lookup[DirectFunds]:
    """List the direct funds of a year by project, the total last."""
    return Lookup(_DIRECT, {"division": division, "year": year}, DirectFunds)


class Figure(Struct, frozen=True, kw_only=True):
    """One figure of the yearly report: ``scope`` says what it counts, ``unit`` is 个, 分, % ..."""

    scope: str
    label: str
    value: Decimal | None
    unit: str


_FIGURES: Final = f"""
WITH registered AS (
  SELECT * FROM execution
  WHERE division = %(division)s AND fiscal_year = %(year)s AND name <> ''
), latest AS (
  SELECT DISTINCT ON (project) * FROM board
  WHERE division = %(division)s AND fiscal_year = %(year)s AND state = 'FINALIZED'
    AND (%(period)s::text IS NULL OR period = %(period)s)
  ORDER BY project, cutoff_on DESC, finalized_position DESC
), monitored AS (
  SELECT subject_kind, count(*) AS subjects, sum(base_fen) AS base, sum(executed_fen) AS executed,
    sum(executed_fen) FILTER (WHERE base_fen > 0) AS on_base,
    round(avg(completion_rate), 2) AS completion, round(avg(score), 2) AS score
  FROM latest GROUP BY subject_kind
), rated AS (
  SELECT *, {percent_sql("on_base", "base")} AS rate FROM monitored
), tags AS (
  SELECT tag, count(*) AS projects, sum(current_fen) AS fen
  FROM registered, jsonb_array_elements_text(fund_tags) AS tag
  WHERE subject_kind = 'PROJECT' GROUP BY tag
), concluded AS (
  SELECT DISTINCT ON (project, one ->> 'trigger') one ->> 'trigger' AS trigger,
    (one ->> 'amount_fen')::bigint AS fen, one ->> 'conclusion' AS conclusion
  FROM subjects, jsonb_array_elements(pre_evaluations) WITH ORDINALITY AS begun (one, number)
  WHERE division = %(division)s AND fiscal_year = %(year)s AND one ->> 'conclusion' IS NOT NULL
  ORDER BY project, one ->> 'trigger', number DESC
), pre_evaluated AS (
  SELECT trigger, count(*) AS projects, sum(fen) AS fen,
    count(*) FILTER (WHERE conclusion <> 'NOT_SUPPORTED') AS supported
  FROM concluded GROUP BY trigger
), last_evaluated AS (
  SELECT DISTINCT ON (kind, fiscal_year, project) * FROM evaluation
  WHERE division = %(division)s AND fiscal_year IN (%(year)s, %(year)s - 1) AND score IS NOT NULL
  ORDER BY kind, fiscal_year, project, grade IS NULL, evaluation DESC
), evaluated AS (
  SELECT kind || ' ' || fiscal_year || '年度 ' || subject_kind AS scope, count(*) AS subjects,
    sum(amount_fen) AS fen, count(grade) AS graded
  FROM last_evaluated GROUP BY kind, fiscal_year, subject_kind
), figures AS (
  SELECT 10 AS place, '全部登记对象' AS scope, '主管部门（一级预算单位）' AS label,
    count(DISTINCT department)::numeric AS value, '个' AS unit FROM registered
  UNION ALL
  SELECT 20, '登记 ' || subject_kind, '登记数', count(*), '个'
  FROM registered GROUP BY subject_kind
  UNION ALL
  SELECT 21, '登记 ' || subject_kind, '现有预算', sum(current_fen), '分'
  FROM registered GROUP BY subject_kind
  UNION ALL
  SELECT 22, '登记 ' || subject_kind, '已批复绩效目标', count(target_version), '个'
  FROM registered GROUP BY subject_kind
  UNION ALL
  SELECT 30, '资金 ' || tag, '登记项目数', projects, '个' FROM tags
  UNION ALL
  SELECT 31, '资金 ' || tag, '现有预算', fen, '分' FROM tags
  UNION ALL
  SELECT 40, '监控 ' || subject_kind, '办结监控数', subjects, '个' FROM rated
  UNION ALL
  SELECT 41, '监控 ' || subject_kind, '监控资金', base, '分' FROM rated
  UNION ALL
  SELECT 42, '监控 ' || subject_kind, '执行数', executed, '分' FROM rated
  UNION ALL
  SELECT 43, '监控 ' || subject_kind, '预算执行率', rate, '%%' FROM rated
  UNION ALL
  SELECT 44, '监控 ' || subject_kind, '总体完成率', completion, '%%' FROM rated
  UNION ALL
  SELECT 45, '监控 ' || subject_kind, '两率偏差', completion - rate, '百分点' FROM rated
  UNION ALL
  SELECT 50, '事前绩效评估 ' || trigger, '形成结论项目数', projects, '个' FROM pre_evaluated
  UNION ALL
  SELECT 51, '事前绩效评估 ' || trigger, '评估资金', fen, '分' FROM pre_evaluated
  UNION ALL
  SELECT 52, '事前绩效评估 ' || trigger, '予以支持项目数', supported, '个' FROM pre_evaluated
  UNION ALL
  SELECT 60, scope, '已打分数', subjects, '个' FROM evaluated
  UNION ALL
  SELECT 61, scope, '评价资金', fen, '分' FROM evaluated
  UNION ALL
  SELECT 62, scope, '已定级数', graded, '个' FROM evaluated
  UNION ALL
  SELECT 46, '监控 ' || subject_kind, '审核平均分', score, '分数' FROM rated
)
SELECT scope, label, value, unit FROM figures ORDER BY place / 10, scope COLLATE "C", place
"""  # noqa: S608 - made of constants of this file, values are parameters


def figures(division: str, year: int, period: str | None = None) -> Lookup[Figure]:
    """List the figures of a year that facts carry, each with its scope (QM-02, QM-06, QM-07).

    Evaluations are those of the year and of the year before, which a report of the year tells of
    (QM-12); of a subject evaluated twice the last one's money counts, once.
    """
    return Lookup(_FIGURES, {"division": division, "year": year, "period": period}, Figure)


class Coverage(Struct, frozen=True, kw_only=True):
    """How far targets and monitoring reach in one department; money in 分 (QM-02, HL-04).

    A department as a whole is counted; its money is not where it has projects: it is theirs.
    """

    department: str
    projects: int
    budget_fen: int
    with_targets: int
    targets_fen: int
    monitored: int
    monitored_fen: int
    targets_rate: Decimal | None
    monitored_rate: Decimal | None


_COVERAGE: Final = f"""
WITH one AS (
  SELECT department, target_version IS NOT NULL AS has_targets,
    CASE WHEN {told_twice_sql("execution")} THEN 0 ELSE current_fen END AS current_fen,
    EXISTS (SELECT FROM board WHERE board.division = execution.division
      AND board.fiscal_year = execution.fiscal_year AND board.project = execution.project
      AND board.state = 'FINALIZED') AS done
  FROM execution WHERE division = %(division)s AND fiscal_year = %(year)s AND name <> ''
    AND (%(department)s::text IS NULL OR department = %(department)s)
), counted AS (
  SELECT department, count(*) AS projects, sum(current_fen)::bigint AS budget,
    count(*) FILTER (WHERE has_targets) AS with_targets,
    coalesce(sum(current_fen) FILTER (WHERE has_targets), 0)::bigint AS targets_fen,
    count(*) FILTER (WHERE done) AS monitored,
    coalesce(sum(current_fen) FILTER (WHERE done), 0)::bigint AS monitored_fen
  FROM one GROUP BY GROUPING SETS ((department), ())
)
SELECT coalesce(department, '合计') AS department, projects, coalesce(budget, 0) AS budget_fen,
  with_targets, targets_fen, monitored, monitored_fen,
  {percent_sql("with_targets::numeric", "projects")} AS targets_rate,
  {percent_sql("monitored::numeric", "projects")} AS monitored_rate
FROM counted ORDER BY counted.department NULLS LAST
"""  # noqa: S608 - made of constants of this file, values are parameters


def coverage(division: str, year: int, department: str | None = None) -> Lookup[Coverage]:
    """Count by department what has targets and what was monitored, the total last."""
    parameters: dict[str, object] = {"division": division, "year": year, "department": department}
    return Lookup(_COVERAGE, parameters, Coverage)
