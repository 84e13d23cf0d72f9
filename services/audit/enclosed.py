"""The files that go into an evidence bundle, under the names its verifier looks for."""

from typing import Final

from events.attachment import AttachmentAdded
from services.attachments.store import Attachments
from services.audit.replay import Replayed
from services.refusal import Refused

MOST: Final = 64 << 20  # bytes, all of them together
_WITHOUT: Final = "请以 attachments=false 取证据包，附件逐个下载"


async def enclosed(
    attachments: Attachments, replayed: Replayed, most: int = MOST
) -> dict[str, bytes]:
    """Read every file that a history added, withdrawn ones too; all of them, or ``Refused``.

    Together they are ``most`` bytes at most.
    """
    added = [one.fact for one in replayed.events if isinstance(one.fact, AttachmentAdded)]
    if sum(fact.size for fact in added) > most:
        raise Refused(f"附件合计超过 {most >> 20} MB：{_WITHOUT}")
    files: dict[str, bytes] = {}
    for fact in added:
        content = await attachments.read(fact.sha256, fact.size)
        if content is None:
            raise Refused(f"附件 {fact.attachment} 的内容缺失或与摘要不符：{_WITHOUT}")
        suffix = fact.name.rpartition(".")[2].lower()
        files[f"attachments/{fact.attachment}.{suffix}"] = content
    return files
