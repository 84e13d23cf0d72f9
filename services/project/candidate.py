"""Whether a project is a candidate of a clawback round, on which grounds, for how much (HL-07)."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from events.clawback import ClawbackCandidateIdentified
from events.terms import ClawbackGround, Destination, SubjectKind
from services.decision import Context
from services.policies.rules import Rules
from services.project import recovery
from services.project.command import Code, ProjectCommand
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

# Their money is that of others, which is examined there: it would be taken twice.
_SUMS = (SubjectKind.DEPARTMENT_OVERALL, SubjectKind.TRANSFER_OVERALL)


class IdentifyCandidate(ProjectCommand, frozen=True, kw_only=True):
    """Examine the project for a frozen round, as of its cut-off day; no ground, no fact.

    Day and edition are those of the round.
    """

    title = "核查盘活收回"

    round: Code
    cutoff_on: Annotated[date | None, Meta(description="批次的截止日；由系统填写")] = None
    edition: Annotated[str, Meta(description="批次的政策版本；由系统填写")] = ""


def identify(
    project: "Project", command: IdentifyCandidate, context: Context
) -> list[ClawbackCandidateIdentified]:
    """List the project with its grounds and amount; nothing when there is nothing to take."""
    context.require(context.rules.clawback.decider_roles, command.title, "HL-07")
    if command.cutoff_on is None:
        raise Refused(
            f"盘活收回批次 {command.round} 的清单尚未冻结，或批次已结束，不能再核查项目",
            clause="HL-07",
        )
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
