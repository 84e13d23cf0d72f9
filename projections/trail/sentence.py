"""One Chinese sentence for every fact there is."""

from collections.abc import Callable
from types import UnionType
from typing import Final, TypeAlias, TypeVar, cast

from events.accountability import AccountabilityFact
from events.aggregation import AggregationFact
from events.assessment import AssessmentFact
from events.attachment import AttachmentFact
from events.budget import BudgetFact
from events.campaign import CampaignFact
from events.catalogue import FACTS
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

F = TypeVar("F", bound=Fact)
_Says: TypeAlias = Callable[[Fact], str]


def _of(says: Callable[[F], str]) -> _Says:
    """Forget which facts it is for: it is only asked about those that stand beside it below."""
    return cast("_Says", says)


def _title(fact: Fact) -> str:
    return fact.title


_FAMILIES: Final[tuple[tuple[type[Fact] | UnionType, _Says], ...]] = (
    (UpstreamFact, _of(of_execution)),
    (MonitoringFact, _of(of_monitoring)),
    (TaskFact, _of(of_task)),
    (InspectionFact, _of(of_task)),
    (WarningFact, _of(of_warning)),
    (TargetFact, _of(of_targets)),
    (RectificationFact, _of(of_rectification)),
    (ClawbackFact, _of(of_clawback)),
    (DispositionFact, _of(of_disposition)),
    (AccountabilityFact, _of(of_accountability)),
    (RegistrationFact, _of(of_registration)),
    (PreEvaluationFact, _of(of_pre_evaluation)),
    (AggregationFact, _of(of_aggregation)),
    (BudgetFact, _of(of_budget)),
    (EvaluationFact, _of(of_evaluation)),
    (PlanFact, _of(of_plan)),
    (AttachmentFact, _of(of_attachment)),
    (CampaignFact, _of(of_campaign)),
    (ClawbackRoundFact, _of(of_clawback_round)),
    (AssessmentFact, _of(of_assessment)),
    (PolicyFact, _of(of_policy)),
    (ObligationFact, _of(of_obligation)),
    (EngagementFact, _of(of_engagement)),
)
# Looked up once for each kind: to ask one family after the other costs more than the sentence.
_SAYS: Final = {
    kind: next((says for family, says in _FAMILIES if issubclass(kind, family)), _title)
    for kind in FACTS.values()
}


def summarise(fact: Fact) -> str:
    """Say what happened with its amounts, days, names and reasons; the title says what kind."""
    return _SAYS[type(fact)](fact)
