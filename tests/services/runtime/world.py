"""What the tests of the servers look at from outside: processes, streams and tables."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nats
import psycopg

STREAM = "KEPT"


@dataclass(frozen=True)
class Keeper:
    """Another process that keeps servers."""

    process: subprocess.Popen[str]
    nats_url: str
    database_url: str
    children: dict[str, int]


@contextmanager
def keeper(data: Path, *options: str) -> Iterator[Keeper]:
    """Run servers in another process; whatever is left of it at the end is killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.services.runtime.keeper", str(data), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, process.stderr and process.stderr.read()
            yield Keeper(process, **json.loads(line))
        finally:
            process.kill()


def users_of(data: Path) -> set[int]:
    """Return every process that has the folder's lock open, whatever it calls itself."""
    lock = str(data / ".lock")
    found = set()
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):  # it has ended meanwhile
            if str(descriptor.readlink()) == lock:
                found.add(int(descriptor.parts[2]))
    return found - {os.getpid()}


def eventually(true: Callable[[], bool], within: float = 10.0) -> bool:
    deadline = time.monotonic() + within
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def write(nats_url: str, database_url: str, text: str) -> None:
    """Put the text into a stream and into a table, both on disk when this returns."""
    asyncio.run(_publish(nats_url, text))
    with psycopg.connect(database_url) as connection:
        connection.execute("SET synchronous_commit = on")
        connection.execute("CREATE TABLE IF NOT EXISTS kept (text text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [text])


def read(nats_url: str, database_url: str) -> tuple[list[str], list[str]]:
    """Return what the stream and the table hold."""
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT text FROM kept").fetchall()
    return asyncio.run(_messages(nats_url)), [str(text) for (text,) in rows]


async def _publish(url: str, text: str) -> None:
    client = await nats.connect(url)
    stream = client.jetstream()
    await stream.add_stream(name=STREAM, subjects=["kept"])
    await stream.publish("kept", text.encode())
    await client.close()


async def _messages(url: str) -> list[str]:
    client = await nats.connect(url)
    stream = client.jetstream()
    last = (await stream.stream_info(STREAM)).state.last_seq
    found = [await stream.get_msg(STREAM, number) for number in range(1, last + 1)]
    await client.close()
    return [(message.data or b"").decode() for message in found]
