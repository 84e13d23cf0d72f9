"""Streams read back with plain nats-py, and the chains recomputed."""

import asyncio
import hashlib
import json
from dataclasses import dataclass

import nats
import nats.errors
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError

from tests.torture.scenario import until

PAGE = 1000
PATIENCE = 20.0
AGAIN_WITHIN = 90.0


@dataclass(frozen=True)
class Stored:
    """A message as it lies in a stream."""

    sequence: int
    subject: str
    body: bytes


@dataclass(frozen=True)
class Fact:
    """As much of a fact's body as can be compared with what was told about it."""

    sequence: int
    subject: str
    id: str
    type: str
    version: int
    command: str
    cause: str
    data: dict[str, object]
    digest: str
    previous: str

    @property
    def aggregate(self) -> str:
        return self.subject.removeprefix("jx.ev.")


def read(url: str, *streams: str) -> dict[str, list[Stored]]:
    """Read whole streams. Raises Hung when the server stops answering.

    A cluster may change its leader even now: what is only read is read again.
    """
    return until(lambda: asyncio.run(_read(url, streams)), "reading back", AGAIN_WITHIN)


def fact_of(stored: Stored) -> Fact:
    """Read a body that is in the ledger."""
    document = json.loads(stored.body)
    return Fact(
        sequence=stored.sequence,
        subject=stored.subject,
        id=document["id"],
        type=document["type"],
        version=document["version"],
        command=document.get("commandid", ""),
        cause=document.get("causationid", ""),
        data=document["data"],
        digest=f"sha256:{hashlib.sha256(stored.body).hexdigest()}",
        previous=document["prevhash"],
    )


def breaks(facts: list[Fact]) -> list[str]:
    """Name every fact that does not continue the one before it on its subject."""
    wrong = []
    newest: dict[str, tuple[int, str]] = {}
    for fact in facts:
        version, digest = newest.get(fact.subject, (0, f"sha256:{'0' * 64}"))
        where = f"{fact.sequence} {fact.aggregate} version {fact.version}"
        if fact.version != version + 1:
            wrong.append(f"{where} comes after version {version}")
        if fact.previous != digest:
            wrong.append(f"{where} breaks the chain")
        newest[fact.subject] = fact.version, fact.digest
    return wrong


async def _read(url: str, streams: tuple[str, ...]) -> dict[str, list[Stored]] | None:
    client = await nats.connect(url.split(","), max_reconnect_attempts=20)
    try:
        return {stream: await _stream(client.jetstream(), stream) for stream in streams}
    except (TimeoutError, nats.errors.Error):
        return None
    finally:
        await client.close()


async def _stream(context: JetStreamContext, name: str) -> list[Stored]:
    try:
        state = (await context.stream_info(name)).state
    except NotFoundError:
        return []
    found: list[Stored] = []
    if not state.messages:
        return found
    only_reading = ConsumerConfig(ack_policy=AckPolicy.NONE, mem_storage=True)
    reader = await context.pull_subscribe("", stream=name, config=only_reading)
    while not found or found[-1].sequence < state.last_seq:
        for message in await reader.fetch(PAGE, timeout=PATIENCE):
            sequence = message.metadata.sequence.stream
            found.append(Stored(sequence, message.subject, message.data))
    return found
