"""What is done about a problem: rectification and disposition."""

from typing import Literal

from msgspec import field

from events.terms import Cause, DispositionKind, EscalationStep, FundTag, Role
from services.policies.rules.sourced import Days, Sourced


class RectificationRules(Sourced, frozen=True, kw_only=True):
    """How long a case may take (days from the notice) and where somebody must go and look.

    ``combination`` says whether any rule that opens cases does or only all of them together
    (QM-09 “及”). A case begins at ``first_step`` of the ladder; ``item_by_item`` asks for every
    item of the plan to be closed before the whole is accepted.
    """

    due_days: Days
    site_visit_tags: tuple[FundTag, ...] = ()
    verifier_roles: tuple[Role, ...] = (
        Role.FIN_SECTION_REVIEWER,
        Role.PERF_SECTION_OFFICER,
        Role.FIN_APPROVER,
    )
    combination: Literal["ANY", "ALL"] = "ANY"
    ladder: tuple[EscalationStep, ...] = tuple(EscalationStep)
    first_step: EscalationStep = EscalationStep.NOTICE
    escalate_when_overdue: bool = False
    item_by_item: bool = False


class Remedy(Sourced, frozen=True, kw_only=True):
    """What a cause allows; of ``paired`` either all measures are taken or none.

    Where ``approval`` is asked for, others than the deciders only carry out what those decided.
    """

    kinds: tuple[DispositionKind, ...]
    paired: tuple[DispositionKind, ...] = ()
    approval: bool = False
    decider_roles: tuple[Role, ...] = (Role.FIN_APPROVER, Role.PERF_SECTION_OFFICER)


class DispositionRules(Sourced, frozen=True, kw_only=True):
    """Who may suspend, stop, reduce and resume; the catalogue says what a cause allows."""

    catalogue: dict[Cause, Remedy] = field(default_factory=dict)
    proposer_roles: tuple[Role, ...] = (
        Role.UNIT_HEAD,
        Role.DEPT_REVIEWER,
        Role.FIN_SECTION_REVIEWER,
        Role.PERF_SECTION_OFFICER,
        Role.FIN_APPROVER,
    )

    decider_roles: tuple[Role, ...] = (
        Role.DEPT_REVIEWER,
        Role.PERF_SECTION_OFFICER,
        Role.FIN_APPROVER,
    )
    resume_roles: tuple[Role, ...] = (Role.FIN_APPROVER,)
