"""What is asked before a file becomes evidence: its bytes are here, and are what it says."""

from services.attachments.store import Attachments
from services.decision import Command
from services.project.attachment import AttachEvidence
from services.project.evidence_file import check
from services.refusal import Refused


async def lacks(attachments: Attachments, command: Command) -> tuple[str, ...]:
    """Say why a command would point to bytes that are not kept, or are of another size or kind."""
    if not isinstance(command, AttachEvidence):
        return ()
    content = await attachments.read(command.sha256, command.size)
    if content is None:
        return (f"没有《{command.name}》的内容：请上传文件，不能只报摘要",)
    try:
        check(command.name, content)
    except Refused as refused:
        return refused.reasons
    return ()
