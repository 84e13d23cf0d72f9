"""Files as evidence beside a task, a rectification case or a dispute: added, withdrawn."""

from typing import TYPE_CHECKING, Annotated, Final

from msgspec import Meta, Struct
from msgspec.structs import replace

from events.attachment import AttachmentAdded, AttachmentFact, AttachmentWithdrawn
from services.decision import Context
from services.project.authority import FINANCE, OWN, SECTIONS, as_unit
from services.project.cases import Case
from services.project.command import Code, ProjectCommand, Text
from services.project.evidence_file import LONGEST_NAME, check_size, kind_of
from services.project.task import Dispute
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project

MOST: Final = 50  # files beside one task, case or dispute, withdrawn ones too
_OPEN: Final = ("ISSUED", "RETURNED")
FileName = Annotated[
    str, Meta(min_length=1, max_length=LONGEST_NAME, description="文件名，不含路径")
]
Digest = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{64}(?!\n)$", description="内容的 SHA-256，十六进制小写")
]


class AttachEvidence(ProjectCommand, frozen=True, kw_only=True):
    """Add a file whose bytes are kept already to one task, case or dispute; ``size`` in bytes."""

    title = "附上附件"

    task: Code | None = None
    case: Code | None = None
    dispute: Code | None = None
    name: FileName
    size: Annotated[int, Meta(ge=0, description="字节数")]
    sha256: Digest


class WithdrawAttachment(ProjectCommand, frozen=True, kw_only=True):
    """Take a file back as long as what it belongs to is still in one's own hands."""

    title = "撤回附件"

    attachment: Code
    reason: Text


AttachmentCommand = AttachEvidence | WithdrawAttachment


class Place(Struct, frozen=True):
    """What a file belongs to: a task's form, or a case or dispute of the task."""

    task: str
    case: str | None = None
    dispute: str | None = None

    @property
    def name(self) -> str:
        """The name of the case or dispute, else of the task."""
        return self.case or self.dispute or self.task


class Attached(Struct, frozen=True):
    """A file of the record; ``withdrawn`` is the reason it no longer counts, "" while it does."""

    added: AttachmentAdded
    withdrawn: str = ""

    @property
    def place(self) -> Place:
        """What it belongs to."""
        return Place(self.added.task, case=self.added.case, dispute=self.added.dispute)


class Attachments(Struct, frozen=True):
    """Every file of a project by its name in the record, in the order they were added."""

    files: dict[str, Attached] = {}

    def of_task(self, task: str) -> list[Attached]:
        """Return the files of a task, with those of its cases and disputes."""
        return [one for one in self.files.values() if one.added.task == task]


def evolve(attachments: Attachments, fact: AttachmentFact) -> Attachments:
    """Fold one fact about a file."""
    match fact:
        case AttachmentAdded(attachment=name):
            return Attachments({**attachments.files, name: Attached(fact)})
        case AttachmentWithdrawn(attachment=name, reason=reason):
            held = attachments.files.get(name)
            if held is None:
                return attachments
            return Attachments({**attachments.files, name: replace(held, withdrawn=reason)})


def decide(
    project: "Project", command: AttachmentCommand, context: Context
) -> list[AttachmentFact]:
    """Decide about a file; whether its bytes are there is asked where they are kept."""
    match command:
        case AttachEvidence():
            return [*_add(project, command, context)]
        case WithdrawAttachment():
            return [*_withdraw(project, command, context)]


def _add(project: "Project", command: AttachEvidence, context: Context) -> list[AttachmentAdded]:
    place = _place(project, command)
    _in_hand(project, place, command.title, context)
    kind = kind_of(command.name)
    check_size(command.size)
    files = project.attachments.files
    beside = [one for one in files.values() if one.place == place]
    for one in beside:
        if not one.withdrawn and one.added.name == command.name:
            if one.added.sha256 == command.sha256:
                return []
            raise Refused(f"已有同名附件 {one.added.attachment}：请先撤回，或改名")
    if len(beside) >= MOST:
        raise Refused(f"{place.name} 的附件（含已撤回的）已有 {MOST} 份，不能再加")
    return [
        AttachmentAdded(
            attachment=f"F{len(files) + 1}",
            name=command.name,
            media_type=kind.media_type,
            size=command.size,
            sha256=command.sha256,
            on=context.today,
            adder=context.actor.id,
            org=context.actor.org,
            task=place.task,
            case=place.case,
            dispute=place.dispute,
        )
    ]


def _withdraw(
    project: "Project", command: WithdrawAttachment, context: Context
) -> list[AttachmentWithdrawn]:
    held = project.attachments.files.get(command.attachment)
    if held is None:
        raise Refused(f"没有附件 {command.attachment}")
    if held.withdrawn:
        return []
    added = held.added
    if added.org != context.actor.org:
        raise Refused(f"附件由 {added.org} 附上，不能由 {context.actor.org} 撤回")
    _in_hand(project, held.place, command.title, context)
    return [
        AttachmentWithdrawn(
            attachment=command.attachment,
            name=added.name,
            reason=command.reason,
            on=context.today,
            task=added.task,
            case=added.case,
            dispute=added.dispute,
        )
    ]


def _place(project: "Project", command: AttachEvidence) -> Place:
    """Find the one thing that a file is to belong to."""
    match command:
        case AttachEvidence(task=str(task), case=None, dispute=None):
            return Place(task)
        case AttachEvidence(task=None, case=str(case), dispute=None):
            return Place(_case(project, case).notice.task, case=case)
        case AttachEvidence(task=None, case=None, dispute=str(dispute)):
            return Place(_dispute(project, dispute).opened.task, dispute=dispute)
        case _:
            raise Refused("附件须属于一项，且只属于一项：监控任务、整改事项或执行率异议")


def _in_hand(project: "Project", place: Place, what: str, context: Context) -> None:
    """Refuse whose turn it is not: evidence changes only in the hands of who works on it."""
    if place.dispute:
        context.require((*OWN, *FINANCE), what, "LY-14")
        if _dispute(project, place.dispute).resolved:
            raise Refused(f"异议 {place.dispute} 已办结，附件不能再变", clause="LY-14")
    elif place.case:
        case = _case(project, place.case)
        if case.status == "ACCEPTED":
            raise Refused(f"整改事项 {place.case} 已验收，附件不能再变")
        rules = context.law.edition(case.notice.edition).rectification
        judged = case.status == "FEEDBACK_SUBMITTED"
        roles, clause = (rules.verifier_roles, rules.clause) if judged else (OWN, "HJ-07")
        context.require(roles, what, clause)
    else:
        task = project.monitoring.task(place.task)
        if task.issued.on_paper:
            context.require(SECTIONS, what, "LY-22")
        else:
            as_unit(project.registered, context, what, "LY-15")
        if task.status not in _OPEN:
            raise Refused("监控情况已报送或任务已结束，附件不能再变；可先撤回填报")


def _case(project: "Project", name: str) -> Case:
    found = project.rectification.cases.get(name)
    if found is None:
        raise Refused(f"没有整改事项 {name}")
    return found


def _dispute(project: "Project", name: str) -> Dispute:
    found = project.monitoring.disputes.get(name)
    if found is None:
        raise Refused(f"没有执行率异议 {name}", clause="LY-14")
    return found
