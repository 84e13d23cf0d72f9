"""The field's words: each term has a stable code on the wire and the Chinese people read."""

from events.terms.clawback import ClawbackGround, Destination, Resolution
from events.terms.duty import Consequence, Duty, Recipient, Role, Violation
from events.terms.evaluation import (
    Conclusion,
    Criterion,
    Dimension,
    EvaluationKind,
    EvaluationPart,
    Grade,
    Pilot,
    Trigger,
)
from events.terms.monitoring import (
    Answer,
    Aspect,
    Attainability,
    CheckItem,
    DeviationCause,
    DisputeOutcome,
    Focus,
    FocusPoint,
    Light,
    Method,
    MonitoringKind,
    SelectionSource,
)
from events.terms.remedy import Cause, DispositionKind, EscalationStep, MeasureKind, WarningDocument
from events.terms.subject import BudgetLedger, FundSource, FundTag, Stage, SubjectKind
from events.terms.target import Direction, IndicatorLevel1, IndicatorLevel2, TargetGrade, Tier
from events.terms.term import Term

__all__ = [
    "Answer",
    "Aspect",
    "Attainability",
    "BudgetLedger",
    "Cause",
    "CheckItem",
    "ClawbackGround",
    "Conclusion",
    "Consequence",
    "Criterion",
    "Destination",
    "DeviationCause",
    "Dimension",
    "Direction",
    "DispositionKind",
    "DisputeOutcome",
    "Duty",
    "EscalationStep",
    "EvaluationKind",
    "EvaluationPart",
    "Focus",
    "FocusPoint",
    "FundSource",
    "FundTag",
    "Grade",
    "IndicatorLevel1",
    "IndicatorLevel2",
    "Light",
    "MeasureKind",
    "Method",
    "MonitoringKind",
    "Pilot",
    "Recipient",
    "Resolution",
    "Role",
    "SelectionSource",
    "Stage",
    "SubjectKind",
    "TargetGrade",
    "Term",
    "Tier",
    "Trigger",
    "Violation",
    "WarningDocument",
]
