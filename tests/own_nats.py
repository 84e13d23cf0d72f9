"""A nats-server with the configuration that ``init`` wrote, on a port of its choice."""

import json
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 60.0


@contextmanager
def own_nats(folder: Path) -> Iterator[str]:
    """Run the server while the block does; give its host and port."""
    config = folder / "nats-server.conf"
    text = config.read_text("utf-8")
    for port in ("4222", "8222"):
        text = text.replace(f"127.0.0.1:{port}", "127.0.0.1:-1")
    config.write_text(f'{text}\nports_file_dir: "{folder}"\n', "utf-8")
    program = Path(sysconfig.get_path("scripts")) / "nats-server"
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen([program, "-c", config], stdout=log, stderr=log) as child,
    ):
        try:
            yield _place(folder, child)
        finally:
            child.terminate()


def _place(folder: Path, child: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and child.poll() is None:
        for file in folder.glob("*.ports"):
            text = file.read_text()
            if text.endswith("}"):
                return str(json.loads(text)["nats"][0]).removeprefix("nats://")
        time.sleep(0.01)
    raise TimeoutError((folder / "log").read_text())
