"""A PostgreSQL to be killed: the embedded one, without the process that usually keeps it."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from services.runtime.child import Child
from services.runtime.folder import hold
from services.runtime.postgres import postgres_server
from tests.torture.scenario import until


class Database:
    """A server that comes back on its socket with its data."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._child: Child | None = None
        self.url = ""

    def start(self) -> None:
        """Start the server, when the processes of a killed one are gone; wait for an answer."""
        self._stack.close()
        held = self._stack.enter_context(hold(self._folder))
        server = self._stack.enter_context(postgres_server(held))
        self._child, self.url = server.child, server.url()

    def kill(self) -> None:
        """Kill the postmaster; its other processes notice by themselves."""
        child = self._child
        if child is not None and child.died() is None:
            os.kill(child.pid, signal.SIGKILL)
            until(child.died, "postgres killed", 10)


@contextmanager
def database(folder: Path) -> Iterator[Database]:
    """Start one in the folder and stop it at the end."""
    with ExitStack() as stack:
        one = Database(folder, stack)
        one.start()
        yield one
