"""A real nats-server for the whole session, and a stream of its own for every test."""

import json
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from services.ledger import LedgerFactory
from services.ledger.recorders import LedgerApplicationRecorder

CONFIG = """
host: 127.0.0.1
port: -1
ports_file_dir: "{folder}"
jetstream {{ store_dir: "{folder}/store", sync_interval: always }}
"""

_numbers = count(1)


@pytest.fixture(scope="session")
def nats_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("nats")) as url:
        yield url


@contextmanager
def server(folder: Path, more: str = "") -> Iterator[str]:
    """Run a nats-server until the end of the block and give its address."""
    config = folder / "nats.conf"
    config.write_text(CONFIG.format(folder=folder) + more)
    program = Path(sysconfig.get_path("scripts")) / "nats-server"
    with (folder / "log").open("w") as log:
        child = subprocess.Popen([program, "-c", config], stdout=log, stderr=log)
    try:
        yield _address(folder, child)
    finally:
        child.terminate()
        child.wait(10)


def _address(folder: Path, child: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and child.poll() is None:
        for file in folder.glob("*.ports"):
            text = file.read_text()
            if text.endswith("}"):
                return str(json.loads(text)["nats"][0])
        time.sleep(0.01)
    raise TimeoutError((folder / "log").read_text())


@pytest.fixture
def env(nats_url: str) -> dict[str, str]:
    return fresh_env(nats_url)


def fresh_env(url: str) -> dict[str, str]:
    """Settings of a stream nobody else uses."""
    number = next(_numbers)
    return {
        "PERSISTENCE_MODULE": "services.ledger",
        "NATS_URL": url,
        "NATS_STREAM": f"T{number}",
        "NATS_SUBJECT_PREFIX": f"t{number}.ev",
    }


@pytest.fixture
def open_factory() -> Iterator[Callable[[dict[str, str]], LedgerFactory]]:
    opened: list[LedgerFactory] = []

    def open_one(env: dict[str, str]) -> LedgerFactory:
        opened.append(LedgerFactory(env))
        return opened[-1]

    yield open_one
    for factory in opened:
        factory.close()


@pytest.fixture
def text_env(env: dict[str, str]) -> dict[str, str]:
    return env | {"ORIGINATOR_ID_TYPE": "text"}


@pytest.fixture
def recorder(
    text_env: dict[str, str], open_factory: Callable[[dict[str, str]], LedgerFactory]
) -> LedgerApplicationRecorder:
    return open_factory(text_env).application_recorder()
