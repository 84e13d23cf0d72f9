"""A ledger filled fast: sealed bodies in durable atomic batches, guarded as by the desk."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Final

import msgspec
from msgspec import Struct
from nats.aio.client import Client

from events.envelope import Envelope, encode_envelope, encode_fact
from events.fact import Fact
from events.subjects import EVENTS, AggregateId
from services.bench.payments import DIVISION, EDITION
from services.ledger.chain import digest, origin, seal

BATCH: Final = 1000
_AT: Final = datetime(2021, 1, 4, 1, tzinfo=UTC)


class _Stored(Struct):
    seq: int = 0
    error: object = None


class _Tip(Struct):
    """Where a history ends."""

    version: int = 0
    sequence: int = 0
    digest: str = origin("sha256")


class Store:
    """Appends facts to the ledger, knowing where every history ends."""

    def __init__(self, client: Client, end: int) -> None:
        """Take a connection and the ledger's end; nobody else may write, nor have written of it."""
        self._client = client
        self._tips: dict[AggregateId, _Tip] = {}
        self.end = end

    async def fill(self, facts: Iterable[tuple[AggregateId, Fact]]) -> None:
        """Append facts in batches of a thousand."""
        rest = iter(facts)
        while batch := list(islice(rest, BATCH)):
            await self.append(batch)

    async def append(self, batch: Sequence[tuple[AggregateId, Fact]]) -> None:
        """Append at most a thousand facts as one atomic batch."""
        name, guarded = uuid.uuid4().hex, set[AggregateId]()
        for number, (aggregate, fact) in enumerate(batch, 1):
            tip = self._tips.setdefault(aggregate, _Tip())
            headers = {"Nats-Batch-Id": name, "Nats-Batch-Sequence": str(number)}
            if aggregate not in guarded:
                guarded.add(aggregate)
                headers["Nats-Expected-Last-Subject-Sequence"] = str(tip.sequence)
            body = self._body(aggregate, fact, tip)
            tip.sequence = self.end + number
            subject = f"{EVENTS}.{aggregate}"
            if number < len(batch):
                await self._client.publish(subject, body, headers=headers)
                continue
            headers["Nats-Batch-Commit"] = "1"
            answer = await self._client.request(subject, body, timeout=60, headers=headers)
            stored = msgspec.json.decode(answer.data, type=_Stored)
            if stored.seq != self.end + len(batch):
                raise RuntimeError(f"the batch was not stored: {answer.data!r}")
            self.end = stored.seq

    def _body(self, aggregate: AggregateId, fact: Fact, tip: _Tip) -> bytes:
        tip.version += 1
        number = f"{self.end:012x}-{tip.version:04x}"
        body = seal(
            encode_envelope(
                Envelope(
                    specversion="1.0",
                    id=f"01766b0e-{number}",
                    source=f"/jixiao/{DIVISION}",
                    type=fact.tag,
                    subject=str(aggregate),
                    time=_AT,
                    datacontenttype="application/json",
                    version=tip.version,
                    actor="treasury",
                    actorrole="UPSTREAM_SYSTEM",
                    actororg="treasury",
                    commandid=f"019b0e7c-{number}",
                    policy=EDITION,
                    data=encode_fact(fact),
                )
            ),
            tip.digest,
        )
        tip.digest = digest(body, "sha256")
        return body
