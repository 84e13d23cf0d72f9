"""Positions in other applications' sequences, stored together with the events they caused.

A position is a message on `<prefix>-tracking.<application>` in the stream of the events, so one
atomic batch holds both; its version is the notification id, and a higher one is all that is
accepted. Notifications are read from `<prefix>.>` and never meet it.
"""

from collections.abc import Sequence

from eventsourcing.persistence import (
    ProcessRecorder,
    StoredEvent,
    Tracking,
    TrackingRecorder,
)

from services.ledger.envelope import attributes_of, body_of
from services.ledger.journal import Entry
from services.ledger.recorders import Ground, LedgerApplicationRecorder
from services.ledger.subjects import subject_of

TOPIC = "tracking"


def tracking_prefix(prefix: str) -> str:
    """Prefix of the subjects that hold positions."""
    return f"{prefix}-tracking"


class LedgerTrackingRecorder(TrackingRecorder):
    """Positions on their own."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def insert_tracking(self, tracking: Tracking) -> None:
        """Record a position; IntegrityError unless it is above the newest one."""
        self.ground.loop.run(self.ground.journal.append([self._position(tracking)]))

    def max_tracking_id(self, application_name: str) -> int | None:
        subject = subject_of(tracking_prefix(self.ground.prefix), application_name)
        record = self.ground.loop.run(self.ground.journal.last(subject))
        return attributes_of(record.body).version if record else None

    def _position(self, tracking: Tracking) -> Entry:
        name, position = tracking.application_name, tracking.notification_id
        subject = subject_of(tracking_prefix(self.ground.prefix), name)
        event = StoredEvent(name, position, TOPIC, b"")
        body = body_of(event, self.ground.journal.stream)
        return Entry(subject, position, body, gapless=False)


class LedgerProcessRecorder(LedgerTrackingRecorder, LedgerApplicationRecorder, ProcessRecorder):
    """Events and the position that caused them, all or none."""

    def _insert(self, stored_events: Sequence[StoredEvent], tracking: Tracking | None) -> list[int]:
        entries = [self._entry(event) for event in stored_events]
        if tracking is not None:
            entries.append(self._position(tracking))
        return self._append(entries)[: len(stored_events)]
