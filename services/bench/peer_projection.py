"""The peer's own projection runner with one view on PostgreSQL, as its manual has it."""

from time import perf_counter
from typing import Final

from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL

from services.bench import payments
from services.bench.peer import Treasury
from services.bench.peer_project import Project

PROJECTS: Final = 100
BATCH: Final = 500
PATIENCE: Final = 60.0  # seconds
_TABLE: Final = SQL(
    "CREATE TABLE IF NOT EXISTS bench_executed (project text PRIMARY KEY, fen bigint NOT NULL)"
)
_PAY: Final = (
    "INSERT INTO bench_executed VALUES (%s, %s)"
    " ON CONFLICT (project) DO UPDATE SET fen = bench_executed.fen + excluded.fen"
)


class Executed(PostgresTrackingRecorder):
    """What each project has paid, with the position in the same transaction."""

    def __init__(self, datastore: PostgresDatastore, **settings: str) -> None:
        """Have the table made with the recorder's own."""
        super().__init__(datastore, **settings)
        self.sql_create_statements.append(_TABLE.format())

    def pay(self, project: str, fen: int, tracking: Tracking) -> None:
        """Add a payment."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking=tracking)
            cursor.execute(_PAY, (project, fen))

    def see(self, tracking: Tracking) -> None:
        """Pass over what is no payment."""
        self.insert_tracking(tracking)

    def forget(self) -> None:
        """Begin again."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("DELETE FROM bench_executed")
            cursor.execute(
                "DELETE FROM bench_projection_tracking WHERE application_name = 'Treasury'"
            )


class Execution(Projection[Executed]):
    """Sums payments up by project."""

    name = "bench_projection"

    def process_event(self, domain_event: object, tracking: Tracking) -> None:
        """Add one event to the view."""
        if isinstance(domain_event, Project.Event):
            fen = domain_event.__dict__.get("amount_fen")
            if fen is not None:
                self.view.pay(str(domain_event.originator_id), fen, tracking)
                return
        self.view.see(tracking)


class Projected:
    """Runs the projection over the same events again and again."""

    def __init__(self, application: Treasury, facts: int, database: str) -> None:
        """Take an application whose projects will be paid so often, and where its view shall be.

        In our own views' database a commit does not wait for the disk, for the peer as for us.
        """
        self._application = application
        self._facts = facts
        self._database = database

    def prepare(self) -> None:
        """Record the payments."""
        self._application.register(range(PROJECTS))
        numbers = range(self._facts)
        for start in numbers[::BATCH]:
            batch = numbers[start : start + BATCH]
            self._application.take(payments.payment(n, n % PROJECTS) for n in batch)

    def run(self) -> float:
        """Project everything from the first event; returns events a second."""
        end = self._application.recorder.max_notification_id() or 0
        began = perf_counter()
        with ProjectionRunner(
            application_class=Treasury,
            projection_class=Execution,
            view_class=Executed,
            env={**self._application.env, "BENCH_PROJECTION_POSTGRES_DBNAME": self._database},
        ) as runner:
            runner.wait(end, timeout=PATIENCE)
            taken = perf_counter() - began
            runner.view.forget()
        return end / taken
