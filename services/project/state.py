"""A project: all its facets, folded from one ordered history."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from events.accountability import AccountabilityFact
from events.aggregation import AggregationFact
from events.attachment import AttachmentFact
from events.budget import BudgetFact
from events.catalogue import ProjectFact
from events.clawback import ClawbackFact
from events.disposition import DispositionFact
from events.evaluation import EvaluationFact
from events.execution import UpstreamFact
from events.inspection import InspectionFact
from events.monitoring import MonitoringFact
from events.plan import PlanFact
from events.pre_evaluation import PreEvaluationFact
from events.rectification import RectificationFact
from events.registration import ProjectRegistered
from events.targets import TargetFact
from events.task import TaskFact
from events.terms import Stage
from events.warning import WarningFact
from services.project import (
    accountability,
    attachment,
    budgeting,
    cases,
    clawback_item,
    disposed,
    evaluations,
    execution,
    plan,
    pre_evaluation,
    registration,
    standing,
    targets,
    task,
)
from services.project.accountability import Accountability
from services.project.attachment import Attachments
from services.project.budgeting import Budgeting
from services.project.cases import Rectification
from services.project.clawback_item import Clawback
from services.project.disposed import Disposition
from services.project.evaluations import Evaluations
from services.project.execution import Execution
from services.project.plan import Plans
from services.project.pre_evaluation import PreEvaluations
from services.project.standing import Standing
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
    standing: Standing = Standing()
    pre_evaluations: PreEvaluations = PreEvaluations()
    budgeting: Budgeting = Budgeting()
    plans: Plans = Plans()
    evaluation: Evaluations = Evaluations()
    attachments: Attachments = Attachments()

    @property
    def registered(self) -> ProjectRegistered:
        """The registration; :class:`Refused` before there is one."""
        if self.registration is None:
            raise Refused("项目尚未登记")
        return self.registration

    @property
    def arranged_in(self) -> int | None:
        """The year the oldest money was first arranged; a change of use restarts nothing."""
        own = None if self.registration is None else self.registration.first_arranged_year
        known = (year for year in (own, self.standing.arranged_in) if year is not None)
        return min(known, default=None)

    @property
    def stage(self) -> Stage:
        """Where the project stands in its life (domain 4.1)."""
        if self.standing.terminated_on:
            return Stage.TERMINATED
        if self.standing.closed_on:
            return Stage.CLOSED
        if self.disposition.suspended:
            return Stage.SUSPENDED
        if self.pre_evaluations.outstanding:
            return Stage.PROPOSED
        if self.targets.version and self.execution.has_budget:
            return Stage.ACTIVE
        asked = self.pre_evaluations.supported or self.budgeting.requests
        return Stage.ELIGIBLE if asked else Stage.PROPOSED


def evolve(project: Project, fact: ProjectFact) -> Project:
    """Fold one fact into the facet it belongs to; total, no fact is refused."""
    if isinstance(fact, UpstreamFact):
        return replace(project, execution=execution.evolve(project.execution, fact))
    if isinstance(fact, MonitoringFact | WarningFact | TaskFact | InspectionFact | AggregationFact):
        return replace(project, monitoring=task.evolve(project.monitoring, fact))
    if isinstance(fact, TargetFact):
        return replace(project, targets=targets.evolve(project.targets, fact))
    if isinstance(fact, RectificationFact):
        return replace(project, rectification=cases.evolve(project.rectification, fact))
    if isinstance(fact, DispositionFact):
        return replace(project, disposition=disposed.evolve(project.disposition, fact))
    if isinstance(fact, ClawbackFact):
        return replace(project, clawback=clawback_item.evolve(project.clawback, fact))
    if isinstance(fact, AccountabilityFact):
        return replace(project, accountability=accountability.evolve(project.accountability, fact))
    if isinstance(fact, PreEvaluationFact):
        return replace(
            project, pre_evaluations=pre_evaluation.evolve(project.pre_evaluations, fact)
        )
    if isinstance(fact, BudgetFact):
        return replace(project, budgeting=budgeting.evolve(project.budgeting, fact))
    if isinstance(fact, EvaluationFact):
        return replace(project, evaluation=evaluations.evolve(project.evaluation, fact))
    if isinstance(fact, PlanFact):
        return replace(project, plans=plan.evolve(project.plans, fact))
    if isinstance(fact, AttachmentFact):
        return replace(project, attachments=attachment.evolve(project.attachments, fact))
    after = standing.evolve(project.standing, fact)
    return replace(
        project,
        registration=registration.evolve(project.registration, fact, after.added),
        standing=after,
    )


def fold(facts: Iterable[ProjectFact], project: Project = Project()) -> Project:  # noqa: B008 immutable
    """Fold a history."""
    for fact in facts:
        project = evolve(project, fact)
    return project
