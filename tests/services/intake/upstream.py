"""An upstream system: what it publishes, and the receipts it reads."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

import nats
from msgspec import json as wire
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error

from events.subjects import INTAKE_STREAM, PARKED_STREAM, intake_subject
from services.intake.app import Parked
from services.intake.intake import Receipt
from services.intake.streams import CONSUMER, DURABLE, FILTER
from tests import owner
from tests.services.desk.bureau import HAILIN, YEAR

T = TypeVar("T")


def message(project: str, no: str = "V1", fen: int = 100, **changes: object) -> bytes:
    """Write a message with fields changed, or left out where they are ``...``."""
    said = {
        "source_system": "treasury",
        "document_no": no,
        "line_no": 1,
        "kind": "paid",
        "fiscal_year": YEAR,
        "project_code": project,
        "amount_fen": fen,
        "occurred_on": "2021-05-01",
        "published_at": "2021-05-01T12:00:00+08:00",
        **changes,
    }
    kept = {name: value for name, value in said.items() if value is not ...}
    return json.dumps(kept, ensure_ascii=False).encode()


class Upstream:
    """Publishes with plain nats-py and collects every receipt there is."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._news = asyncio.Event()
        self.receipts: list[tuple[str, Receipt]] = []

    async def read_receipts(self) -> None:
        await self._client.subscribe("jx.out.>", cb=self._read)
        await self._client.flush()

    async def publish(
        self, *bodies: bytes, division: str = HAILIN, headers: dict[str, str] | None = None
    ) -> list[int]:
        """Publish and return where the messages lie in the intake stream."""
        stream = self._client.jetstream(timeout=30)
        subject = intake_subject(division)
        futures = [await stream.publish_async(subject, body, headers=headers) for body in bodies]
        return [(await future).seq for future in futures]

    async def receipts_for(self, sequences: list[int], within: float = 60) -> list[Receipt]:
        """Wait for a receipt of every message; the newest one of each counts."""
        wanted = set(sequences)
        async with asyncio.timeout(within):
            while wanted - {receipt.received for _, receipt in self.receipts}:
                self._news.clear()
                await self._news.wait()
        newest = {receipt.received: receipt for _, receipt in self.receipts}
        return [newest[sequence] for sequence in sequences]

    async def tell(self, *bodies: bytes, division: str = HAILIN) -> list[Receipt]:
        """Publish and wait for the receipts."""
        return await self.receipts_for(await self.publish(*bodies, division=division))

    async def parked(self) -> list[tuple[str, Parked]]:
        """Read what was put aside so far."""
        stream = self._client.jetstream()
        last = (await stream.stream_info(PARKED_STREAM)).state.last_seq
        found = [await stream.get_msg(PARKED_STREAM, number) for number in range(1, last + 1)]
        return [(str(one.subject), wire.decode(one.data or b"", type=Parked)) for one in found]

    async def headers(self, stream: str, sequence: int) -> dict[str, str]:
        """Read the headers of a message as it is stored."""
        return (await self._client.jetstream().get_msg(stream, sequence)).headers or {}

    async def configure(self, **changes: object) -> None:
        """Make the intake's consumer, or change it."""
        request = {"stream_name": INTAKE_STREAM, "config": {**CONSUMER, **changes}, "action": ""}
        subject = f"$JS.API.CONSUMER.CREATE.{INTAKE_STREAM}.{DURABLE}.{FILTER}"
        answer = await self._client.request(subject, json.dumps(request).encode(), timeout=10)
        assert "error" not in json.loads(answer.data), answer.data

    async def reconnected(self) -> None:
        """Wait until the server answers after it was away."""

        async def answers() -> bool:
            with suppress(Error):
                await self._client.jetstream().account_info()
                return True
            return False

        await until(answers)

    async def forget_stream(self, name: str) -> None:
        await self._client.jetstream().delete_stream(name)

    async def forget_consumer(self) -> None:
        await self._client.jetstream().delete_consumer(INTAKE_STREAM, DURABLE)

    async def _read(self, message: Msg) -> None:
        self.receipts.append((message.subject, wire.decode(message.data, type=Receipt)))
        self._news.set()


@asynccontextmanager
async def upstream(url: str) -> AsyncIterator[Upstream]:
    client = await nats.connect(
        owner.url_of(url), max_reconnect_attempts=-1, reconnect_time_wait=0.1
    )
    try:
        system = Upstream(client)
        await system.read_receipts()
        yield system
    finally:
        await client.close()


async def until(true: Callable[[], Awaitable[bool]], within: float = 30) -> None:
    """Wait until something holds. Raises TimeoutError."""
    async with asyncio.timeout(within):
        while not await true():  # noqa: ASYNC110  # what is waited for is in a server
            await asyncio.sleep(0.01)


def perform(scene: Coroutine[object, object, T]) -> T:
    """Run a scene, which has two minutes."""

    async def on_stage() -> T:
        async with asyncio.timeout(120):
            return await scene

    return asyncio.run(on_stage())
