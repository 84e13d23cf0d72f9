"""The library's aggregate and application recorders over a journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal
from uuid import UUID

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    Notification,
    ProgrammingError,
    StoredEvent,
    Subscription,
    Tracking,
)

from services.ledger.envelope import attributes_of, body_of, event_of, notification_of
from services.ledger.journal import Entry, Journal
from services.ledger.loop import LoopThread
from services.ledger.reading import Record
from services.ledger.subjects import originator_of, subject_of
from services.ledger.subscription import LedgerSubscription
from services.ledger.tail import Tail

TOPIC_PAGE = 500


@dataclass(frozen=True, slots=True)
class Ground:
    """What a recorder stands on: its loop, its journal, its subjects."""

    loop: LoopThread
    journal: Journal
    prefix: str
    id_type: Literal["uuid", "text"] = "uuid"
    gapless: bool = True


class LedgerAggregateRecorder(AggregateRecorder):
    """Stored events by aggregate, from any thread."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401  # the library's signature
    ) -> Sequence[int] | None:
        self._insert(stored_events, kwargs.get("tracking"))
        return None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        """Events with versions above `gt` up to `lte`, at most `limit`, newest first if `desc`."""
        if desc and limit == 1 and lte is None:
            newest = self.last(originator_id)
            return [newest] if newest and (gt is None or newest.originator_version > gt) else []
        ground = self.ground
        # Versions rise by at least one from at least nought, so no more than this can be wanted.
        bounds = [] if lte is None else [lte + 1]
        if limit is not None and not desc:
            bounds.append((-1 if gt is None else gt) + 1 + limit)
        subject = subject_of(ground.prefix, originator_id)
        most = min(bounds, default=None)
        events = self._events(
            originator_id, ground.loop.run(ground.journal.after(subject, gt, most))
        )
        chosen = [
            event
            for event in events
            if (gt is None or event.originator_version > gt)
            and (lte is None or event.originator_version <= lte)
        ]
        if desc:
            chosen.reverse()
        return chosen[:limit]

    def select_documents(self, originator_ids: Iterable[UUID | str]) -> list[list[bytes]]:
        """Bodies of many whole histories at once, as they lie in the stream, in the order asked."""
        ground = self.ground
        subjects = [subject_of(ground.prefix, originator_id) for originator_id in originator_ids]
        histories = ground.loop.run(ground.journal.histories(subjects))
        return [[record.body for record in records] for records in histories]

    def insert_documents(self, documents: Iterable[tuple[UUID | str, int, bytes]]) -> list[int]:
        """Store CloudEvents bodies as versions of aggregates, all or none.

        For whoever made each body from its id and version; a `Document` is checked for that.
        """
        ground = self.ground
        return self._append(
            [
                Entry(subject_of(ground.prefix, originator_id), version, body, ground.gapless)
                for originator_id, version, body in documents
            ]
        )

    def last(self, originator_id: UUID | str) -> StoredEvent | None:
        """Newest event of an aggregate."""
        ground = self.ground
        record = ground.loop.run(ground.journal.last(subject_of(ground.prefix, originator_id)))
        return self._events(originator_id, [record])[0] if record else None

    def _insert(self, stored_events: Sequence[StoredEvent], tracking: Tracking | None) -> list[int]:
        if tracking is not None:
            raise ProgrammingError("positions are for a process recorder")
        return self._append([self._entry(event) for event in stored_events])

    def _append(self, entries: Sequence[Entry]) -> list[int]:
        return self.ground.loop.run(self.ground.journal.append(entries)) if entries else []

    def _entry(self, event: StoredEvent) -> Entry:
        ground = self.ground
        subject = subject_of(ground.prefix, event.originator_id)
        body = body_of(event, ground.journal.stream)
        return Entry(subject, event.originator_version, body, ground.gapless)

    def _events(self, originator: UUID | str, records: Sequence[Record]) -> list[StoredEvent]:
        return [event_of(r.body, attributes_of(r.body), originator) for r in records]


class LedgerApplicationRecorder(LedgerAggregateRecorder, ApplicationRecorder):
    """Stored events by aggregate and, as notifications, by stream sequence."""

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401  # the library's signature
    ) -> Sequence[int] | None:
        """Store all events or none; their stream sequences are their notification ids."""
        return self._insert(stored_events, kwargs.get("tracking")) or None

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[Notification]:
        ground = self.ground
        after = 0 if start is None else max(0, start - int(inclusive_of_start))
        chosen: list[Notification] = []
        while len(chosen) < limit:
            # With topics, a page may hold fewer than wanted, but never more than are asked for.
            size = limit if not topics else max(limit, TOPIC_PAGE)
            if stop is not None:
                size = min(size, stop - after)
            if size <= 0:
                break
            records = ground.loop.run(
                ground.journal.reading.after(f"{ground.prefix}.>", after, size)
            )
            chosen += self._notifications(records, topics, stop)
            if len(records) < size:
                break
            after = records[-1].sequence
        return chosen[:limit]

    def max_notification_id(self) -> int | None:
        ground = self.ground
        record = ground.loop.run(ground.journal.reading.last(f"{ground.prefix}.>"))
        return record.sequence if record else None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        ground = self.ground
        tail = Tail(ground.journal.wire, ground.journal.stream, f"{ground.prefix}.>", gt or 0)
        read = partial(self._notifications, topics=topics)
        return LedgerSubscription(self, ground.loop, tail, read)

    def _notifications(
        self, records: Iterable[Record], topics: Sequence[str], stop: int | None = None
    ) -> list[Notification]:
        """Turn records into notifications, leaving out other topics and those after `stop`."""
        ground = self.ground
        chosen: list[Notification] = []
        for record in records:
            if stop is not None and record.sequence > stop:
                break
            attributes = attributes_of(record.body)
            if not topics or attributes.type in topics:
                originator = originator_of(ground.prefix, record.subject, ground.id_type)
                chosen.append(notification_of(record.body, attributes, originator, record.sequence))
        return chosen
