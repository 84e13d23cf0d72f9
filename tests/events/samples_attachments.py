"""One instance of every fact about a file kept as evidence."""

from datetime import date

from events.attachment import AttachmentAdded, AttachmentWithdrawn
from events.fact import Fact

SAMPLES: tuple[Fact, ...] = (
    AttachmentAdded(
        attachment="F1",
        name="现场照片.jpg",
        media_type="image/jpeg",
        size=1_048_576,
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        on=date(2021, 7, 12),
        adder="张三",
        org="市政工程管理处",
        task="H1",
        case="H1-R1",
        dispute="H1-D1",
    ),
    AttachmentWithdrawn(
        attachment="F1",
        name="现场照片.jpg",
        reason="拍错了地方",
        on=date(2021, 7, 13),
        task="H1",
        case="H1-R1",
        dispute="H1-D1",
    ),
)
