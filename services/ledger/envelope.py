"""Stored events as CloudEvents bodies and back.

A `Document` is its own body. Any other stored event is wrapped: its bytes become `data_base64`
and `datacontenttype` says so, which is how a reader tells the two apart.
"""

import random
import time
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from eventsourcing.persistence import DataError, Notification, ProgrammingError, StoredEvent

from services.ledger.document import Document

WRAPPED = "application/vnd.eventsourcing.state"


class Attributes(msgspec.Struct):
    """What the ledger itself reads of a body."""

    type: str
    version: int
    datacontenttype: str = ""


class _Unsealed(Attributes, kw_only=True):
    id: str  # what tells one attempt to store from another one's
    subject: str | None = None
    prevhash: str | None = None


class _State(msgspec.Struct):
    data_base64: bytes


class _Wrapped(msgspec.Struct):
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    version: int
    data_base64: bytes
    specversion: str = "1.0"
    datacontenttype: str = WRAPPED


_random = random.Random()  # noqa: S311  # an id has to be unique, it keeps no secret
_attributes = msgspec.json.Decoder(Attributes)
_unsealed = msgspec.json.Decoder(_Unsealed)
_state = msgspec.json.Decoder(_State)
_encode = msgspec.json.Encoder().encode


def uuid7() -> str:
    """Time-ordered UUID (RFC 9562, version 7) as text."""
    # Not of the system: every call there hands the interpreter over to whoever waits for it.
    bits = (time.time_ns() // 1_000_000) << 80 | _random.getrandbits(80)
    digits = f"{bits & ~(0xF << 76 | 0x3 << 62) | 0x7 << 76 | 0x2 << 62:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def body_of(event: StoredEvent, source: str) -> bytes:
    """Body of an event, not sealed yet; ProgrammingError when a document contradicts its event."""
    if isinstance(event, Document):
        _check(event)
        return event.state
    return _encode(
        _Wrapped(
            id=uuid7(),
            source=source,
            type=event.topic,
            subject=str(event.originator_id),
            time=datetime.now(UTC),
            version=event.originator_version,
            data_base64=event.state,
        )
    )


def attributes_of(body: bytes) -> Attributes:
    """Type and version of a body; DataError when it is not one of the ledger's."""
    try:
        return _attributes.decode(body)
    except msgspec.DecodeError as error:
        raise DataError(f"not a body of the ledger: {error}: {body[:200]!r}") from error


def event_of(body: bytes, attributes: Attributes, originator: UUID | str) -> StoredEvent:
    """Event as it was inserted: a wrapped one with its own state, a document with its body."""
    kind = StoredEvent if attributes.datacontenttype == WRAPPED else Document
    state = _state_of(body, attributes)
    return kind(originator, attributes.version, attributes.type, state)


def notification_of(
    body: bytes, attributes: Attributes, originator: UUID | str, sequence: int
) -> Notification:
    """Event with its position in the stream."""
    state = _state_of(body, attributes)
    return Notification(originator, attributes.version, attributes.type, state, sequence)


def _state_of(body: bytes, attributes: Attributes) -> bytes:
    if attributes.datacontenttype == WRAPPED:
        return _state.decode(body).data_base64
    return body


def _check(event: Document) -> None:
    try:
        found = _unsealed.decode(event.state)
    except msgspec.DecodeError as error:
        raise ProgrammingError(f"a document's state is not CloudEvents JSON: {error}") from error
    if not event.state.endswith(b"}"):
        raise ProgrammingError("a document's state must end with its closing brace")
    if found.prevhash is not None:
        raise ProgrammingError("a document's prevhash is the ledger's to write")
    if found.datacontenttype == WRAPPED:
        raise ProgrammingError(f"datacontenttype {WRAPPED} is the ledger's own")
    if found.subject not in (None, str(event.originator_id)):
        raise ProgrammingError(f"a document is about {found.subject}, not {event.originator_id}")
    if (found.type, found.version) != (event.topic, event.originator_version):
        raise ProgrammingError(
            f"a document says {found.type} version {found.version}, "
            f"its event says {event.topic} version {event.originator_version}"
        )
