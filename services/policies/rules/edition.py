"""One edition: every table of a place, as of a day."""

from datetime import date

from msgspec import Struct

from services.policies.rules.evaluation import EvaluationRules
from services.policies.rules.measuring import Figures, WarningRule
from services.policies.rules.money import (
    NO_PRE_EVALUATION,
    ClawbackRules,
    PreEvaluationRules,
    SpendingRules,
)
from services.policies.rules.monitoring import ChainLevel, MonitoringRules, Period
from services.policies.rules.remedies import DispositionRules, RectificationRules
from services.policies.rules.results import AssessmentRules, ObligationRule, ThirdPartyRules
from services.policies.rules.targets import Targets


class Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One edition: everything a decider may ask the law about."""

    edition: str
    place: str
    division: str
    effective_on: date
    source_document: str
    figures: Figures
    periods: dict[str, Period]
    chain: tuple[ChainLevel, ...]
    warnings: dict[str, WarningRule]
    targets: Targets
    rectification: RectificationRules
    disposition: DispositionRules
    clawback: ClawbackRules
    assessment: AssessmentRules
    pre_evaluation: PreEvaluationRules = NO_PRE_EVALUATION
    evaluation: EvaluationRules = EvaluationRules(clause="HL-09", verified=False)
    spending: SpendingRules = SpendingRules(clause="LY-09", verified=False)
    obligations: dict[str, ObligationRule] = {}
    third_parties: ThirdPartyRules = ThirdPartyRules(clause="HL-11", note="未另定", verified=False)
    monitoring: MonitoringRules = MonitoringRules(clause="")
