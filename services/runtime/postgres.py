"""An embedded PostgreSQL with its cluster in the data folder.

The wheel's own launcher detaches the server, which then outlives a killed parent; here the
wheel's programs are run as children like any other.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg

from services.runtime.child import Child
from services.runtime.cluster import ROLE, Cluster
from services.runtime.folder import Held

_DATABASE = "jixiao"
_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "40",
    "shared_buffers": "64MB",
    # A view and its checkpoint are one transaction: what a power cut takes away is folded again
    # from the ledger. fsync stays on, so the cluster itself never breaks.
    "synchronous_commit": "off",
    "wal_level": "minimal",  # nobody replicates views, and a fresh table's COPY skips the log
    "max_wal_senders": "0",
    "io_method": "sync",  # no standing I/O workers for a database this small
    "jit": "off",
    "timezone": "UTC",
}


class PostgresServer:
    """A PostgreSQL that is starting or running."""

    def __init__(self, child: Child, sockets: Path) -> None:
        self.child = child
        self._sockets = sockets

    def url(self) -> str:
        """Wait until the database answers, made if missing. Raises ServerFailed."""
        with self.child.until(self._connected) as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [_DATABASE])
            if found.fetchone() is None:
                connection.execute(f'CREATE DATABASE "{_DATABASE}"')
        return self._url(_DATABASE)

    def _connected(self) -> psycopg.Connection | None:
        with suppress(psycopg.OperationalError):
            return psycopg.connect(self._url("postgres"), autocommit=True, connect_timeout=5)
        return None

    def _url(self, database: str) -> str:
        return f"postgresql://{ROLE}@/{database}?host={quote(str(self._sockets), safe='')}"


@contextmanager
def postgres_server(held: Held) -> Iterator[PostgresServer]:
    """Start a server in the folder and stop it at the end. Raises ServerFailed."""
    cluster = Cluster(held)
    cluster.make_ready()
    options = {**_OPTIONS, "unix_socket_directories": f'"{cluster.sockets}"'}
    child = cluster.run(
        "postgres", ["-D", str(cluster.folder), *(f"--{k}={v}" for k, v in options.items())]
    )
    try:
        yield PostgresServer(child, cluster.sockets)
    finally:
        child.stop(signal.SIGINT)  # PostgreSQL's "fast": roll back, write out, go
        cluster.tidy()


def database_answers(url: str) -> bool:
    """Tell whether the database can be reached within two seconds."""
    with suppress(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2).close()
        return True
    return False
