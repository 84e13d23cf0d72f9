"""A project: all its facets, folded from one ordered history."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from events.accountability import AccountabilityFact
from events.catalogue import ProjectFact
from events.clawback import ClawbackFact
from events.disposition import DispositionFact
from events.execution import ExecutionFact
from events.inspection import InspectionFact
from events.monitoring import MonitoringFact
from events.rectification import RectificationFact
from events.registration import ProjectRegistered
from events.targets import TargetFact
from events.task import TaskFact
from events.warning import WarningFact
from services.project import (
    accountability,
    clawback,
    disposition,
    execution,
    rectification,
    targets,
    task,
)
from services.project.accountability import Accountability
from services.project.clawback import Clawback
from services.project.disposition import Disposition
from services.project.execution import Execution
from services.project.rectification import Rectification
from services.project.targets import Targets
from services.project.task import Monitoring
from services.refusal import Refused


class Project(Struct, frozen=True):
    """One project in one fiscal year; money may be known before its registration."""

    registration: ProjectRegistered | None = None
    execution: Execution = Execution()
    targets: Targets = Targets()
    monitoring: Monitoring = Monitoring()
    rectification: Rectification = Rectification()
    disposition: Disposition = Disposition()
    clawback: Clawback = Clawback()
    accountability: Accountability = Accountability()

    @property
    def registered(self) -> ProjectRegistered:
        """The registration; :class:`Refused` before there is one."""
        if self.registration is None:
            raise Refused("项目尚未登记")
        return self.registration


def evolve(project: Project, fact: ProjectFact) -> Project:
    """Fold one fact into the facet it belongs to; total, no fact is refused."""
    if isinstance(fact, ExecutionFact):
        return replace(project, execution=execution.evolve(project.execution, fact))
    if isinstance(fact, MonitoringFact | WarningFact | TaskFact | InspectionFact):
        return replace(project, monitoring=task.evolve(project.monitoring, fact))
    if isinstance(fact, TargetFact):
        return replace(project, targets=targets.evolve(project.targets, fact))
    if isinstance(fact, RectificationFact):
        return replace(project, rectification=rectification.evolve(project.rectification, fact))
    if isinstance(fact, DispositionFact):
        return replace(project, disposition=disposition.evolve(project.disposition, fact))
    if isinstance(fact, ClawbackFact):
        return replace(project, clawback=clawback.evolve(project.clawback, fact))
    if isinstance(fact, AccountabilityFact):
        return replace(project, accountability=accountability.evolve(project.accountability, fact))
    return replace(project, registration=fact)


def fold(facts: Iterable[ProjectFact], project: Project = Project()) -> Project:  # noqa: B008 immutable
    """Fold a history."""
    for fact in facts:
        project = evolve(project, fact)
    return project
