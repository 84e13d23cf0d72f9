"""The limit: nats-py with nothing around it."""

import json
from collections.abc import Sequence
from typing import Final, Self
from uuid import uuid4

from nats.aio.client import Client
from nats.aio.msg import Msg

from services.ledger import streams

STREAM: Final = "JX_BENCH"
PREFIX: Final = "bench"
PATIENCE: Final = 30.0


class Raw:
    """Writes bare messages to a stream as strict as the ledger's."""

    def __init__(self, client: Client) -> None:
        """Take a connection; :meth:`on` makes the stream too."""
        self._client = client
        self._last: dict[str, int] = {}

    @classmethod
    async def on(cls, client: Client) -> Self:
        """Make the stream, which has the ledger's configuration."""
        config = streams.ledger(STREAM, [f"{PREFIX}.>"])
        wanted = {name: value for name, value in config.items() if value is not None}
        request = json.dumps(wanted).encode()
        _refuse(await client.request(f"$JS.API.STREAM.CREATE.{STREAM}", request))
        return cls(client)

    async def batch(self, subjects: Sequence[str], bodies: Sequence[bytes]) -> None:
        """Publish one atomic batch and wait for its acknowledgement."""
        name = uuid4().hex
        last = len(bodies)
        for number, (subject, body) in enumerate(zip(subjects, bodies, strict=True), 1):
            headers = {"Nats-Batch-Id": name, "Nats-Batch-Sequence": str(number)}
            if number < last:
                await self._client.publish(subject, body, headers=headers)
            else:
                headers["Nats-Batch-Commit"] = "1"
                _refuse(
                    await self._client.request(subject, body, timeout=PATIENCE, headers=headers)
                )

    async def guarded(self, subject: str, body: bytes) -> None:
        """Publish one message that must be the next one on its subject."""
        headers = {"Nats-Expected-Last-Subject-Sequence": str(self._last.get(subject, 0))}
        answer = await self._client.request(subject, body, timeout=PATIENCE, headers=headers)
        _refuse(answer)
        self._last[subject] = json.loads(answer.data)["seq"]


def _refuse(answer: Msg) -> None:
    if "error" in json.loads(answer.data):
        raise RuntimeError(answer.data)
