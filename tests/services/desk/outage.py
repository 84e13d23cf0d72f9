"""A nats-server that can be killed and comes back on its port with its data."""

import json
import shutil
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen


def until(true: Callable[[], bool], within: float = 20.0) -> None:
    """Wait until something holds. Raises TimeoutError."""
    deadline = time.monotonic() + within
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)


class Mortal:
    """The server; not running before it is started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = -1
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self._port}"

    def start(self) -> None:
        config = self._folder / "nats.conf"
        config.write_text(
            f'host: 127.0.0.1\nport: {self._port}\nports_file_dir: "{self._folder}"\n'
            f'http: "127.0.0.1:-1"\njetstream {{ store_dir: "{self._folder}" }}\n'
        )
        program = shutil.which("nats-server", path=sysconfig.get_path("scripts"))
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(program), "-c", str(config)], stdout=log, stderr=log
            )
        until(self._ready)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _ready(self) -> bool:
        pid = self._process.pid if self._process else 0
        for file in self._folder.glob(f"*_{pid}.ports"):
            text = file.read_text()
            if text:
                ports = json.loads(text)
                self._port = int(ports["nats"][0].rpartition(":")[2])
                with urlopen(f"{ports['monitoring'][0]}/healthz") as answer:  # noqa: S310  # our own server
                    return bool(answer.status == 200)
        return False


@contextmanager
def mortal(folder: Path) -> Iterator[Mortal]:
    """Start one and kill it at the end."""
    server = Mortal(folder)
    try:
        server.start()
        yield server
    finally:
        server.kill()
