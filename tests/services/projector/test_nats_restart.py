import asyncio
import json
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nats.errors
from nats.aio.client import Client

from services.projector.verify import verify
from tests.projections.story import paid, registered
from tests.services.projector.world import running, until, world


class OwnNats:
    """A nats-server of the test's own, which comes back on the port it had."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = -1
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        config = self._folder / "nats.conf"
        config.write_text(
            f'host: 127.0.0.1\nport: {self._port}\nports_file_dir: "{self._folder}"\n'
            f'jetstream {{ store_dir: "{self._folder}", sync_interval: always }}\n'
        )
        program = shutil.which("nats-server", path=sysconfig.get_path("scripts"))
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - it does not block
                [str(program), "-c", str(config)], stdout=log, stderr=log
            )

        async def listening() -> bool:
            for file in self._folder.glob(f"*_{self._process.pid if self._process else 0}.ports"):
                text = file.read_text()
                if text:
                    self._port = int(json.loads(text)["nats"][0].rpartition(":")[2])
                    return True
            return False

        await until(listening)

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self._port}"

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


async def answers(client: Client) -> bool:
    try:
        await client.jetstream().account_info()
    except nats.errors.Error:
        return False
    return True


@contextmanager
def own_nats(folder: Path) -> Iterator[OwnNats]:
    server = OwnNats(folder)
    try:
        yield server
    finally:
        server.kill()


def test_the_projector_goes_on_after_nats_was_killed(tmp_path: Path, database_url: str) -> None:
    async def scene(server: OwnNats) -> None:
        await server.start()
        async with asyncio.timeout(60), world(server.url, database_url) as stage:
            projector = stage.projector()
            async with running(projector.run()):
                await projector.wait_for(await stage.append_at_once(*[paid(1)] * 300))
                for _ in range(2):
                    server.kill()
                    await server.start()
                    await until(lambda: answers(stage.client))
                    end = await stage.append_at_once(registered(), *[paid(1)] * 300)
                    await projector.wait_for(end, 20)
            result = await verify(stage.client, database_url, stage.schema)
            assert (result.position, result.difference) == (902, None)

    with own_nats(tmp_path) as server:
        asyncio.run(scene(server))
