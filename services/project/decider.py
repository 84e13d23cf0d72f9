"""All facets together: which one decides a command, and what a reported fact sets off."""

from events.catalogue import ProjectFact
from events.execution import BudgetAdjusted, BudgetApproved, ExecutionFact
from services.decision import Context
from services.project import (
    accountability,
    adjustment,
    aggregation,
    attachment,
    budgeting,
    clawback,
    compliance,
    disposition,
    evaluation,
    filling,
    follow_through,
    gate,
    inspection,
    late_facts,
    monitoring,
    plan,
    pre_evaluation,
    rectification,
    registration,
    remedies,
    review,
    serious,
    standing,
    submission,
    targets,
    warnings,
)
from services.project.state import Project, evolve, fold

ProjectDecision = (
    registration.RegistrationCommand
    | standing.StandingCommand
    | pre_evaluation.PreEvaluationCommand
    | budgeting.BudgetCommand
    | targets.TargetCommand
    | adjustment.AdjustmentCommand
    | monitoring.TaskCommand
    | submission.SubmissionCommand
    | aggregation.AggregationCommand
    | filling.FillingCommand
    | inspection.InspectionCommand
    | review.ReviewCommand
    | warnings.DocumentCommand
    | rectification.RectificationCommand
    | follow_through.FollowThroughCommand
    | disposition.DispositionCommand
    | clawback.ClawbackCommand
    | accountability.AccountabilityCommand
    | plan.PlanCommand
    | remedies.RemedyCommand
    | serious.SeriousCommand
    | compliance.ComplianceCommand
    | evaluation.EvaluationCommand
    | attachment.AttachmentCommand
)


def decide(project: Project, command: ProjectDecision, context: Context) -> list[ProjectFact]:
    """Return the facts a command leads to, none when it is already so; or raise ``Refused``."""
    if isinstance(command, registration.RegistrationCommand):
        return [*registration.decide(project, command, context)]
    gate.check(project, command, context)
    if isinstance(command, standing.StandingCommand):
        return [*standing.decide(project, command, context)]
    if isinstance(command, pre_evaluation.PreEvaluationCommand):
        return [*pre_evaluation.decide(project, command, context)]
    if isinstance(command, budgeting.BudgetCommand):
        return [*budgeting.decide(project, command, context)]
    if isinstance(command, targets.TargetCommand):
        return [*targets.decide(project, command, context)]
    if isinstance(command, adjustment.AdjustmentCommand):
        return [*adjustment.decide(project, command, context)]
    if isinstance(command, monitoring.TaskCommand):
        return [*monitoring.decide(project, command, context)]
    if isinstance(command, submission.SubmissionCommand):
        return [*submission.decide(project, command, context)]
    if isinstance(command, aggregation.AggregationCommand):
        return [*aggregation.decide(project, command, context)]
    if isinstance(command, filling.FillingCommand):
        return [*filling.decide(project, command, context)]
    if isinstance(command, inspection.InspectionCommand):
        return [*inspection.decide(project, command, context)]
    if isinstance(command, review.ReviewCommand):
        return [*review.decide(project, command, context)]
    if isinstance(command, warnings.DocumentCommand):
        return [*warnings.decide(project, command, context)]
    if isinstance(command, rectification.RectificationCommand):
        return [*rectification.decide(project, command, context)]
    if isinstance(command, follow_through.FollowThroughCommand):
        return [*follow_through.decide(project, command, context)]
    if isinstance(command, disposition.DispositionCommand):
        return [*disposition.named(project, disposition.decide(project, command, context))]
    if isinstance(command, clawback.ClawbackCommand):
        return [*clawback.decide(project, command, context)]
    if isinstance(command, plan.PlanCommand):
        return [*plan.decide(project, command, context)]
    if isinstance(command, remedies.RemedyCommand):
        return [*remedies.decide(project, command, context)]
    if isinstance(command, serious.SeriousCommand):
        return [*disposition.named(project, serious.decide(project, command, context))]
    if isinstance(command, evaluation.EvaluationCommand):
        return [*evaluation.decide(project, command, context)]
    if isinstance(command, compliance.ComplianceCommand):
        return [*compliance.decide(project, command, context)]
    if isinstance(command, attachment.AttachmentCommand):
        return [*attachment.decide(project, command, context)]
    return [*accountability.decide(project, command, context)]


def record(
    project: Project, fact: ExecutionFact, context: Context | None = None
) -> list[ProjectFact]:
    """Return a reported fact and what it sets off; nothing when it is known already.

    With a context its law says what a budget must have. ``ContradictionError`` when a fact with
    the same key says something else.
    """
    if project.execution.known(fact):
        return []
    suspected = accountability.suspected(project, fact)
    if not _concerns(project, fact):
        return [fact, *suspected]
    after = evolve(project, fact)
    flagged = [] if context is None else budgeting.flagged(after, fact, context)
    mended = late_facts.mend(after, fact)
    settled = late_facts.settled(fold(mended, after), fact)
    return [
        fact,
        *flagged,
        *suspected,
        *mended,
        *settled,
        *filling.settled(after, fact),
    ]


def _concerns(project: Project, fact: ExecutionFact) -> bool:
    """Whether a fact bears on more than the project's money: most payments do not."""
    budget = isinstance(fact, (BudgetApproved, BudgetAdjusted))
    return budget or bool(project.clawback.items or project.monitoring.disputes)
