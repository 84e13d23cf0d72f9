"""One Chinese sentence for every fact there is."""

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
from events.execution import UpstreamFact
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
from projections.trail.about_assessment import of_assessment
from projections.trail.about_attachments import of_attachment
from projections.trail.about_cases import of_accountability, of_rectification
from projections.trail.about_division import (
    of_campaign,
    of_clawback_round,
    of_policy,
)
from projections.trail.about_duties import of_engagement, of_obligation
from projections.trail.about_evaluation import of_evaluation
from projections.trail.about_money import of_clawback, of_disposition, of_execution, of_plan
from projections.trail.about_monitoring import of_monitoring, of_warning
from projections.trail.about_targets import (
    of_aggregation,
    of_budget,
    of_pre_evaluation,
    of_registration,
    of_targets,
)
from projections.trail.about_tasks import of_task


def summarise(fact: Fact) -> str:
    """Say what happened with its amounts, days, names and reasons; the title says what kind."""
    if isinstance(fact, UpstreamFact):  # nearly every fact is one
        return of_execution(fact)
    if isinstance(fact, MonitoringFact):
        return of_monitoring(fact)
    if isinstance(fact, TaskFact | InspectionFact):
        return of_task(fact)
    if isinstance(fact, WarningFact):
        return of_warning(fact)
    if isinstance(fact, TargetFact):
        return of_targets(fact)
    if isinstance(fact, RectificationFact):
        return of_rectification(fact)
    if isinstance(fact, ClawbackFact):
        return of_clawback(fact)
    if isinstance(fact, DispositionFact):
        return of_disposition(fact)
    if isinstance(fact, AccountabilityFact):
        return of_accountability(fact)
    return _beside_the_work(fact)


def _beside_the_work(fact: Fact) -> str:
    if isinstance(fact, RegistrationFact):
        return of_registration(fact)
    if isinstance(fact, PreEvaluationFact):
        return of_pre_evaluation(fact)
    if isinstance(fact, AggregationFact):
        return of_aggregation(fact)
    if isinstance(fact, BudgetFact):
        return of_budget(fact)
    if isinstance(fact, EvaluationFact):
        return of_evaluation(fact)
    if isinstance(fact, PlanFact):
        return of_plan(fact)
    if isinstance(fact, AttachmentFact):
        return of_attachment(fact)
    if isinstance(fact, CampaignFact):
        return of_campaign(fact)
    if isinstance(fact, ClawbackRoundFact):
        return of_clawback_round(fact)
    if isinstance(fact, AssessmentFact):
        return of_assessment(fact)
    if isinstance(fact, PolicyFact):
        return of_policy(fact)
    if isinstance(fact, ObligationFact):
        return of_obligation(fact)
    if isinstance(fact, EngagementFact):
        return of_engagement(fact)
    return fact.title
