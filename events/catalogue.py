"""Every fact there is, by aggregate and by tag."""

from typing import Final, get_args

from events.accountability import AccountabilityFact
from events.assessment import AssessmentFact
from events.campaign import CampaignFact
from events.clawback import ClawbackFact
from events.clawback_round import ClawbackRoundFact
from events.disposition import DispositionFact
from events.execution import ExecutionFact
from events.fact import Fact
from events.inspection import InspectionFact
from events.monitoring import MonitoringFact
from events.policy import PolicyFact
from events.rectification import RectificationFact
from events.registration import RegistrationFact
from events.targets import TargetFact
from events.task import TaskFact
from events.warning import WarningFact

ProjectFact = (
    RegistrationFact
    | ExecutionFact
    | TargetFact
    | MonitoringFact
    | TaskFact
    | InspectionFact
    | WarningFact
    | RectificationFact
    | DispositionFact
    | ClawbackFact
    | AccountabilityFact
)
AnyFact = ProjectFact | CampaignFact | ClawbackRoundFact | AssessmentFact | PolicyFact

FACTS: Final[dict[str, type[Fact]]] = {fact.tag: fact for fact in get_args(AnyFact)}
