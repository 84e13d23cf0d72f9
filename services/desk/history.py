"""A history in memory: the folded state, its version, and which commands made it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from eventsourcing.persistence import Mapper, StoredEvent
from immutables import Map
from msgspec import Struct
from msgspec.structs import replace

from events.envelope import Envelope, decode_envelope, decode_fact, encode_envelope
from events.execution import UpstreamFact
from events.fact import Fact
from events.subjects import AggregateId
from services.desk.aggregates import KINDS
from services.desk.orders import Written
from services.ledger.document import Document

BEGINNING: Final = datetime.min.replace(tzinfo=UTC)


class Stamped(Struct, frozen=True):
    """A fact with its envelope: what the library calls a domain event."""

    originator_id: str
    originator_version: int
    envelope: Envelope
    fact: Fact


def document(event: Stamped) -> tuple[str, int, bytes]:
    """Write the CloudEvents document of a version; the ledger adds the chain."""
    return event.originator_id, event.originator_version, encode_envelope(event.envelope)


def read(name: str, body: bytes) -> Stamped:
    """Read the document of a version back."""
    envelope = decode_envelope(body)
    return Stamped(name, envelope.version, envelope, decode_fact(envelope))


class FactMapper(Mapper[str]):
    """Between stamped facts and the ledger's documents."""

    def __init__(self) -> None:
        """Need no transcoder: the wire form is the facts' own."""

    def to_stored_event(self, domain_event: object) -> StoredEvent:
        """Write a document as the library wants it."""
        if not isinstance(domain_event, Stamped):
            raise TypeError(domain_event)
        name, version, body = document(domain_event)
        return Document(name, version, domain_event.envelope.type, body)

    def to_domain_event(self, stored_event: StoredEvent) -> Stamped:
        """Read a document back."""
        return read(str(stored_event.originator_id), bytes(stored_event.state))


class History(Struct, frozen=True):
    """An aggregate as far as it has been read.

    ``commands`` remembers what each command wrote, so that its repetition gets the same answer;
    upstream facts carry their own key and are not kept there. ``recorded_at`` is the time of the
    newest fact: what is recorded later is never dated earlier.
    """

    id: AggregateId
    state: object
    version: int = 0
    recorded_at: datetime = BEGINNING
    commands: Map[str, tuple[Written, ...]] = Map()

    def then(self, events: Iterable[Stamped]) -> "History":
        """Fold further events."""
        evolve = KINDS[self.id.kind].evolve
        state, version, commands = self.state, self.version, self.commands
        recorded_at = self.recorded_at
        for event in events:
            state, version = evolve(state, event.fact), event.originator_version
            envelope = event.envelope
            recorded_at = max(recorded_at, envelope.time)
            if not isinstance(event.fact, UpstreamFact):
                before = commands.get(envelope.commandid, ())
                commands = commands.set(envelope.commandid, (*before, written(event)))
        return replace(
            self, state=state, version=version, recorded_at=recorded_at, commands=commands
        )


def empty(aggregate: AggregateId) -> History:
    """Begin a history."""
    return History(aggregate, KINDS[aggregate.kind].initial)


def written(event: Stamped) -> Written:
    """Name a fact as answers do."""
    return Written(
        id=event.envelope.id,
        type=event.envelope.type,
        aggregate=event.originator_id,
        version=event.originator_version,
    )


def project(history: History | None, events: Iterable[Stamped]) -> History | None:
    """Fold for the library's repository: from nothing, or further from a history."""
    for event in events:
        begun = history or empty(AggregateId.parse(event.originator_id))
        history = begun.then([event])
    return history
