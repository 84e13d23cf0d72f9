"""Sentences about the assessment of departments and what follows from it (HL-16, QM-14)."""

from decimal import Decimal

from events.assessment import (
    AppealResolved,
    AssessmentFact,
    AssessmentOpened,
    BudgetDeductionDecided,
    BudgetTiltDecided,
    ClueReferred,
    DepartmentCommended,
    DepartmentInterviewed,
    DepartmentScored,
    DepartmentsGrouped,
    ItemScored,
    PilotsSelected,
    RankingPublished,
    ResultsCirculated,
    ResultsEntered,
    ScoreAppealed,
    ScoreCorrected,
)
from projections.figures import yuan


def of_assessment(fact: AssessmentFact) -> str:
    """Say the step of an assessment of departments."""
    match fact:
        case AssessmentOpened():
            return f"启动部门绩效考核，依据{fact.edition}，评分项{len(fact.rubric)}项"
        case DepartmentScored():
            rescaled = "（已按适用项折算）" if fact.rescaled else ""
            return f"{fact.department}{_points(fact.score)}{rescaled}"
        case DepartmentsGrouped(groups=groups):
            return "分组：" + "；".join(f"{name}{len(one)}个部门" for name, one in groups.items())
        case ItemScored():
            return f"{fact.department}的{fact.item}人工评{fact.points}分，依据{fact.document}"
        case ScoreAppealed():
            return f"{fact.department}对考核结果（{_points(fact.score)}）提出申诉：{fact.reason}"
        case AppealResolved():
            change = f"，由{_points(fact.before)}改为{_points(fact.after)}" if fact.upheld else ""
            return f"{fact.department}申诉{'' if fact.upheld else '不'}成立{change}：{fact.reason}"
        case ScoreCorrected():
            return (
                f"{fact.department}的{fact.item}更正为{fact.points}分，"
                f"总分由{_points(fact.before)}改为{_points(fact.after)}，"
                f"已公布排名不变：{fact.reason}"
            )
        case RankingPublished():
            ranked = sum(place.rank is not None for place in fact.ranks)
            return f"公布考核排名，{ranked}个部门排名，{len(fact.ranks) - ranked}个未排名"
        case PilotsSelected():
            return f"选定{'、'.join(fact.departments)}，依据{fact.document}"
        case BudgetTiltDecided():
            return _budget(fact, "倾斜")
        case BudgetDeductionDecided():
            return _budget(fact, "扣减")
        case DepartmentCommended():
            return f"{fact.department}（第{fact.rank}名）受到表彰，文号{fact.document}"
        case DepartmentInterviewed():
            return (
                f"{fact.on}约谈{fact.department}（第{fact.rank}名），责令{fact.due_on}前整改："
                f"{fact.demand}，文号{fact.document}"
            )
        case ResultsCirculated():
            return f"向各部门通报考核结果，文号{fact.document}"
        case ResultsEntered():
            return f"{fact.on}将考核结果纳入政府绩效考核，文号{fact.document}"
        case ClueReferred():
            return (
                f"{fact.on}审计部门将{fact.department}的线索移送纪检监察机关："
                f"{fact.clue}，文号{fact.document}"
            )


def _points(score: Decimal | None) -> str:
    return "不参加排名" if score is None else f"得{score}分"


def _budget(fact: BudgetTiltDecided | BudgetDeductionDecided, what: str) -> str:
    how = f"{fact.percent}%" if fact.amount_fen is None else yuan(fact.amount_fen)
    tied = "（并列）" if fact.tied else ""
    return f"{fact.department}第{fact.rank}名{tied}，预算{what}{how}，依据{fact.document}"
