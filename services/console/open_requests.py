"""What a project asks of somebody: targets, adjustments, objections to its money, evaluations."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from events.terms import EvaluationKind, Role
from services.console.seen import Seen
from services.project.adjustment import ApproveAdjustment, ReviewAdjustment
from services.project.authority import FINANCE, UNIT
from services.project.evaluation import ConcludeEvaluation, RecordFeedback
from services.project.evaluations import ROLES, Evaluation

EVALUATIONS: Final = "/evaluations"


def open_requests(
    seen: Seen, roles: AbstractSet[Role], *, above: bool
) -> Iterator[tuple[str, str]]:
    """Name what a project asks of some roles, and the page below its own where it is done.

    ``above`` says that who has them reviews the project for an organisation above (QM-10).
    """
    project = seen.project
    finance = bool(roles & {*FINANCE})
    if project.targets.draft is not None:
        if project.targets.grade is None:
            yield from [("审核绩效目标", "")] if finance or above else []
        elif finance:
            yield "批复绩效目标", ""
    for adjustment in project.targets.adjustments.values():
        if adjustment.closed:
            continue
        if adjustment.returned:
            yield from [("修改后重新申请目标调整", "")] if roles & {*UNIT} else []
        elif adjustment.reviews:
            yield from [(ReviewAdjustment.title, "")] if roles & {*adjustment.reviews} else []
        elif finance:
            yield ApproveAdjustment.title, ""
    if finance:
        for dispute in project.monitoring.disputes.values():
            yield from [] if dispute.resolved else [("办结执行率异议", "")]
    for name, evaluation in project.evaluation.evaluations.items():
        for what in _evaluation(evaluation, roles, above=above):
            yield f"{what}（{name}）", EVALUATIONS


def _evaluation(one: Evaluation, roles: AbstractSet[Role], *, above: bool) -> Iterator[str]:
    """Name the step an evaluation waits for; rounds that are still owed are sent back first."""
    scorers, answerers, concluders = ROLES[one.started.kind]
    own = one.started.kind is EvaluationKind.SELF
    again = own and one.round_no < one.started.min_rounds
    match one.status:
        case "DRAFT" if roles & {*scorers}:
            yield "报送绩效自评" if own else "评价打分"
        case "RETURNED" if roles & {*scorers}:
            yield "修改后重新报送绩效自评"
        case "SCORED" | "FEEDBACK" if again:
            if above or roles & {*concluders}:
                yield f"审核绩效自评（第 {one.round_no} 轮，须 {one.started.min_rounds} 轮）"
        case "SCORED" if roles & {*answerers}:
            yield RecordFeedback.title
        case "FEEDBACK" if roles & {*concluders}:
            yield ConcludeEvaluation.title
        case _:
            pass
