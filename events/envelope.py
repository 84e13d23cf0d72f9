"""The wire form: CloudEvents 1.0 structured JSON around the fact alone."""

from datetime import datetime
from typing import Final

import msgspec
from msgspec import Raw, Struct

from events.catalogue import FACTS
from events.fact import Fact
from events.subjects import AggregateId
from events.upcasting import UPCASTERS, upcast


class UnknownFactError(ValueError):
    """The tag of a stored fact is not known to this version of the code."""


class Envelope(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A stored fact with who, when, why and what came before.

    ``time`` is when it was recorded (UTC); the business day is inside ``data``. ``version`` counts
    from 1 in its aggregate; ``prevhash`` is the digest of the previous body of the same aggregate
    and is added by the ledger.
    """

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str
    version: int
    actor: str
    actorrole: str
    actororg: str
    commandid: str
    correlationid: str = ""
    causationid: str = ""
    policy: str = ""
    data: Raw
    prevhash: str = ""


class Recorded(Struct, frozen=True, gc=False):
    """A fact as it stands in the ledger, at its place ``sequence`` in the stream."""

    sequence: int
    aggregate: AggregateId
    envelope: Envelope
    fact: Fact


_ENVELOPE: Final = msgspec.json.Decoder(Envelope)
_FACTS: Final = {tag: msgspec.json.Decoder(fact) for tag, fact in FACTS.items()}
_ENVELOPED: Final = msgspec.json.Decoder(dict[str, object])
_ENCODER: Final = msgspec.json.Encoder()


def encode_fact(fact: Fact) -> Raw:
    """Return the fact alone as JSON."""
    return Raw(_ENCODER.encode(fact))


def encode_envelope(envelope: Envelope) -> bytes:
    """Return the CloudEvents document."""
    return _ENCODER.encode(envelope)


def decode_envelope(body: bytes) -> Envelope:
    """Read a CloudEvents document; ``msgspec.ValidationError`` when it is none of ours."""
    return _ENVELOPE.decode(body)


def decode_fact(envelope: Envelope) -> Fact:
    """Read the fact inside; :class:`UnknownFactError` for a tag from a newer version."""
    if envelope.type in UPCASTERS:
        tag, data = upcast(envelope.type, _ENVELOPED.decode(envelope.data))
        return _FACTS[tag].decode(_ENCODER.encode(data))
    decoder = _FACTS.get(envelope.type)
    if decoder is None:
        raise UnknownFactError(envelope.type)
    return decoder.decode(envelope.data)


def decode(subject: str, sequence: int, body: bytes) -> Recorded:
    """Read one message of the stream; ``subject`` is ``jx.ev.<division>.<kind>.<name>``."""
    envelope = decode_envelope(body)
    _, _, division, kind, name = subject.split(".")
    return Recorded(sequence, AggregateId(division, kind, name), envelope, decode_fact(envelope))
