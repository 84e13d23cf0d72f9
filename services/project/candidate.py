"""Whether a project is a candidate of a clawback round, on which grounds, for how much (HL-07)."""

from datetime import date
from typing import TYPE_CHECKING

from events.clawback import ClawbackCandidateIdentified
from events.terms import ClawbackGround, Destination, SubjectKind
from services.decision import Context
from services.policies.rules import Rules
from services.project import recovery
from services.project.command import Code, ProjectCommand

if TYPE_CHECKING:
    from services.project.state import Project

# Their money is that of others, which is examined there: it would be taken twice.
_SUMS = (SubjectKind.DEPARTMENT_OVERALL, SubjectKind.TRANSFER_OVERALL)


class IdentifyCandidate(ProjectCommand, frozen=True, kw_only=True):
    """Examine the project for a round, as of its cut-off day; no ground, no fact."""

    title = "核查盘活收回"

    round: Code
    cutoff_on: date
    edition: str


def identify(
    project: "Project", command: IdentifyCandidate, context: Context
) -> list[ClawbackCandidateIdentified]:
    """List the project with its grounds and amount; nothing when there is nothing to take."""
    context.require(context.rules.clawback.decider_roles, command.title, "HL-07")
    rules = context.law.edition(command.edition)
    return listed(project, command.round, command.cutoff_on, rules)


def listed(
    project: "Project",
    code: str,
    cutoff_on: date,
    rules: Rules,
) -> list[ClawbackCandidateIdentified]:
    """Examine the project under an edition; a round lists it once."""
    registration = project.registration
    if code in project.clawback.items:
        return []
    if registration is None or registration.subject_kind in _SUMS:
        return []
    if recovery.protected(project, rules.clawback):
        return []
    found = recovery.examine(project, cutoff_on, rules.clawback)
    if not found.amount_fen:
        return []
    idle = ClawbackGround.IDLE in found.grounds
    upward = recovery.upward(project, found, rules.clawback)
    return [
        ClawbackCandidateIdentified(
            round=code,
            grounds=found.grounds,
            figures=found.figures,
            amount_fen=found.amount_fen,
            edition=rules.edition,
            project_name=registration.name,
            department=registration.department,
            destination=Destination.SUPERIOR if upward else Destination.LOCAL_POOL,
            idle_years=recovery.idle_years(project, cutoff_on) if idle else 0,
            recompute=rules.clawback.late_facts == "RECOMPUTE",
            idle_fen=found.idle_fen if idle else 0,
            unspent=rules.clawback.behind_takes == "UNSPENT",
            superior_fen=upward,
        )
    ]
