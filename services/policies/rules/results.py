"""What a year leads to: evaluation, assessment, what is owed to others."""

from decimal import Decimal
from typing import Annotated, Final, Literal

from msgspec import Meta, field

from events.assessment import RubricItem
from events.terms import (
    Consequence,
    DispositionKind,
    Duty,
    EvaluationKind,
    EvaluationPart,
    Grade,
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
GRADES: Final = {Grade.EXCELLENT: Decimal(90), Grade.GOOD: Decimal(80), Grade.FAIR: Decimal(60)}


class EvaluationRules(Sourced, frozen=True, kw_only=True):
    """How evaluations are scored, checked and used; weights in points, floors in percent.

    ``grades`` are the scores from which a grade begins; below the last one it is poor.
    """

    weights: dict[EvaluationPart, Decimal] = field(
        default_factory=lambda: dict(
            zip(EvaluationPart, (Decimal(10), Decimal(50), Decimal(30), Decimal(10)), strict=True)
        )
    )
    rounding: Literal["PER_LINE", "SUMMED"] = "PER_LINE"
    grades: dict[Grade, Decimal] = field(default_factory=lambda: dict(GRADES))
    spot_check_counts: Literal["CHECKED", "ORIGINAL", "LOWER"] = "CHECKED"
    spot_checked_kinds: tuple[EvaluationKind, ...] = (
        EvaluationKind.SELF,
        EvaluationKind.DEPARTMENT,
    )
    must_dispose: tuple[DispositionKind, ...] = (
        DispositionKind.CUT,
        DispositionKind.MERGE,
        DispositionKind.CANCEL,
    )
    result_weight: Decimal = Decimal(10)
    coverage_floor: Decimal = Decimal(20)
    key_floor: Decimal = Decimal(20)
    merged_from: Day | None = None


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
