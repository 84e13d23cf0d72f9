"""The peer: the `eventsourcing` library's own application on PostgreSQL, as its manual has it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit, urlunsplit
from uuid import NAMESPACE_URL, UUID, uuid5

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from services.bench.ground import Ground
from services.bench.payments import code
from services.intake.contract import Message

DATABASE: Final = "bench_peer"

Key = tuple[str, str, int, str, int]


class Project(Aggregate):
    """A project that remembers each payment by its key, as ours does."""

    def __init__(self, *, code: str) -> None:
        """Begin with no money."""
        self.code = code
        self.entries: dict[Key, tuple[int, str]] = {}

    @staticmethod
    def create_id(code: str) -> UUID:
        """Derive the id from the code."""
        return uuid5(NAMESPACE_URL, f"/projects/{code}")

    def pay(self, message: Message, origin: str) -> bool:
        """Take a payment once."""
        key = (
            message.source_system,
            message.document_no,
            message.line_no,
            message.kind,
            message.revision,
        )
        if key in self.entries:
            return False
        self._paid(
            source_system=message.source_system,
            document_no=message.document_no,
            line_no=message.line_no,
            kind=message.kind,
            revision=message.revision,
            amount_fen=message.amount_fen,
            occurred_on=message.occurred_on.isoformat(),
            published_at=message.published_at.isoformat(),
            origin=origin,
        )
        return True

    @event("PaymentExecuted")
    def _paid(  # noqa: PLR0913  # the library makes the event's fields of them
        self,
        *,
        source_system: str,
        document_no: str,
        line_no: int,
        kind: str,
        revision: int,
        amount_fen: int,
        occurred_on: str,
        published_at: str,  # noqa: ARG002  # kept with the event
        origin: str,  # noqa: ARG002  # kept with the event
    ) -> None:
        key = (source_system, document_no, line_no, kind, revision)
        self.entries[key] = (amount_fen, occurred_on)


class Treasury(Application[UUID]):
    """Loads projects, lets them pay and saves them."""

    def register(self, numbers: Iterable[int]) -> None:
        """Begin projects, all at once."""
        self.save(*(Project(code=code(number)) for number in numbers))

    def load(self, number: int) -> Project:
        """Return one project."""
        project: Project = self.repository.get(Project.create_id(code(number)))
        return project

    def take(self, messages: Iterable[Message]) -> None:
        """Record payments, all or none."""
        touched: dict[str, Project] = {}
        for message in messages:
            name = message.project_code
            if name not in touched:
                touched[name] = self.repository.get(Project.create_id(name))
            touched[name].pay(message, f"JX_INTAKE/{message.document_no}")
        self.save(*touched.values())


@contextmanager
def peer(ground: Ground, **settings: str) -> Iterator[Treasury]:
    """Open the application on a database that is as durable as the ledger."""
    url = _database(ground.running.database_url)
    found = conninfo_to_dict(url)
    application = Treasury(
        {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": DATABASE,
            "POSTGRES_HOST": str(found.get("host") or ""),
            "POSTGRES_PORT": str(found.get("port") or "5432"),
            "POSTGRES_USER": str(found.get("user") or ""),
            "POSTGRES_PASSWORD": str(found.get("password") or ""),
            **settings,
        }
    )
    try:
        yield application
    finally:
        application.close()


def _database(url: str) -> str:
    """Make the peer's database, in which a commit waits for the disk."""
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")
            connection.execute(f"ALTER DATABASE {DATABASE} SET synchronous_commit = on")
    there = urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))
    with psycopg.connect(there) as connection:
        [durable] = connection.execute("SHOW synchronous_commit").fetchone() or [None]
    if durable != "on":
        raise RuntimeError(f"synchronous_commit is {durable}")
    return there
