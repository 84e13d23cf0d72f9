"""All facets together: which one decides a command, and what a reported fact sets off."""

from events.catalogue import ProjectFact
from events.execution import ExecutionFact
from services.decision import Context
from services.project import (
    accountability,
    adjustment,
    clawback,
    disposition,
    filling,
    follow_through,
    inspection,
    monitoring,
    recovery,
    rectification,
    registration,
    review,
    submission,
    targets,
    warnings,
)
from services.project.state import Project, evolve

ProjectDecision = (
    registration.RegistrationCommand
    | targets.TargetCommand
    | adjustment.AdjustmentCommand
    | monitoring.TaskCommand
    | submission.SubmissionCommand
    | filling.FillingCommand
    | inspection.InspectionCommand
    | review.ReviewCommand
    | warnings.DocumentCommand
    | rectification.RectificationCommand
    | follow_through.FollowThroughCommand
    | disposition.DispositionCommand
    | clawback.ClawbackCommand
    | accountability.AccountabilityCommand
)


def decide(project: Project, command: ProjectDecision, context: Context) -> list[ProjectFact]:
    """Return the facts a command leads to, none when it is already so; or raise ``Refused``."""
    if isinstance(command, registration.RegistrationCommand):
        return [*registration.decide(project, command, context)]
    _ = project.registered
    if isinstance(command, targets.TargetCommand):
        return [*targets.decide(project, command, context)]
    if isinstance(command, adjustment.AdjustmentCommand):
        return [*adjustment.decide(project, command, context)]
    if isinstance(command, monitoring.TaskCommand):
        return [*monitoring.decide(project, command, context)]
    if isinstance(command, submission.SubmissionCommand):
        return [*submission.decide(project, command, context)]
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
        return [*disposition.decide(project, command, context)]
    if isinstance(command, clawback.ClawbackCommand):
        return [*clawback.decide(project, command, context)]
    return [*accountability.decide(project, command, context)]


def record(project: Project, fact: ExecutionFact) -> list[ProjectFact]:
    """Return a reported fact and what it sets off; nothing when it is known already.

    ``ValueError`` when a fact with the same key says something else.
    """
    if project.execution.known(fact):
        return []
    after = evolve(project, fact)
    return [
        fact,
        *accountability.suspected(project, fact),
        *recovery.late(after, fact),
        *filling.settled(after, fact),
    ]
