"""Facts: files kept as evidence beside a monitoring task, a rectification case or a dispute."""

from datetime import date

from events.fact import Fact


class AttachmentAdded(Fact, frozen=True, kw_only=True):
    """A file became evidence; its bytes are kept by their digest.

    ``size`` is in bytes, ``sha256`` hexadecimal. ``case`` or ``dispute`` is set where the file
    belongs to one of the ``task`` rather than to its form.
    """

    tag = "project.attachment-added.v1"
    title = "附上附件"

    attachment: str
    name: str
    media_type: str
    size: int
    sha256: str
    on: date
    adder: str
    org: str
    task: str
    case: str | None = None
    dispute: str | None = None


class AttachmentWithdrawn(Fact, frozen=True, kw_only=True):
    """A file no longer counts as evidence; it stays in the record, and so do its bytes."""

    tag = "project.attachment-withdrawn.v1"
    title = "撤回附件"

    attachment: str
    name: str
    reason: str
    on: date
    task: str
    case: str | None = None
    dispute: str | None = None


AttachmentFact = AttachmentAdded | AttachmentWithdrawn
