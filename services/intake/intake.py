"""One fetched batch: read, recorded in one atomic commit, answered one by one."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final, Literal

import msgspec
import structlog
from eventsourcing.persistence import IntegrityError, InterfaceError, OperationalError
from msgspec import Struct
from msgspec.structs import replace

from events.envelope import UnknownFactError
from events.subjects import DIVISION, INTAKE_STREAM
from services.desk.desk import Desk
from services.desk.faults import UNREADABLE, newer
from services.desk.reports import Noted, Report, note
from services.intake.contract import (
    Message,
    contradiction,
    fact_of,
    project_of,
    read_message,
)
from services.refusal import Conflict, Refused

# The ledger cannot be reached, or others keep writing first: no message is at fault.
PASSING: Final = (OperationalError, InterfaceError, IntegrityError, Conflict, OSError)
UNKNOWN: Final = "unknown"  # the sender of a message that does not say
LONGEST: Final = 128  # characters of what a message that cannot be read says of its sender

log = structlog.get_logger("intake")


class Incoming(Struct, frozen=True, kw_only=True):
    """A message as it lies in the intake stream at ``sequence``."""

    sequence: int
    subject: str
    body: bytes
    redelivered: bool = False

    @property
    def division(self) -> str:
        """The division it was published for; empty when the subject names none."""
        return _division(self.subject)


@lru_cache(maxsize=1024)
def _division(subject: str) -> str:
    token = subject.split(".")[2]
    return token if DIVISION.fullmatch(token) else ""


class Receipt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a message; a parked one says why, so that somebody can act."""

    outcome: Literal["accepted", "duplicate", "parked"]
    received: int
    division: str
    source_system: str = UNKNOWN
    document_no: str = ""
    line_no: int | None = None
    kind: str = ""
    revision: int = 0
    event_id: str = ""
    aggregate: str = ""
    version: int | None = None
    reason: str = ""


class Sender(Struct):
    """As much of a message that breaks the contract as tells whom to answer; "" is nobody."""

    source_system: str = ""
    document_no: str = ""


def take(desk: Desk, batch: Sequence[Incoming], now: datetime) -> list[Receipt]:
    """Record a batch and return a receipt for each message, in order.

    Whatever is raised is not about a message: the batch is to be delivered again. What is about
    one is looked for by halves, and that message alone is parked, so that it never stops the rest.
    """
    try:
        return _taken(desk, batch, now)
    except PASSING:
        raise
    except Exception as error:
        if len(batch) == 1:
            log.exception("message parked", received=batch[0].sequence, subject=batch[0].subject)
            return [_parked(batch[0], _ours(error))]
        # Of what is too much for one commit, the beginning may have been recorded.
        again = [replace(incoming, redelivered=True) for incoming in batch]
        middle = len(again) // 2
        return [*take(desk, again[:middle], now), *take(desk, again[middle:], now)]


def _ours(error: Exception) -> str:
    """Say what is no fault of the sender's."""
    if isinstance(error, UnknownFactError):
        return newer(error)
    return f"内部错误（{type(error).__name__}），请联系系统管理员"


def _taken(desk: Desk, batch: Sequence[Incoming], now: datetime) -> list[Receipt]:
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


def sender_of(body: bytes) -> Sender:
    """Say who sent a message, whether it can be read or not."""
    try:
        return msgspec.json.decode(body, type=Sender)
    except UNREADABLE:
        return Sender()


def _parked(incoming: Incoming, reason: str) -> Receipt:
    sender = sender_of(incoming.body)
    return Receipt(
        outcome="parked",
        received=incoming.sequence,
        division=incoming.division,
        source_system=sender.source_system[:LONGEST] or UNKNOWN,
        document_no=sender.document_no[:LONGEST],
        reason=reason,
    )
