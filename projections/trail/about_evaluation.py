"""Sentences about evaluations (HL-09, HL-10, HL-12)."""

from events.evaluation import (
    EvaluationConcluded,
    EvaluationFact,
    EvaluationFeedbackRecorded,
    EvaluationReturned,
    EvaluationScored,
    EvaluationSpotChecked,
    EvaluationStarted,
    ResultApplied,
)
from projections.figures import yuan


def of_evaluation(fact: EvaluationFact) -> str:
    """Say the step of an evaluation."""
    match fact:
        case EvaluationStarted():
            why = "、".join(
                one.zh for one in (*fact.criteria, *((fact.pilot,) if fact.pilot else ()))
            )
            reason = f"，选取理由：{why}" if why else ""
            merged = (
                f"，并入{fact.merged_from}至{fact.merged_until}监控" if fact.merged_from else ""
            )
            return (
                f"启动{fact.kind.zh}{fact.evaluation}，涉及{yuan(fact.amount_fen)}{reason}{merged}"
            )
        case EvaluationScored():
            return f"{fact.scorer}为{fact.evaluation}打分，共{len(fact.lines)}项，得{fact.score}分"
        case EvaluationReturned():
            return f"退回{fact.evaluation}：{fact.reason}"
        case EvaluationFeedbackRecorded():
            return f"对{fact.evaluation}反馈意见：{fact.opinion}"
        case EvaluationConcluded():
            must = "、".join(kind.zh for kind in fact.must)
            follow = f"，须{must}其一" if must else ""
            return f"{fact.kind.zh}{fact.evaluation}得{fact.score}分，等次为{fact.grade.zh}{follow}"
        case EvaluationSpotChecked():
            return (
                f"抽查复核{fact.evaluation}：原{fact.original_score}分，复核{fact.checked_score}分，"
                f"以{fact.score}分计，等次为{fact.grade.zh}，{fact.finding}"
            )
        case ResultApplied():
            reason = f"，{fact.reason}" if fact.reason else ""
            return (
                f"{fact.evaluation}结果（{fact.grade.zh}）用于{fact.budget_year}年预算，"
                f"权重{fact.weight}%，文号{fact.document}{reason}"
            )
