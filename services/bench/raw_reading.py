"""The limit of reading: the messages of one subject, by whatever way nats-py has them soonest."""

import asyncio
import json
from typing import Final

from nats.aio.client import Client
from nats.aio.msg import Msg

PAGE: Final = 1000
PATIENCE: Final = 30.0


class RawReading:
    """Reads one stream with nothing around it; bodies are counted and dropped."""

    def __init__(self, client: Client, stream: str) -> None:
        """Take a connection."""
        self._client = client
        self._stream = stream

    async def last(self, subject: str) -> bytes:
        """Get the newest message of a subject."""
        answer = await self._client.request(
            f"$JS.API.DIRECT.GET.{self._stream}",
            json.dumps({"last_by_subj": subject}).encode(),
            timeout=PATIENCE,
        )
        return answer.data

    async def by_direct_get(self, subject: str, count: int) -> None:
        """Get so many messages in pages of batch direct gets."""
        done = asyncio.Event()
        bodies = 0
        newest = 0

        async def arrived(message: Msg) -> None:
            nonlocal bodies, newest
            headers = message.headers or {}
            if "Status" in headers:  # the end of a page
                done.set()
            else:
                bodies += 1
                newest = int(headers["Nats-Sequence"])

        inbox = await self._client.subscribe(self._client.new_inbox(), cb=arrived)
        while bodies < count:
            done.clear()
            request = {"seq": newest + 1, "next_by_subj": subject, "batch": PAGE}
            await self._client.publish(
                f"$JS.API.DIRECT.GET.{self._stream}", json.dumps(request).encode(), inbox.subject
            )
            await asyncio.wait_for(done.wait(), PATIENCE)
        await inbox.unsubscribe()

    async def by_consumer(self, subject: str, count: int) -> None:
        """Get so many messages from a consumer made for them."""
        done = asyncio.Event()
        bodies = 0

        async def arrived(_: Msg) -> None:
            nonlocal bodies
            bodies += 1
            if bodies == count:
                done.set()

        inbox = await self._client.subscribe(self._client.new_inbox(), cb=arrived)
        config = {
            "deliver_policy": "all",
            "ack_policy": "none",
            "filter_subject": subject,
            "mem_storage": True,
            "num_replicas": 1,
            "inactive_threshold": 30 * 10**9,
        }
        made = await self._client.request(
            f"$JS.API.CONSUMER.CREATE.{self._stream}",
            json.dumps({"stream_name": self._stream, "config": config}).encode(),
            timeout=PATIENCE,
        )
        consumer = json.loads(made.data)["name"]
        await self._client.publish(
            f"$JS.API.CONSUMER.MSG.NEXT.{self._stream}.{consumer}",
            json.dumps({"batch": count, "expires": 30 * 10**9}).encode(),
            inbox.subject,
        )
        await asyncio.wait_for(done.wait(), PATIENCE)
        await inbox.unsubscribe()
        await self._client.publish(f"$JS.API.CONSUMER.DELETE.{self._stream}.{consumer}")
