"""Over-fulfilment: a target far exceeded was set too low, which finance decides about (HJ-25)."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from events.disposition import DispositionFact, DispositionProposed, DispositionRevoked
from events.monitoring import IndicatorReport
from events.terms import Cause, DispositionKind, MeasureKind
from services.policies.rules import Figures, Rules
from services.project.measures import comparable, percent
from services.project.task import Task

if TYPE_CHECKING:
    from services.project.state import Project


def exceeds(raw: Fraction, figures: Figures) -> bool:
    """Whether an indicator is over-fulfilled, on the rate the edition compares; 1 is the whole."""
    compared = comparable(raw, figures)
    return compared is not None and compared >= Fraction(figures.over_fulfilment)


def unexplained(line: IndicatorReport, raw: Fraction, figures: Figures) -> bool:
    """Whether a line is over-fulfilled and says nowhere why; a bare tick is no reason."""
    return exceeds(raw, figures) and not any(one.explanation.strip() for one in line.causes)


def propose(
    project: "Project",
    task: Task,
    measured: Iterable[tuple[IndicatorReport, Fraction | None]],
    submitter: str,
    rules: Rules,
) -> list[DispositionFact]:
    """Propose to adjust the targets that a form exceeds; what an earlier form led to is taken back.

    Nothing is proposed where the catalogue has no measure for targets that do not fit.
    """
    remedy = rules.disposition.catalogue.get(Cause.TARGET_MISMATCH)
    over = [
        (line, raw) for line, raw in measured if raw is not None and exceeds(raw, rules.figures)
    ]
    if remedy is None or not over:
        return revoke(project, task, "重新报送后不再超额完成")
    reason = "；".join(
        f"指标“{line.indicator}”完成率 {percent(raw)}%，"
        f"{'、'.join(f'{one.cause.zh}：{one.explanation}' for one in line.causes)}"
        for line, raw in over
    )
    own = _own(project, task)
    entry = project.disposition.register[own[-1]] if own else None
    settled = entry is not None and entry.decided is not None and entry.decided.approved
    if entry and not entry.revoked and (settled or entry.proposed.reason == reason):
        return []
    adjust = DispositionKind.ADJUST_TARGET
    proposed = DispositionProposed(
        disposition=_name(project, task),
        cause=Cause.TARGET_MISMATCH,
        kinds=(adjust,) if adjust in remedy.kinds else remedy.kinds,
        reason=reason,
        proposer=submitter,
        edition=rules.edition,
        project_name=task.issued.project_name,
        department=task.issued.department,
        measure=MeasureKind.ADJUST,
        basis=task.issued.task,
    )
    return [*revoke(project, task, "按重新报送的情况另行提出"), proposed]


def revoke(project: "Project", task: Task, reason: str) -> list[DispositionFact]:
    """Take back what a form that no longer stands led to, unless it was decided."""
    register = project.disposition.register
    return [
        DispositionRevoked(disposition=name, reason=reason)
        for name in _own(project, task)
        if register[name].decided is None and not register[name].revoked
    ]


def _own(project: "Project", task: Task) -> list[str]:
    start, basis = f"{task.issued.task}-OVER-", task.issued.task
    return [
        name
        for name, entry in project.disposition.register.items()
        if name.startswith(start)
        and (entry.proposed.basis, entry.proposed.cause) == (basis, Cause.TARGET_MISMATCH)
    ]


def _name(project: "Project", task: Task) -> str:
    number = len(_own(project, task)) + 1
    while (name := f"{task.issued.task}-OVER-{number}") in project.disposition.register:
        number += 1
    return name
