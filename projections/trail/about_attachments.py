"""Sentences about files kept as evidence."""

from events.attachment import AttachmentAdded, AttachmentFact, AttachmentWithdrawn


def of_attachment(fact: AttachmentFact) -> str:
    """Say which file came to what, or was taken back."""
    match fact:
        case AttachmentAdded():
            place = _place(fact.task, fact.case, fact.dispute)
            return (
                f"{fact.adder}为{place}附上{fact.attachment}《{fact.name}》，{fact.size}字节，"
                f"SHA-256 {fact.sha256}"
            )
        case AttachmentWithdrawn():
            place = _place(fact.task, fact.case, fact.dispute)
            return f"撤回{place}附件{fact.attachment}《{fact.name}》：{fact.reason}"


def _place(task: str, case: str | None, dispute: str | None) -> str:
    if case:
        return f"整改事项{case}"
    return f"异议{dispute}" if dispute else f"任务{task}"
