"""The rules a page decides by what to offer: those of the division in force today."""

import asyncio
from datetime import UTC, datetime

from services.console.sitting import Sitting
from services.policies.calendar import local_day
from services.policies.rules import Rules
from services.refusal import Refused


async def rules_today(sitting: Sitting) -> Rules | None:
    """Give the edition in force today, None where a division has adopted none yet."""
    law = await asyncio.to_thread(sitting.rooms.office.desk.law, sitting.division)
    try:
        return law.on(local_day(datetime.now(UTC)))
    except Refused:
        return None
