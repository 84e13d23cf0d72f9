"""A stream out of its server and back, in the server's own form: places, times and headers kept.

The client library has no words for this: the server sends chunks and waits for an answer to each,
on the way back it answers each chunk.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path
from typing import Final

import msgspec
import nats.errors
from msgspec import Struct
from nats.aio.msg import Msg

from services.backup.file import file_of
from services.backup.manifest import Place, StreamCopy
from services.ledger import consumers
from services.ledger.errors import NoAnswer, Unheard
from services.ledger.wire import Json, Wire, refuse, status_of

CHUNK: Final = 128 << 10
BACK: Final = 16 << 10  # on the way back: the server gives up when one keeps it busy for 5 s
PATIENCE: Final = 30.0  # seconds for the next chunk
ATTEMPTS: Final = 200
UNHEARD: Final = 200  # times that nobody may listen yet
AGAIN: Final = 0.05  # seconds until it is tried again

Progress = Callable[[int], None]


class _State(Struct):
    messages: int
    first_seq: int
    last_seq: int


class _Begun(Struct):
    config: Json
    state: Json


class _Ready(Struct):
    deliver_subject: str


class _Restored(Struct):
    state: _State


class _Stored(Struct):
    hdrs: bytes = b""


class _Message(Struct):
    message: _Stored


class _Read(Struct):
    stream_seq: int = 0


class _Consumer(Struct):
    config: Json
    ack_floor: _Read


class _Consumers(Struct):
    total: int = 0
    consumers: list[_Consumer] | None = None


async def places(wire: Wire, stream: str) -> tuple[Place, ...]:
    """Where the durable consumers of a stream are."""
    found: list[_Consumer] = []
    while True:
        answer = await wire.api(f"CONSUMER.LIST.{stream}", {"offset": len(found)})
        page = msgspec.convert(answer, _Consumers)
        found += page.consumers or ()
        if not page.consumers or len(found) >= page.total:
            break
    return tuple(
        Place(after=one.ack_floor.stream_seq, config=one.config)
        for one in found
        if one.config.get("durable_name")
    )


async def copy_out(
    wire: Wire, stream: str, path: Path, read: tuple[Place, ...], progress: Progress
) -> StreamCopy:
    """Write a stream to a file as it is at one moment, never in the middle of an atomic append.

    Raises Refusal and NoAnswer.
    """
    for attempt in range(ATTEMPTS):
        inbox = wire.client.new_inbox()
        subscription = await wire.client.subscribe(inbox)
        try:
            request: Json = {
                "deliver_subject": inbox,
                "chunk_size": CHUNK,
                "no_consumers": True,
            }
            answer = await wire.api(f"STREAM.SNAPSHOT.{stream}", request)
            begun = msgspec.convert(answer, _Begun)
            state = msgspec.convert(begun.state, _State)
            if await _ends_whole(wire, stream, state.last_seq):
                await _written(wire, subscription.next_msg, path, progress)
                return StreamCopy(
                    name=stream,
                    file=await asyncio.to_thread(file_of, path),
                    messages=state.messages,
                    first=state.first_seq,
                    last=state.last_seq,
                    config=begun.config,
                    state=begun.state,
                    consumers=read,
                )
        finally:
            await subscription.unsubscribe()
        await asyncio.sleep(0.001 * attempt)
    raise NoAnswer(f"{stream}: {ATTEMPTS} times in the middle of an atomic append")


async def _ends_whole(wire: Wire, stream: str, last: int) -> bool:
    """Whether the newest message ends the append it was part of."""
    if not last:
        return True
    answer = await wire.api(f"STREAM.MSG.GET.{stream}", {"seq": last})
    headers = msgspec.convert(answer, _Message, strict=False).message.hdrs
    return b"Nats-Batch-Id:" not in headers or b"Nats-Batch-Commit:" in headers


async def _written(
    wire: Wire, following: Callable[..., Awaitable[Msg]], path: Path, progress: Progress
) -> None:
    written = 0
    with path.open("wb") as file:
        while True:
            try:
                message = await following(timeout=PATIENCE)
            except nats.errors.Error as error:
                raise NoAnswer(wire.explain(f"{path.name}: no further chunk", error)) from error
            if not message.data:
                break
            file.write(message.data)
            written += len(message.data)
            progress(written)
            if message.reply:
                await wire.send(message.reply, b"")
        file.flush()
        await asyncio.to_thread(os.fsync, file.fileno())
    if (status := status_of(message)) not in (0, HTTPStatus.NO_CONTENT):
        raise NoAnswer(f"{path.name}: the server broke off with status {status}")


def replicas(copy: StreamCopy) -> int:
    """Return how many servers kept a stream."""
    count = copy.config.get("num_replicas")
    return count if isinstance(count, int) else 1


async def copy_in(
    wire: Wire, copy: StreamCopy, path: Path, *, config: Json, progress: Progress
) -> bool:
    """Make a stream from a file; whether it has what it had. Raises Refusal and NoAnswer.

    Its readers are kept by as many servers as it is itself.
    """
    set_ = {field: value for field, value in config.items() if value is not None}
    answer = await wire.api(f"STREAM.RESTORE.{copy.name}", {"config": set_, "state": copy.state})
    deliver = msgspec.convert(answer, _Ready).deliver_subject
    sent = 0
    with path.open("rb") as file:
        while chunk := file.read(BACK):
            refused = await _handed(wire, deliver, chunk)
            if refused:
                refuse(refused)
            sent += len(chunk)
            progress(sent)
    end = await _handed(wire, deliver, b"")
    refuse(end)
    found = msgspec.json.decode(end, type=_Restored).state
    for place in copy.consumers:
        await consumers.create(wire, copy.name, {**place.config, "num_replicas": 0})
        await consumers.skip(wire, copy.name, str(place.config["durable_name"]), place.after)
    kept = (found.messages, found.last_seq) == (copy.messages, copy.last)
    return kept and (found.first_seq == copy.first or not copy.messages)


async def _handed(wire: Wire, deliver: str, chunk: bytes) -> bytes:
    """Hand the server a chunk and give its answer.

    In a cluster the server that we speak with may not have heard yet who takes it.
    """
    for _ in range(UNHEARD):
        try:
            return (await wire.ask(deliver, chunk)).data
        except Unheard:
            await asyncio.sleep(AGAIN)
    return (await wire.ask(deliver, chunk)).data
