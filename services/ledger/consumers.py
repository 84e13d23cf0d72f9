"""Durable consumers as they must be: made, mended, or made anew where no mending is allowed.

A consumer made anew begins at the first message: whoever reads with it must know again what it
has seen before.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from services.ledger.errors import CONSUMER_NOT_FOUND, Refusal
from services.ledger.streams import Difference
from services.ledger.wire import Json, Wire

Mended = Literal["", "made", "mended", "replaced"]


class _Floor(Struct):
    """The last message that was acknowledged with all before it."""

    stream_seq: int


class _Info(Struct):
    """As much of a consumer's state as tells where it was left off."""

    ack_floor: _Floor


async def reconcile(wire: Wire, stream: str, wanted: Mapping[str, object]) -> Mended:
    """Have the durable consumer as wanted, and say what had to be done."""
    found = await config(wire, stream, _name(wanted))
    if found is None:
        await create(wire, stream, wanted)
        return "made"
    if not _changes(found, wanted):
        return ""
    try:
        await create(wire, stream, {**found, **wanted})
    except Refusal:  # some fields are for life
        await wire.api(f"CONSUMER.DELETE.{stream}.{_name(wanted)}")
        await create(wire, stream, wanted)
        return "replaced"
    return "mended"


async def differences(
    wire: Wire, stream: str, wanted: Mapping[str, object]
) -> list[Difference] | None:
    """Return the fields that are not as wanted; None when there is no such consumer."""
    found = await config(wire, stream, _name(wanted))
    if found is None:
        return None
    return [Difference(field, wanted[field], found.get(field)) for field in _changes(found, wanted)]


async def config(wire: Wire, stream: str, durable: str) -> Json | None:
    """Return a consumer's config as the server has it; None when there is no such consumer."""
    try:
        answer = await wire.api(f"CONSUMER.INFO.{stream}.{durable}")
    except Refusal as refusal:
        if refusal.code == CONSUMER_NOT_FOUND:
            return None
        raise
    found = answer["config"]
    if not isinstance(found, dict):
        raise TypeError(f"consumer {durable}: config is {found!r}")
    return found


async def create(wire: Wire, stream: str, wanted: Mapping[str, object]) -> None:
    """Make a consumer, or change one that is there."""
    subject = f"CONSUMER.CREATE.{stream}.{_name(wanted)}"
    if wanted.get("filter_subject"):
        subject = f"{subject}.{wanted['filter_subject']}"
    await wire.api(subject, {"stream_name": stream, "config": dict(wanted), "action": ""})


async def skip(wire: Wire, stream: str, durable: str, after: int) -> None:
    """Go on after a position of the stream; what is before counts as answered."""
    await wire.api(f"CONSUMER.RESET.{stream}.{durable}", {"seq": after + 1})


async def take_over(wire: Wire, stream: str, wanted: Mapping[str, object]) -> None:
    """Go on after the last acknowledgement: what others fetched and left is delivered at once."""
    answer = await wire.api(f"CONSUMER.INFO.{stream}.{_name(wanted)}")
    done = msgspec.convert(answer, _Info).ack_floor.stream_seq
    await skip(wire, stream, _name(wanted), done)


def _name(wanted: Mapping[str, object]) -> str:
    return str(wanted["durable_name"])


def _changes(found: Json, wanted: Mapping[str, object]) -> list[str]:
    return [field for field, value in wanted.items() if found.get(field) != value]
