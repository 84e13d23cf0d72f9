"""Every fact there is, by aggregate and by tag."""

from typing import Final, get_args

from events.accountability import AccountabilityFact
from events.aggregation import AggregationFact
from events.assessment import AssessmentFact
from events.attachment import AttachmentFact
from events.budget import BudgetFact
from events.campaign import CampaignFact
from events.clawback import ClawbackFact
from events.clawback_round import ClawbackRoundFact
from events.disposition import DispositionFact
from events.engagement import EngagementFact
from events.evaluation import EvaluationFact
from events.execution import ExecutionFact
from events.fact import Fact
from events.inspection import InspectionFact
from events.monitoring import MonitoringFact
from events.obligation import ObligationFact
from events.plan import PlanFact
from events.policy import PolicyFact
from events.pre_evaluation import PreEvaluationFact
from events.rectification import RectificationFact
from events.registration import RegistrationFact
from events.targets import TargetFact
from events.task import TaskFact
from events.warning import WarningFact

ProjectFact = (
    RegistrationFact
    | PreEvaluationFact
    | BudgetFact
    | ExecutionFact
    | TargetFact
    | MonitoringFact
    | AggregationFact
    | TaskFact
    | InspectionFact
    | WarningFact
    | RectificationFact
    | DispositionFact
    | ClawbackFact
    | AccountabilityFact
    | PlanFact
    | EvaluationFact
    | AttachmentFact
)
AnyFact = (
    ProjectFact
    | CampaignFact
    | ClawbackRoundFact
    | AssessmentFact
    | PolicyFact
    | ObligationFact
    | EngagementFact
)

FACTS: Final[dict[str, type[Fact]]] = {fact.tag: fact for fact in get_args(AnyFact)}
