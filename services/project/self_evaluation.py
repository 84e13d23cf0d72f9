"""Self-evaluations go up and come back like targets and forms do (三下三上, QM-10)."""

from typing import TYPE_CHECKING

from events.evaluation import EvaluationFact, EvaluationReturned
from events.terms import EvaluationKind
from services.decision import Context
from services.project.authority import REVIEWERS, not_own, or_above
from services.project.command import Code, ProjectCommand, Text
from services.project.evaluations import Evaluation
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


class ReturnSelfEvaluation(ProjectCommand, frozen=True, kw_only=True):
    """Send a self-evaluation back to the unit, which hands it up again."""

    title = "退回绩效自评"

    evaluation: Code
    reason: Text


def send_back(
    project: "Project", command: ReturnSelfEvaluation, one: Evaluation, context: Context
) -> list[EvaluationFact]:
    """Decide about a return; what nobody handed up, or what is graded, goes nowhere."""
    or_above(project.registered, REVIEWERS, context, command.title, "QM-10")
    if one.started.kind is not EvaluationKind.SELF:
        raise Refused(f"{one.started.kind.zh}不能用“{command.title}”办理", clause="HL-09")
    if one.status == "RETURNED":
        return []
    if one.scored is None or one.status == "CONCLUDED":
        raise Refused("绩效自评尚未报送，或已经定级，不能退回", clause="HL-09")
    not_own(context, "打分人不能退回自己的自评", one.scored.scorer)
    return [EvaluationReturned(evaluation=command.evaluation, reason=command.reason)]


def check_rounds(one: Evaluation) -> None:
    """Refuse to grade what has not been handed up as often as its funds ask for."""
    if one.round_no < one.started.min_rounds:
        raise Refused(
            f"绩效自评须经 {one.started.min_rounds} 轮上报（三下三上），现为第 {one.round_no} 轮",
            clause="QM-10",
        )
