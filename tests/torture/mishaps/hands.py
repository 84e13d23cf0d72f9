"""What somebody with all rights may do on the server, by hand."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime

import nats
from nats.js.errors import NotFoundError

Json = dict[str, object]
ORIGIN = f"sha256:{'0' * 64}"


async def _ask(url: str, name: str, request: Json | None) -> Json:
    client = await nats.connect(url)
    try:
        payload = json.dumps(request).encode() if request else b""
        answer = json.loads((await client.request(f"$JS.API.{name}", payload, timeout=10)).data)
    finally:
        await client.close()
    return dict(answer)


def api(url: str, name: str, request: Json | None = None) -> Json:
    """Ask the JetStream API for something that it has to grant."""
    answer = asyncio.run(_ask(url, name, request))
    if "error" in answer:
        raise RuntimeError(f"{name}: {answer['error']}")
    return answer


def has_reader(url: str, stream: str, name: str) -> bool:
    """Whether a durable consumer is there."""

    async def look() -> bool:
        client = await nats.connect(url)
        try:
            await client.jetstream().consumer_info(stream, name)
        except NotFoundError:
            return False
        finally:
            await client.close()
        return True

    return asyncio.run(look())


def append(url: str, aggregate: str, tag: str, data: Json) -> int:
    """Begin a history with a fact as another version writes it; returns its position."""
    body = {
        "specversion": "1.0",
        "id": hashlib.sha256(aggregate.encode()).hexdigest()[:32],
        "source": "/jixiao/231083",
        "type": tag,
        "subject": aggregate,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "datacontenttype": "application/json",
        "version": 1,
        "actor": "perf-09",
        "actorrole": "PERF_SECTION_OFFICER",
        "actororg": "财政局",
        "commandid": f"by-hand-{aggregate}",
        "policy": "hailin@2021-01-01",
        "data": data,
        "prevhash": ORIGIN,
    }

    async def publish() -> int:
        client = await nats.connect(url)
        try:
            document = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
            return (await client.jetstream().publish(f"jx.ev.{aggregate}", document)).seq
        finally:
            await client.close()

    return asyncio.run(publish())
