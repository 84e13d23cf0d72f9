"""Streams of ours by name, in the order they are to be copied."""

from typing import Final

import msgspec
from msgspec import Struct

from events.subjects import INTAKE_STREAM, STREAM
from services.ledger.wire import Wire

OURS: Final = ("JX_", "KV_JX_")


class _Names(Struct):
    total: int = 0
    streams: list[str] | None = None


async def streams(wire: Wire) -> list[str]:
    """Name every stream of ours in the order they are to be copied.

    The ledger first and what was received last: whatever a fact or a receipt refers to is there.
    """
    names: list[str] = []
    while True:
        answer = await wire.api("STREAM.NAMES", {"offset": len(names)})
        page = msgspec.convert(answer, _Names)
        names += page.streams or ()
        if not page.streams or len(names) >= page.total:
            break
    ours = [name for name in names if name.startswith(OURS)]
    return sorted(ours, key=lambda name: (name != STREAM, name == INTAKE_STREAM, name))
