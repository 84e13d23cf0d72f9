"""What differs between places, typed; every table names the clause it comes from."""

from services.policies.rules.edition import Rules
from services.policies.rules.evaluation import GRADES, EvaluationRules
from services.policies.rules.measuring import (
    DeviationBasis,
    Figures,
    Measure,
    RateBase,
    ScheduleBasis,
    WarningRule,
)
from services.policies.rules.money import (
    NO_PRE_EVALUATION,
    ClawbackRules,
    PreEvaluationRules,
    SpendingRules,
)
from services.policies.rules.monitoring import ChainLevel, MonitoringRules, Period
from services.policies.rules.remedies import DispositionRules, RectificationRules, Remedy
from services.policies.rules.results import (
    DEDUCTION_COUNTS,
    NOT_APPLICABLE,
    RUBRIC_MEASURES,
    AssessmentRules,
    ObligationRule,
    ThirdPartyRules,
)
from services.policies.rules.sourced import Days, Sourced
from services.policies.rules.targets import Targets

__all__ = [
    "DEDUCTION_COUNTS",
    "GRADES",
    "NOT_APPLICABLE",
    "NO_PRE_EVALUATION",
    "RUBRIC_MEASURES",
    "AssessmentRules",
    "ChainLevel",
    "ClawbackRules",
    "Days",
    "DeviationBasis",
    "DispositionRules",
    "EvaluationRules",
    "Figures",
    "Measure",
    "MonitoringRules",
    "ObligationRule",
    "Period",
    "PreEvaluationRules",
    "RateBase",
    "RectificationRules",
    "Remedy",
    "Rules",
    "ScheduleBasis",
    "Sourced",
    "SpendingRules",
    "Targets",
    "ThirdPartyRules",
    "WarningRule",
]
