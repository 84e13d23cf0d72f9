"""Whether every attachment of the ledger still has its bytes."""

from collections.abc import Sequence
from typing import Final

import msgspec

from events.attachment import AttachmentAdded
from events.envelope import decode_envelope, decode_fact
from services.attachments.store import Attachments
from services.audit.finding import Finding
from services.audit.integrity import Progress
from services.ledger.reading import Record

_TAG: Final = f'"type":"{AttachmentAdded.tag}"'.encode()


def adds(record: Record) -> bool:
    """Whether a stored fact adds an attachment; cheap, since every fact is asked."""
    return _TAG in record.body


async def lacking(
    attachments: Attachments, added: Sequence[Record], progress: Progress | None = None
) -> list[Finding]:
    """Read the bytes of all of them again; what is gone or changed, by the place of its fact."""
    found: list[Finding] = []
    for number, record in enumerate(added, 1):
        try:
            envelope = decode_envelope(record.body)
            fact = decode_fact(envelope)
        except msgspec.DecodeError:
            continue  # the chain names a body that was changed
        if isinstance(fact, AttachmentAdded):
            kept = await attachments.read(fact.sha256, fact.size)
            if kept is None:
                what = (
                    f"附件 {fact.attachment}《{fact.name}》的内容缺失，或与摘要 {fact.sha256} 不符"
                )
                found.append(
                    Finding(
                        sequence=record.sequence,
                        aggregate=envelope.subject,
                        version=envelope.version,
                        what=what,
                    )
                )
        if progress:
            progress(number)
    return found
