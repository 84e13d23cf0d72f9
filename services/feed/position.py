"""Where the feed goes on: after the last change that is really in its stream."""

from base64 import b64decode
from typing import Final

import msgspec

from events.subjects import EVENTS, STREAM
from services.feed.change import Change
from services.intake.streams import OUT_STREAM
from services.ledger.errors import NOT_FOUND, Refusal
from services.ledger.wire import Json, Wire

DURABLE: Final = "changes"
FILTER: Final = f"{EVENTS}.>"
BATCH: Final = 200
CHANGES: Final = "jx.out.*.changes"
NO_CONSUMER: Final = 10014
CONSUMER: Final[Json] = {
    "durable_name": DURABLE,
    "ack_policy": "explicit",
    "filter_subject": FILTER,
    "ack_wait": 60 * 10**9,
    # One batch at a time: what follows must not overtake a batch that failed.
    "max_ack_pending": BATCH,
    "max_deliver": -1,
}


class _Stored(msgspec.Struct):
    data: str


class _Floor(msgspec.Struct):
    stream_seq: int


async def prepare(wire: Wire) -> None:
    """Make the feed's consumer.

    The stream of answers is not synced with every message: after a power cut it may lack changes
    that were acknowledged. The consumer then begins again after the last one that is there.
    """
    floor, last = await _floor(wire), await _last(wire)
    if floor is not None and last is not None and last < floor:
        await wire.api(f"CONSUMER.DELETE.{STREAM}.{DURABLE}")
        floor = None
    if floor is None:
        begin: Json = (
            {"deliver_policy": "all"}
            if last is None
            else {"deliver_policy": "by_start_sequence", "opt_start_seq": last + 1}
        )
        await wire.api(
            f"CONSUMER.CREATE.{STREAM}.{DURABLE}.{FILTER}",
            {"stream_name": STREAM, "config": {**CONSUMER, **begin}, "action": "create"},
        )


async def _floor(wire: Wire) -> int | None:
    """Say up to where everything was acknowledged; None when there is no consumer."""
    try:
        answer = await wire.api(f"CONSUMER.INFO.{STREAM}.{DURABLE}")
    except Refusal as refusal:
        if refusal.code == NO_CONSUMER:
            return None
        raise
    return msgspec.convert(answer["ack_floor"], _Floor).stream_seq


async def _last(wire: Wire) -> int | None:
    """Say which fact the newest change in the stream is about."""
    try:
        answer = await wire.api(f"STREAM.MSG.GET.{OUT_STREAM}", {"last_by_subj": CHANGES})
    except Refusal as refusal:
        if refusal.code == NOT_FOUND:
            return None
        raise
    stored = msgspec.convert(answer["message"], _Stored)
    return msgspec.json.decode(b64decode(stored.data), type=Change).position
