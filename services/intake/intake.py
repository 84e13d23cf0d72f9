"""Messages of upstream systems: read, recorded in one atomic commit, answered one by one."""

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
from events.subjects import DIVISION, INTAKE_STREAM, AggregateId
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
    """A message as it lies in the intake stream at ``sequence``; ``reply`` acknowledges it."""

    sequence: int
    subject: str
    body: bytes
    reply: str = ""
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


class Opened(Struct, frozen=True):
    """An incoming message with what it says, and of which project; or why nobody can read it."""

    incoming: Incoming
    said: Message | str
    project: AggregateId | None = None


def opened(incoming: Incoming) -> Opened:
    """Read a message as far as it can be."""
    if not incoming.division:
        return Opened(incoming, f"主题 {incoming.subject} 中的区划不是六位数字")
    try:
        message = read_message(incoming.body)
    except Refused as refused:
        return Opened(incoming, str(refused))
    return Opened(incoming, message, project_of(incoming.division, message))


_SENDER: Final = msgspec.json.Decoder(Sender)  # made before there are lanes


def take(desk: Desk, batch: Sequence[Opened], now: datetime) -> list[Receipt]:
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
            alone = batch[0].incoming
            log.exception("message parked", received=alone.sequence, subject=alone.subject)
            return [_parked(alone, _ours(error))]
        # Of what is too much for one commit, the beginning may have been recorded.
        again = [replace(one, incoming=replace(one.incoming, redelivered=True)) for one in batch]
        middle = len(again) // 2
        return [*take(desk, again[:middle], now), *take(desk, again[middle:], now)]


def _ours(error: Exception) -> str:
    """Say what is no fault of the sender's."""
    if isinstance(error, UnknownFactError):
        return newer(error)
    return f"内部错误（{type(error).__name__}），请联系系统管理员"


def _taken(desk: Desk, batch: Sequence[Opened], now: datetime) -> list[Receipt]:
    reports = [
        Report(
            project=one.project,
            fact=fact_of(one.said),
            at=now,
            origin=f"{INTAKE_STREAM}/{one.incoming.sequence}",
            redelivered=one.incoming.redelivered,
        )
        for one in batch
        if isinstance(one.said, Message) and one.project is not None
    ]
    noted = iter(note(desk, reports))
    return [
        _parked(one.incoming, one.said)
        if isinstance(one.said, str)
        else _receipt(one.incoming, one.said, next(noted))
        for one in batch
    ]


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
        reason=contradiction(message, noted.differs) if parked else "",
    )


def sender_of(body: bytes) -> Sender:
    """Say who sent a message, whether it can be read or not."""
    try:
        return _SENDER.decode(body)
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
