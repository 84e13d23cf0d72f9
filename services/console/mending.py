"""A parked message answered: the same again, or a corrected one, through the same contract."""

import asyncio
from typing import Final

from services.access.authority import may_mend
from services.access.logbook import Act, Entry
from services.console.sitting import Sitting
from services.intake.handing_in import HandedIn, hand_in
from services.intake.parked import Announced, Aside, announced

PATIENCE: Final = 20.0  # seconds the receipt may take


async def foretold(sitting: Sitting, body: bytes) -> Announced:
    """Say what a message would record. Raises Forbidden, and Refused by the contract."""
    may_mend(await sitting.still(), sitting.division)
    return await asyncio.to_thread(announced, sitting.rooms.office.desk, sitting.division, body)


async def mend(sitting: Sitting, aside: Aside, body: bytes) -> HandedIn:
    """Publish a message in the place of a parked one, which stays as it is; who did is noted."""
    await foretold(sitting, body)
    identity, guard = await sitting.still(), sitting.rooms.guard
    receipt = aside.parked.receipt
    entry = guard.visit(sitting.request).entry(
        Act.MESSAGE_MENDED,
        identity.id,
        _name(sitting.division, receipt.received),
        via=identity.via,
        document=receipt.document_no,
        changed="是" if body != aside.parked.body else "否",
    )
    await guard.access.logbook.write(entry)
    return await hand_in(sitting.rooms.office.client, sitting.division, [body], PATIENCE)


async def mended(sitting: Sitting) -> dict[int, Entry]:
    """Say which parked messages of the division were answered, and by whom last."""
    start = _name(sitting.division, "")
    found: dict[int, Entry] = {}
    after = 0
    while lines := await sitting.rooms.guard.access.logbook.read(after, act=Act.MESSAGE_MENDED):
        after = lines[-1].number
        found |= {
            int(line.entry.what.removeprefix(start)): line.entry
            for line in lines
            if line.entry.what.startswith(start)
        }
    return found


def _name(division: str, received: int | str) -> str:
    return f"parked {division}/{received}"
