"""A file of upstream facts taken apart into messages, each in its sender's own name."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from services.api.faulty import Faulty, UnsupportedMedia
from services.desk.every_fault import Fault
from services.forms.catalogue import XLSX
from services.intake.intake import sender_of
from services.intake.sheet import messages
from services.refusal import Refused
from services.workbook import ROWS

LINES: Final = "application/x-ndjson"
LONGEST: Final = 256 << 10  # bytes of one message
LONGEST_NAME: Final = 64
FAULTS: Final = 100  # of a file that are told


async def read(media: str, content: bytes) -> list[bytes]:
    """Take a file apart into messages; all its faults at once."""
    if media == XLSX:
        bodies = await asyncio.to_thread(messages, content, datetime.now(UTC))
    elif media == LINES:
        bodies = [line for line in content.splitlines() if line.strip()]
    else:
        raise UnsupportedMedia(f"请以 {LINES} 或 {XLSX} 上报")
    if not 1 <= len(bodies) <= ROWS:
        raise Refused(f"一次上报 1 至 {ROWS} 条，现为 {len(bodies)} 条")
    long = [place for place, body in enumerate(bodies) if len(body) > LONGEST]
    if long:
        raise Faulty(*(Fault(path=f"[{place}]", reason="此条过长") for place in long[:FAULTS]))
    return bodies


def check_senders(system: str, bodies: Sequence[bytes]) -> None:
    """Refuse a file with lines in another system's name, all of them told.

    A line that names no system passes: the intake parks it with a reason.
    """
    senders = [(place, sender_of(body).source_system) for place, body in enumerate(bodies)]
    others = [one for one in senders if one[1] not in (system, "")]
    if others:
        raise Faulty(
            *(
                Fault(
                    path=f"[{place}].source_system",
                    reason=f"此密钥属于系统 {system}，不能以 {name[:LONGEST_NAME]} 的名义上报",
                )
                for place, name in others[:FAULTS]
            )
        )
