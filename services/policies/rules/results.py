"""What a year leads to: assessment, what is owed to others."""

from typing import Annotated, Final, Literal

from msgspec import Meta

from events.assessment import RubricItem
from events.terms import (
    Consequence,
    Duty,
    Recipient,
    Role,
    TargetGrade,
)
from services.policies.calendar import Day
from services.policies.rules.sourced import Days, Sourced

RUBRIC_MEASURES: Final = (
    "TARGETS_APPROVED",
    "SUBMITTED_ON_TIME",
    "MEAN_REVIEW_SCORE",
    "EXECUTION",
    "RECTIFIED",
    "DISCLOSED",
    "MANUAL",
)
DEDUCTION_COUNTS: Final = ("LATE_TASKS", "RETURNED_TASKS", "OVERDUE_CASES", "MISSED_OBLIGATIONS")
NOT_APPLICABLE: Final = ("LEAVE_OUT", "FULL", "NONE")


class AssessmentRules(Sourced, frozen=True, kw_only=True):
    """The rubric of the yearly assessment, 100 points in all, and what follows from a place.

    ``front`` and ``rear`` are how many places count as such, ties included. Equal scores share a
    place unless the points of ``tie_breaks``, item by item, tell them apart. After publication
    there are ``appeal_days`` to appeal, None: no end.
    """

    rubric: tuple[RubricItem, ...]
    tie_breaks: tuple[str, ...] = ()
    front: Annotated[int, Meta(ge=0)] = 1
    rear: Annotated[int, Meta(ge=0)] = 1
    consequences: tuple[Consequence, ...] = ()
    pilots: Annotated[int, Meta(ge=0)] = 0
    appeal_days: Days | None = None


class ObligationRule(Sourced, frozen=True, kw_only=True):
    """What is owed every year: by each department or by the finance bureau, to whom, by when."""

    kind: Duty
    what: str
    owed_by: Literal["DEPARTMENTS", "FINANCE"]
    recipients: tuple[Recipient, ...]
    copies: tuple[Recipient, ...] = ()
    due: Day


class ThirdPartyRules(Sourced, frozen=True, kw_only=True):
    """Who engages and rates institutions, and which grade bars from further work (HL-11)."""

    roles: tuple[Role, ...] = (
        Role.FIN_SECTION_REVIEWER,
        Role.PERF_SECTION_OFFICER,
        Role.FIN_APPROVER,
    )
    barred_grades: tuple[TargetGrade, ...] = (TargetGrade.POOR,)
