"""NATS JetStream as a persistence module of the `eventsourcing` library.

Set `PERSISTENCE_MODULE=services.ledger` and `NATS_URL`; the other settings are in `settings`.
Nothing here knows a domain: an originator id is a subject, a state is bytes.
"""

from services.ledger.factory import LedgerFactory

__all__ = ["LedgerFactory"]
