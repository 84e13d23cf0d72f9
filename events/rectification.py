"""Facts: a rectification case, from the notice to its acceptance."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from events.fact import Fact
from events.terms import EscalationStep


class Ground(Struct, frozen=True, kw_only=True):
    """Why a case was opened: a warning rule with its figures."""

    rule: str
    value: Decimal
    threshold: Decimal


class RectificationNoticeIssued(Fact, frozen=True, kw_only=True):
    """A notice to rectify; one open case a task, several grounds inside it (QM-09)."""

    tag = "project.rectification-notice-issued.v1"
    title = "下发整改通知"

    case: str
    task: str
    grounds: tuple[Ground, ...]
    issued_on: date
    due_on: date
    edition: str
    site_visit_required: bool = False
    department: str
    unit: str
    step: EscalationStep = EscalationStep.NOTICE
    reopens: str = ""
    reason: str = ""


class RectificationGroundsAdded(Fact, frozen=True, kw_only=True):
    """A case that was open already has further grounds: no second case is opened (QM-09)."""

    tag = "project.rectification-grounds-added.v1"
    title = "补充整改依据"

    case: str
    grounds: tuple[Ground, ...]
    edition: str
    reason: str = ""


class RectificationAcknowledged(Fact, frozen=True, kw_only=True):
    """The unit confirmed that it received the notice."""

    tag = "project.rectification-acknowledged.v1"
    title = "签收整改通知"

    case: str


class RectificationPlanSubmitted(Fact, frozen=True, kw_only=True):
    """What the unit will do, item by item."""

    tag = "project.rectification-plan-submitted.v1"
    title = "报送整改方案"

    case: str
    items: tuple[str, ...]
    submitter: str = ""


class RectificationFeedbackSubmitted(Fact, frozen=True, kw_only=True):
    """What the unit did; ``days_late`` counts from the due day."""

    tag = "project.rectification-feedback-submitted.v1"
    title = "报送整改结果"

    case: str
    submitter: str
    result: str
    days_late: int = 0


class SiteVerified(Fact, frozen=True, kw_only=True):
    """Somebody went and looked (QM-10)."""

    tag = "project.site-verified.v1"
    title = "现场核实"

    case: str
    on: date
    finding: str


class RectificationAccepted(Fact, frozen=True, kw_only=True):
    """The problem counts as corrected."""

    tag = "project.rectification-accepted.v1"
    title = "整改验收通过"

    case: str
    on: date
    opinion: str = ""


class RectificationItemClosed(Fact, frozen=True, kw_only=True):
    """One item of the plan, counted from 1, was seen to be done (销号)."""

    tag = "project.rectification-item-closed.v1"
    title = "整改事项销号"

    case: str
    item: int
    on: date
    evidence: str


class RectificationExtended(Fact, frozen=True, kw_only=True):
    """A case got another day to be done by; ``days_late`` judges a feedback by it."""

    tag = "project.rectification-extended.v1"
    title = "延长整改期限"

    case: str
    due_on: date
    reason: str
    days_late: int | None = None


class RectificationOverdue(Fact, frozen=True, kw_only=True):
    """The day of a case passed without its result; said once a day set."""

    tag = "project.rectification-overdue.v1"
    title = "整改逾期"

    case: str
    due_on: date


class RectificationEscalated(Fact, frozen=True, kw_only=True):
    """A case climbed a step of the ladder of the edition."""

    tag = "project.rectification-escalated.v1"
    title = "整改升级"

    case: str
    step: EscalationStep
    on: date
    reason: str
    edition: str


class RectificationRejected(Fact, frozen=True, kw_only=True):
    """The result was not good enough; the case goes on."""

    tag = "project.rectification-rejected.v1"
    title = "整改验收不通过"

    case: str
    reason: str


RectificationFact = (
    RectificationNoticeIssued
    | RectificationGroundsAdded
    | RectificationAcknowledged
    | RectificationPlanSubmitted
    | RectificationFeedbackSubmitted
    | SiteVerified
    | RectificationAccepted
    | RectificationRejected
    | RectificationItemClosed
    | RectificationExtended
    | RectificationOverdue
    | RectificationEscalated
)
