"""What the views know of every department when it is assessed (HL-16, HJ-23)."""

from datetime import date

from msgspec.structs import replace

from events.assessment import Basis
from projections import execution, obligations
from projections.board import evidence
from projections.view import Ground
from services.assessment.scoring import Evidence
from services.due import Views


async def gathered(views: Views, division: str, year: int, today: date) -> tuple[Evidence, ...]:
    """Put together what is known of each department of a year, cases and duties as of a day."""
    known = await views.ask(evidence.evidence(division, year, today))
    owed = await views.ask(obligations.timeliness(division, year, today))
    tasks = {row.department: row for row in known}
    kept = {row.department: row for row in owed}
    coverage = await views.ask(execution.target_coverage(division, year))
    return tuple(
        _joined(row, tasks.get(row.department), kept.get(row.department)) for row in coverage
    )


def _joined(
    coverage: execution.TargetCoverage,
    work: evidence.Evidence | None,
    duties: obligations.Timeliness | None,
) -> Evidence:
    """Put together what three views know of a department."""
    joined = Evidence(
        department=coverage.department,
        projects=coverage.projects,
        targets_approved=coverage.with_targets,
        basis={"TARGETS_APPROVED": _named(coverage.basis)},
    )
    if duties is not None:
        joined = replace(
            joined,
            obligations_due=duties.due,
            obligations_on_time=duties.on_time,
            basis=joined.basis | {"DISCLOSED": _named(duties.basis)},
        )
    if work is None:
        return joined
    return replace(
        joined,
        tasks_due=work.tasks,
        tasks_on_time=work.on_time,
        score_sum=work.score_sum,
        score_count=work.scored,
        executed_fen=work.executed_fen,
        base_fen=work.base_fen,
        cases_issued=work.cases_issued,
        cases_accepted=work.cases_accepted,
        returns=work.returns,
        cases_overdue=work.cases_overdue,
        basis=joined.basis
        | {
            "SUBMITTED_ON_TIME": _named(work.submitted),
            "MEAN_REVIEW_SCORE": _named(work.judged),
            "EXECUTION": _named(work.executed),
            "RECTIFIED": _named(work.cases),
        },
    )


def _named(found: tuple[Ground, ...]) -> tuple[Basis, ...]:
    return tuple(
        Basis(project=one.project, item=one.item, earned=one.earned, position=one.position)
        for one in found
    )
