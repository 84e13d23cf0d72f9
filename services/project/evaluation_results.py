"""What becomes of a concluded evaluation: checked again, then used (HL-10, HL-12)."""

from fractions import Fraction
from typing import TYPE_CHECKING

from events.evaluation import EvaluationFact, EvaluationSpotChecked, ResultApplied
from events.terms import Grade
from services.decision import Context
from services.policies.numbers import sensible
from services.project.evaluations import Evaluation
from services.project.measures import grade, hundredths
from services.project.scoring import FULL
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.evaluation import ApplyResult, SpotCheckEvaluation
    from services.project.state import Project


def check(
    command: "SpotCheckEvaluation", one: Evaluation, context: Context
) -> list[EvaluationFact]:
    """Score a result again; both scores stay, the rules say which counts (HL-10)."""
    rules = context.law.edition(one.started.edition).evaluation
    if one.started.kind not in rules.spot_checked_kinds:
        raise Refused(f"{one.started.kind.zh}不在抽查复核范围内", clause="HL-10")
    if one.score is None or one.concluded is None:
        raise Refused("评价尚未定级，不能抽查复核", clause="HL-10")
    if not sensible(command.score) or not 0 <= command.score <= FULL:
        raise Refused("复核得分须在 0 至 100 之间", clause="HL-10")
    original, checked = one.concluded.score, hundredths(Fraction(command.score))
    if one.checked is not None:
        if (one.checked.checked_score, one.checked.finding) == (checked, command.finding):
            return []
        raise Refused("评价已经抽查复核", clause="HL-10")
    if one.applied:
        raise Refused("评价结果已经应用，不能抽查复核", clause="HL-10")
    score = {"CHECKED": checked, "ORIGINAL": original, "LOWER": min(checked, original)}[
        rules.spot_check_counts
    ]
    reached = grade(score, rules.grades)
    return [
        EvaluationSpotChecked(
            evaluation=command.evaluation,
            original_score=original,
            checked_score=checked,
            score=score,
            grade=reached,
            finding=command.finding,
            must=rules.must_dispose if reached is Grade.POOR else (),
        )
    ]


def apply(
    project: "Project", command: "ApplyResult", one: Evaluation, context: Context
) -> list[EvaluationFact]:
    """Let a result count in the budget of a later year (HL-12, QM-13)."""
    if one.grade is None:
        raise Refused("评价尚未定级，不能应用结果", clause="HL-12")
    if not sensible(command.weight) or not 0 < command.weight <= FULL:
        raise Refused("权重须大于 0 且不超过 100%", clause="HL-12")
    if command.budget_year <= context.aggregate.year:
        raise Refused("评价结果用于以后年度的预算", clause="QM-13")
    fact = ResultApplied(
        evaluation=command.evaluation,
        budget_year=command.budget_year,
        grade=one.grade,
        weight=command.weight,
        document=command.document,
        reason=command.reason,
    )
    for known in one.applied:
        if known.budget_year == fact.budget_year:
            if known == fact:
                return []
            raise Refused(f"评价结果已用于 {fact.budget_year} 年预算", clause="HL-12")
    least = context.law.edition(one.started.edition).evaluation.result_weight
    if command.weight < least and not command.reason.strip():
        raise Refused(f"评价结果权重低于 {least}%，须说明理由", clause="HL-12")
    if not project.evaluation.disposed(command.evaluation, project.disposition):
        raise Refused("评价结果为差，须先决定压减、整合或取消", clause="HL-12")
    return [fact]
