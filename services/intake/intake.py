"""One fetched batch: read, recorded in one atomic commit, answered one by one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from events.subjects import DIVISION, INTAKE_STREAM
from services.desk.desk import Desk
from services.desk.reports import Noted, Report, note
from services.intake.contract import (
    Message,
    contradiction,
    fact_of,
    project_of,
    read_message,
)
from services.refusal import Refused


class Incoming(Struct, frozen=True, kw_only=True):
    """A message as it lies in the intake stream at ``sequence``."""

    sequence: int
    subject: str
    body: bytes
    redelivered: bool = False

    @property
    def division(self) -> str:
        """The division it was published for; empty when the subject names none."""
        token = self.subject.split(".")[2]
        return token if DIVISION.fullmatch(token) else ""


class Receipt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a message; a parked one says why, so that somebody can act."""

    outcome: Literal["accepted", "duplicate", "parked"]
    received: int
    division: str
    source_system: str = "unknown"
    document_no: str = ""
    line_no: int | None = None
    kind: str = ""
    revision: int = 0
    event_id: str = ""
    aggregate: str = ""
    version: int | None = None
    reason: str = ""


class Sender(Struct):
    """As much of a message that breaks the contract as tells whom to answer."""

    source_system: str = "unknown"
    document_no: str = ""


def take(desk: Desk, batch: Sequence[Incoming], now: datetime) -> list[Receipt]:
    """Record a batch and return a receipt for each message, in order.

    Whatever is raised is not about a message: the batch is to be delivered again.
    """
    read = [_read(incoming) for incoming in batch]
    noted = iter(
        note(
            desk,
            [
                Report(
                    project=project_of(incoming.division, message),
                    fact=fact_of(message),
                    at=now,
                    origin=f"{INTAKE_STREAM}/{incoming.sequence}",
                    redelivered=incoming.redelivered,
                )
                for incoming, message in zip(batch, read, strict=True)
                if isinstance(message, Message)
            ],
        )
    )
    return [
        _receipt(incoming, message, next(noted))
        if isinstance(message, Message)
        else _parked(incoming, message)
        for incoming, message in zip(batch, read, strict=True)
    ]


def _read(incoming: Incoming) -> Message | str:
    """Read a message, or say why it cannot be."""
    if not incoming.division:
        return f"主题 {incoming.subject} 中的区划不是六位数字"
    try:
        return read_message(incoming.body)
    except Refused as refused:
        return str(refused)


def _receipt(incoming: Incoming, message: Message, noted: Noted) -> Receipt:
    parked = noted.outcome == "contradiction"
    event = noted.written
    return Receipt(
        outcome="parked" if parked else "accepted" if noted.outcome == "accepted" else "duplicate",
        received=incoming.sequence,
        division=incoming.division,
        source_system=message.source_system,
        document_no=message.document_no,
        line_no=message.line_no,
        kind=message.kind,
        revision=message.revision,
        event_id=event.id if event else "",
        aggregate=event.aggregate if event else "",
        version=event.version if event else None,
        reason=contradiction(message) if parked else "",
    )


def _parked(incoming: Incoming, reason: str) -> Receipt:
    try:
        sender = msgspec.json.decode(incoming.body, type=Sender)
    except (msgspec.DecodeError, UnicodeDecodeError):
        sender = Sender()
    return Receipt(
        outcome="parked",
        received=incoming.sequence,
        division=incoming.division,
        source_system=sender.source_system,
        document_no=sender.document_no,
        reason=reason,
    )
