"""The peer: the `eventsourcing` library's own application on PostgreSQL, as its manual has it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from psycopg.conninfo import conninfo_to_dict

from services.bench.ground import Ground
from services.bench.payments import code
from services.bench.peer_project import Project
from services.intake.contract import Message

DATABASE: Final = "bench_peer"


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
