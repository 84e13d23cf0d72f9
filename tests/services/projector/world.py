"""A ledger to write facts to and a schema to fold them into, on real servers."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from uuid import uuid4

from msgspec import Struct
from nats.aio.client import Client
from nats.js.errors import NoStreamResponseError, NotFoundError

from events.envelope import encode_envelope
from events.fact import Fact
from events.subjects import EVENTS, STREAM, AggregateId
from projections.catalogue import VIEWS
from projections.view import View
from services.ledger.connection import Connection as StreamClient
from services.ledger.connection import connect
from services.projector.projector import Projector
from tests import owner
from tests.projections.story import NOON, PROJECT, envelope

LISTENING = 100  # times that a new stream is tried
_CONFIG = {
    "name": STREAM,
    "subjects": [f"{EVENTS}.>"],
    "storage": "file",
    "num_replicas": 1,
    "allow_direct": True,
    "allow_atomic": True,
}


class World:
    """One empty ledger and the name of a schema that nobody uses."""

    def __init__(self, client: StreamClient, database_url: str) -> None:
        self.client = client
        self.database_url = database_url
        self.schema = f"t{uuid4().hex[:10]}"
        self._versions: Counter[AggregateId] = Counter()

    def projector(self, views: Sequence[View[Struct]] = VIEWS) -> Projector:
        return Projector(self.client, self.database_url, schema=self.schema, views=views)

    def body(self, fact: Fact, aggregate: AggregateId, at: datetime) -> bytes:
        self._versions[aggregate] += 1
        return encode_envelope(envelope(fact, aggregate, self._versions[aggregate], at))

    async def append(
        self, *facts: Fact, aggregate: AggregateId = PROJECT, at: datetime = NOON
    ) -> int:
        """Append facts one by one and return the position of the last one."""
        position = 0
        for fact in facts:
            position = await self.publish(self.body(fact, aggregate, at), aggregate)
        return position

    async def publish(self, body: bytes, aggregate: AggregateId = PROJECT) -> int:
        stream = self.client.jetstream()
        for _ in range(LISTENING):
            # A stream made a moment ago may not listen yet: nothing was stored then.
            with suppress(NoStreamResponseError):
                return (await stream.publish(f"{EVENTS}.{aggregate}", body, timeout=10)).seq
            await asyncio.sleep(0.02)
        raise AssertionError("the stream does not listen")

    async def append_at_once(
        self, *facts: Fact, aggregate: AggregateId = PROJECT, at: datetime = NOON
    ) -> int:
        """Append facts as atomic batches of at most a thousand."""
        position = 0
        for start in range(0, len(facts), 1000):
            position = await self._batch(facts[start : start + 1000], aggregate, at)
        return position

    async def _batch(self, facts: Sequence[Fact], aggregate: AggregateId, at: datetime) -> int:
        batch, subject = uuid4().hex, f"{EVENTS}.{aggregate}"
        for number, fact in enumerate(facts, start=1):
            headers = {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(number)}
            body = self.body(fact, aggregate, at)
            if number == len(facts):
                headers["Nats-Batch-Commit"] = "1"
            elif number > 1:
                await self.client.publish(subject, body, headers=headers)
                continue
            answer = await self.client.request(subject, body, headers=headers, timeout=10)
        document = json.loads(answer.data)
        assert "error" not in document, document
        return int(document["seq"])


async def empty_ledger(client: Client) -> None:
    with suppress(NotFoundError):
        await client.jetstream().delete_stream(STREAM)
    asked = f"$JS.API.STREAM.CREATE.{STREAM}", json.dumps(_CONFIG).encode()
    for _ in range(LISTENING):
        # The server may still be taking away the stream of the same name: it says so.
        answer = json.loads((await client.request(*asked, timeout=10)).data)
        if "error" not in answer:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(answer["error"])


@asynccontextmanager
async def world(nats_url: str, database_url: str) -> AsyncIterator[World]:
    client = await connect(owner.url_of(nats_url))
    try:
        await empty_ledger(client)
        yield World(client, database_url)
    finally:
        await client.close()


@asynccontextmanager
async def running(work: Coroutine[object, object, None]) -> AsyncIterator[asyncio.Task[None]]:
    """Run something beside the test, cancel it at the end, and raise what it raised."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        [outcome] = await asyncio.gather(task, return_exceptions=True)
    if isinstance(outcome, Exception):
        raise outcome


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 20) -> None:
    """Wait until something holds. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is waited for is in a server
            await asyncio.sleep(0.01)
