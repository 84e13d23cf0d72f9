"""Organisations above the county, at the projects whose funds they review (QM-10)."""

import asyncio
from datetime import UTC, datetime

from events.registration import ProjectRegistered
from events.terms import Role
from services.console.sitting import Sitting
from services.policies.calendar import local_day
from services.policies.rules import Rules
from services.project.authority import above
from services.refusal import Refused


class Superior:
    """Whether who sits here reviews a project for an organisation above the county."""

    def __init__(self, org: str, rules: Rules | None) -> None:
        """Take the organisation of a superior, and the rules of today; none reviews nothing."""
        self._org = org
        self._rules = rules

    def of(self, registered: ProjectRegistered | None) -> bool:
        """Whether the funds of a project are among those it reviews."""
        if self._rules is None or registered is None:
            return False
        return self._org in above(registered.fund_tags, self._rules)


async def superior(sitting: Sitting) -> Superior:
    """Say what who sits here reviews for an organisation above the county."""
    identity = sitting.identity
    if Role.SUPERIOR_REVIEWER not in identity.roles:
        return Superior(identity.org, None)
    law = await asyncio.to_thread(sitting.rooms.office.desk.law, sitting.division)
    try:
        rules = law.on(local_day(datetime.now(UTC)))
    except Refused:  # no edition yet
        return Superior(identity.org, None)
    return Superior(identity.org, rules)
