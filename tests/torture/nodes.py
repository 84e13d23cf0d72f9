"""NATS servers to be killed: one alone, or three as a cluster."""

import json
import shutil
import signal
import socket
import sysconfig
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.torture.process import Process
from tests.torture.scenario import until

ALWAYS = "always"


class Node:
    """A nats-server with its store in a folder; it keeps its ports over restarts."""

    def __init__(
        self,
        folder: Path,
        *,
        name: str = "n1",
        sync: str = ALWAYS,
        limits: str = "",
        store: Path | None = None,
    ) -> None:
        self.folder = folder
        self.name = name
        self.store = store or folder / "store"
        self.port, self.watch, self.route = free_ports(3)
        self._sync = sync
        self.limits = limits
        self._routes: list[int] = []
        self.process: Process | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def join(self, nodes: "list[Node]") -> None:
        """Make the servers one cluster."""
        self._routes = [node.route for node in nodes]

    def start(self) -> None:
        """Start without waiting."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "nats.conf").write_text(self._config())
        program = shutil.which("nats-server", path=sysconfig.get_path("scripts"))
        self.process = Process(
            [str(program), "-c", str(self.folder / "nats.conf")], self.folder / "nats.log"
        )

    def _config(self) -> str:
        jetstream = f'store_dir: "{self.store}", sync_interval: {self._sync} {self.limits}'
        lines = [
            f"server_name: {self.name}",
            f"host: 127.0.0.1\nport: {self.port}",
            f'http: "127.0.0.1:{self.watch}"',
            "max_payload: 4MB",
            f"jetstream {{ {jetstream} }}",
        ]
        if self._routes:
            routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in self._routes)
            listen = f'listen: "127.0.0.1:{self.route}"'
            lines.append(f"cluster {{ name: torture, {listen}, routes: [{routes}] }}")
        return "\n".join(lines)

    def await_ready(self, within: float = 60.0) -> None:
        """Wait until JetStream answers. Raises Hung."""
        until(self.healthy, f"{self.name} ready", within)

    def healthy(self) -> bool:
        """Whether JetStream works, and whether a cluster has a leader.

        Until it has one, whoever asks for a stream is not answered at all.
        """
        if self.look("healthz?js-enabled-only=true") is None:
            return False
        meta = (self.look("jsz") or {}).get("meta_cluster")
        return not self._routes or (isinstance(meta, dict) and bool(meta.get("leader")))

    def look(self, page: str) -> dict[str, object] | None:
        """Read one of the server's own pages; None while it does not answer."""
        try:
            with urlopen(f"http://127.0.0.1:{self.watch}/{page}", timeout=2) as answer:
                found = json.loads(answer.read())
        except (URLError, OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def send(self, number: signal.Signals) -> None:
        if self.process is not None:
            self.process.send(number)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()

    def stop(self) -> None:
        """End it in an orderly way. Raises Hung."""
        if self.process is not None and self.process.code is None:
            self.process.stop()


@contextmanager
def cluster(folder: Path) -> Iterator[list[Node]]:
    """Keep three servers of one cluster running while the block does. Raises Hung."""
    with ExitStack() as stack:
        nodes = [Node(folder / name, name=name) for name in ("n1", "n2", "n3")]
        for node in nodes:
            node.join(nodes)
            stack.callback(node.kill)
            node.start()
        for node in nodes:
            node.await_ready()
        yield nodes


def urls(nodes: Iterable[Node]) -> str:
    """Name all servers of a cluster."""
    return ",".join(node.url for node in nodes)


def free_ports(count: int) -> list[int]:
    """Find ports nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()
