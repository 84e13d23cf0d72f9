"""Events and documents for the ledger's tests, and what lies in its stream."""

import json
from collections.abc import Callable, Iterable
from uuid import uuid4

from eventsourcing.persistence import StoredEvent

from services.ledger import LedgerFactory
from services.ledger.chain import continues
from services.ledger.document import Document
from services.ledger.recorders import LedgerAggregateRecorder

OpenFactory = Callable[[dict[str, str]], LedgerFactory]


def event(aggregate: str, version: int, state: bytes = b"state") -> StoredEvent:
    return StoredEvent(aggregate, version, "told.v1", state)


def events(aggregate: str, first: int, last: int) -> list[StoredEvent]:
    return [event(aggregate, version) for version in range(first, last + 1)]


def document(aggregate: str, version: int, **changes: object) -> Document:
    body = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "test",
        "type": "told.v1",
        "subject": aggregate,
        "version": version,
        "data": {"名称": "农村公路", "nested": {"amount": 1}},
    } | changes
    return Document(aggregate, version, "told.v1", json.dumps(body, ensure_ascii=False).encode())


def versions(recorder: LedgerAggregateRecorder, aggregate: str) -> list[int]:
    return [e.originator_version for e in recorder.select_events(aggregate)]


def bodies(factory: LedgerFactory, aggregate: str) -> list[bytes]:
    """Bodies as they lie in the stream."""
    journal = factory.application_recorder().ground.journal
    subject = f"{factory.settings.prefix}.{aggregate}"
    return [record.body for record in factory.loop.run(journal.after(subject))]


def first_break(bodies: Iterable[bytes]) -> int | None:
    """Index of the first body, oldest first, that does not continue the chain; None if whole."""
    previous: bytes | None = None
    for index, body in enumerate(bodies):
        if not continues(body, previous):
            return index
        previous = body
    return None
