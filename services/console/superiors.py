"""Organisations above the county, at the projects whose funds they review (QM-10)."""

from events.registration import ProjectRegistered
from events.terms import Role
from services.console.sitting import Sitting
from services.policies.rules import Rules
from services.project.authority import above


def reviews_above(
    sitting: Sitting, registered: ProjectRegistered | None, rules: Rules | None
) -> bool:
    """Whether who sits here reviews a project for an organisation above the county."""
    identity = sitting.identity
    if Role.SUPERIOR_REVIEWER not in identity.roles or registered is None or rules is None:
        return False
    return identity.org in above(registered.fund_tags, rules)
