"""Where the library's applications get their recorders."""

import weakref
from typing import TypeVar

from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.utils import Environment, EnvType, resolve_topic

from services.ledger import streams
from services.ledger.journal import Journal
from services.ledger.loop import LoopThread
from services.ledger.recorders import Ground, LedgerAggregateRecorder, LedgerApplicationRecorder
from services.ledger.settings import Settings
from services.ledger.tracking import LedgerProcessRecorder, LedgerTrackingRecorder, tracking_prefix
from services.ledger.wire import Wire

Kind = TypeVar("Kind")


class LedgerFactory(InfrastructureFactory[LedgerTrackingRecorder]):
    """One connection on one loop thread, shared by all its recorders until `close`."""

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self.settings = Settings.read(self.env)
        self.loop = LoopThread()
        self._wire: Wire | None = None
        self._journals: dict[str, Journal] = {}
        # Also at exit, and when an application is dropped without being closed.
        self._end = weakref.finalize(self, self.loop.close)

    @property
    def wire(self) -> Wire:
        """The connection, made when first asked for; OperationalError when there is no server."""
        if self._wire is None:
            settings = self.settings
            self._wire = self.loop.run(Wire.open(settings.url, settings.timeout))
            self.loop.at_end(self._wire.close)
        return self._wire

    def close(self) -> None:
        self._end()

    def aggregate_recorder(self, purpose: str = "events") -> LedgerAggregateRecorder:
        """Recorder of events, or of snapshots in a stream of their own."""
        if purpose == "events":
            return LedgerAggregateRecorder(self._events())
        suffix = purpose.lower()
        prefix = f"{self.settings.prefix}-{suffix}"
        journal = self._journal(f"{self.settings.stream}_{suffix.upper()}", [f"{prefix}.>"])
        return LedgerAggregateRecorder(
            Ground(self.loop, journal, prefix, self.settings.id_type, gapless=False)
        )

    def application_recorder(self) -> LedgerApplicationRecorder:
        recorder = self._recorder(self.APPLICATION_RECORDER_TOPIC, LedgerApplicationRecorder)
        return recorder(self._events())

    def tracking_recorder(
        self, tracking_recorder_class: type[LedgerTrackingRecorder] | None = None
    ) -> LedgerTrackingRecorder:
        recorder = tracking_recorder_class or self._recorder(
            self.TRACKING_RECORDER_TOPIC, LedgerTrackingRecorder
        )
        return recorder(self._events(tracking=True))

    def process_recorder(self) -> LedgerProcessRecorder:
        recorder = self._recorder(self.PROCESS_RECORDER_TOPIC, LedgerProcessRecorder)
        return recorder(self._events(tracking=True))

    def _recorder(self, key: str, default: type[Kind]) -> type[Kind]:
        topic = self.env.get(key)
        found: type[Kind] = resolve_topic(topic) if topic else default
        if not issubclass(found, default):
            raise TypeError(f"{key}={topic} is not a {default.__name__}")
        return found

    def _events(self, *, tracking: bool = False) -> Ground:
        settings = self.settings
        subjects = [f"{settings.prefix}.>"]
        if tracking:
            subjects.append(f"{tracking_prefix(settings.prefix)}.>")
        journal = self._journal(settings.stream, subjects)
        return Ground(self.loop, journal, settings.prefix, settings.id_type)

    def _journal(self, stream: str, subjects: list[str]) -> Journal:
        settings = self.settings
        wanted = streams.ledger(stream, subjects, settings.replicas)
        self.loop.run(streams.reconcile(self.wire, wanted))
        if stream not in self._journals:
            # Recorders of one stream share their heads, so that each sees the others' writes.
            self._journals[stream] = Journal(
                self.wire, stream, replicas=settings.replicas, algorithm=settings.algorithm
            )
        return self._journals[stream]
