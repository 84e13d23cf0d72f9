"""An upstream system: publishes until it is stopped and keeps every receipt it hears of.

    python -m tests.torture.load.upstream URLS JOURNAL SEED PROJECTS RATE

A message is published again until the server has taken it. SIGTERM ends it when everything that
was published has been taken.
"""

import asyncio
import hashlib
import json
import signal
import sys
from itertools import islice
from pathlib import Path

import nats
import nats.errors
import nats.js.errors
from nats.aio.client import Client
from nats.aio.msg import Msg

from tests.torture.journal import Journal
from tests.torture.load.messages import SUBJECT, messages

AT_ONCE = 20
PATIENCE = 2.0


class Upstream:
    """One system; what it hears goes into the journal in the order in which it hears it."""

    def __init__(self, client: Client, journal: Journal) -> None:
        self._client = client
        self._journal = journal

    async def hear(self, message: Msg) -> None:
        """Keep a receipt."""
        self._journal.write({"receipt": json.loads(message.data)})

    async def publish(self, number: int, body: bytes) -> None:
        """Publish until it is taken."""
        stream = self._client.jetstream(timeout=PATIENCE)
        while True:
            self._journal.write({"send": number}, sure=False)
            try:
                taken = await stream.publish(SUBJECT, body)
            except (nats.errors.Error, nats.js.errors.Error, TimeoutError, OSError):
                await asyncio.sleep(0.1)
                continue
            sha = hashlib.sha256(body).hexdigest()
            self._journal.write({"taken": number, "sequence": taken.seq, "sha256": sha})
            return


async def run(urls: str, path: Path, seed: int, projects: int, rate: float) -> None:
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    client = await nats.connect(
        urls.split(","), max_reconnect_attempts=-1, reconnect_time_wait=0.1, error_cb=_quiet
    )
    bodies = enumerate(messages(seed, projects))
    with Journal(path) as journal:
        upstream = Upstream(client, journal)
        await client.subscribe("jx.out.*.receipt.>", cb=upstream.hear)
        while not told.is_set():
            async with asyncio.TaskGroup() as group:
                for number, body in islice(bodies, AT_ONCE):
                    group.create_task(upstream.publish(number, body))
                await asyncio.sleep(AT_ONCE / rate)
        await client.close()


async def _quiet(_error: Exception) -> None:
    """Faults are what this is for: they are not told one by one."""


if __name__ == "__main__":
    _urls, _path, _seed, _projects, _rate = sys.argv[1:]
    asyncio.run(run(_urls, Path(_path), int(_seed), int(_projects), float(_rate)))
