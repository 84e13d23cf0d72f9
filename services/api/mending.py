"""Parked messages: looked at, and answered by others through the same contract."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Self

from msgspec import Struct
from nats.aio.client import Client

from services.access.authority import may_mend
from services.access.identity import Identity
from services.access.logbook import Act, Entry, Logbook, Visit
from services.access.sight import may_read
from services.desk.desk import Desk
from services.intake.handing_in import HandedIn, hand_in
from services.intake.intake import Receipt
from services.intake.parked import Announced, Aside, announced, parked, whole

PATIENCE: Final = 20.0  # seconds the receipt may take


class Which(Struct, frozen=True, kw_only=True):
    """Which messages are asked for; what is empty asks for nothing."""

    source_system: str = ""
    document_no: str = ""
    answered: bool | None = None


ALL: Final = Which()


class ParkedMessage(Struct, frozen=True, kw_only=True):
    """One line about a message that was put aside, and who answered it last."""

    number: int
    received: int
    at: datetime
    subject: str
    source_system: str
    document_no: str
    reason: str
    answered_by: str | None
    answered_at: datetime | None

    @classmethod
    def of(cls, aside: Aside, answered: Mapping[int, Entry]) -> Self:
        """Tell of a message; ``answered`` is by the number at which it was received."""
        held, receipt = aside.parked, aside.parked.receipt
        done = answered.get(receipt.received)
        return cls(
            number=aside.number,
            received=receipt.received,
            at=held.at,
            subject=held.subject,
            source_system=receipt.source_system,
            document_no=receipt.document_no,
            reason=receipt.reason,
            answered_by=done.who if done else None,
            answered_at=done.at if done else None,
        )


class ParkedPage(Struct, frozen=True, kw_only=True):
    """Some of the messages of a division; ``next`` is the number after which it goes on."""

    division: str
    rows: list[ParkedMessage]
    next: int | None


class WholeMessage(Struct, frozen=True, kw_only=True):
    """A message as it was received; ``text`` is None where that is no UTF-8."""

    message: ParkedMessage
    body: bytes
    text: str | None


class Mending:
    """Shows what was put aside to who may see the whole division, and takes what is to replace it.

    The same for the interface and for the pages.
    """

    def __init__(self, client: Client, desk: Desk, logbook: Logbook) -> None:
        """Stand on the streams, the ledger and the logbook."""
        self._client = client
        self._desk = desk
        self._logbook = logbook

    async def listed(
        self, identity: Identity, division: str, after: int, limit: int, which: Which = ALL
    ) -> ParkedPage:
        """List messages from the one after a number."""
        may_read(identity, (), division=division)
        answered = await self._answered(division)

        def chosen(receipt: Receipt) -> bool:
            return (
                which.source_system in ("", receipt.source_system)
                and which.document_no in ("", receipt.document_no)
                and which.answered in (None, receipt.received in answered)
            )

        found, goes_on = await parked(self._client, division, after, limit, chosen)
        rows = [ParkedMessage.of(one, answered) for one in found]
        return ParkedPage(division=division, rows=rows, next=goes_on)

    async def one(
        self, identity: Identity, division: str, number: int, visit: Visit
    ) -> WholeMessage | None:
        """Open the message of a number, which is noted; None when there is none."""
        may_read(identity, (), division=division)
        found, _ = await parked(self._client, division, number - 1, 1)
        if not found or found[0].number != number:
            return None
        name = _name(division, found[0].parked.receipt.received)
        await self._logbook.write(visit.entry(Act.READ, identity.id, name, via=identity.via))
        message = ParkedMessage.of(found[0], await self._answered(division))
        body = await whole(self._client, found[0])
        return WholeMessage(message=message, body=body, text=_text(body))

    async def foretold(self, identity: Identity, division: str, body: bytes) -> Announced:
        """Say what a message would record. Raises Forbidden, and Refused by the contract."""
        may_mend(identity, division)
        return await asyncio.to_thread(announced, self._desk, division, body)

    async def mend(
        self, identity: Identity, division: str, aside: WholeMessage, body: bytes, visit: Visit
    ) -> HandedIn:
        """Publish a message in the place of a parked one, which stays; who did is noted first."""
        await self.foretold(identity, division, body)
        entry = visit.entry(
            Act.MESSAGE_MENDED,
            identity.id,
            _name(division, aside.message.received),
            via=identity.via,
            document=aside.message.document_no,
            changed="是" if body != aside.body else "否",
        )
        await self._logbook.write(entry)
        return await hand_in(self._client, division, [body], PATIENCE)

    async def _answered(self, division: str) -> dict[int, Entry]:
        """Say which messages of a division were answered, by the number they were received at."""
        start = _name(division, "")
        found: dict[int, Entry] = {}
        after = 0
        while lines := await self._logbook.read(after, act=Act.MESSAGE_MENDED):
            after = lines[-1].number
            found |= {
                int(line.entry.what.removeprefix(start)): line.entry
                for line in lines
                if line.entry.what.startswith(start)
            }
        return found


def _text(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _name(division: str, received: int | str) -> str:
    return f"parked {division}/{received}"
