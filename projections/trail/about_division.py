"""Sentences about a division's campaigns, rounds, assessments and rules."""

from events.assessment import (
    AssessmentFact,
    AssessmentOpened,
    DepartmentScored,
    RankingPublished,
)
from events.campaign import (
    CampaignClosed,
    CampaignFact,
    CampaignOpened,
    DeadlineExtended,
    KeyProjectSelected,
    TasksIssued,
)
from events.clawback_round import (
    CandidatesFrozen,
    ClawbackRoundClosed,
    ClawbackRoundFact,
    ClawbackRoundOpened,
)
from events.policy import PolicyAdopted, PolicyAmended, PolicyFact


def of_campaign(fact: CampaignFact) -> str:
    """Say the step of a monitoring campaign."""
    match fact:
        case CampaignOpened():
            return (
                f"启动{fact.period}集中监控，数据{fact.from_on}至{fact.cutoff_on}，"
                f"{fact.submit_by}前报送，{fact.review_by}前审核"
            )
        case TasksIssued():
            return f"向{len(fact.projects)}个项目下达监控任务"
        case KeyProjectSelected():
            late = "，逾期确定" if fact.late else ""
            return (
                f"{fact.on}确定{fact.project}为重点监控项目，来源：{fact.source.zh}，"
                f"{fact.reason}{late}"
            )
        case DeadlineExtended():
            return f"报送期限调整为{fact.submit_by}，审核期限{fact.review_by}：{fact.reason}"
        case CampaignClosed():
            return "集中监控结束"


def of_clawback_round(fact: ClawbackRoundFact) -> str:
    """Say the step of a clawback round."""
    match fact:
        case ClawbackRoundOpened():
            return f"启动盘活收回，截止日{fact.cutoff_on}，依据{fact.edition}"
        case CandidatesFrozen():
            return f"按台账位置{fact.position}核查{len(fact.projects)}个项目"
        case ClawbackRoundClosed():
            return "盘活收回结束"


def of_assessment(fact: AssessmentFact) -> str:
    """Say the step of an assessment of departments."""
    match fact:
        case AssessmentOpened():
            return f"启动部门绩效考核，依据{fact.edition}，评分项{len(fact.rubric)}项"
        case DepartmentScored():
            score = "不参加排名" if fact.score is None else f"得{fact.score}分"
            rescaled = "（已按适用项折算）" if fact.rescaled else ""
            return f"{fact.department}{score}{rescaled}"
        case RankingPublished():
            ranked = sum(place.rank is not None for place in fact.ranks)
            return f"公布考核排名，{ranked}个部门排名，{len(fact.ranks) - ranked}个未排名"


def of_policy(fact: PolicyFact) -> str:
    """Say which edition is in force from when, and on what ground."""
    match fact:
        case PolicyAdopted():
            return f"自{fact.effective_on}起执行{fact.edition}，依据{fact.source_document}"
        case PolicyAmended():
            return (
                f"自{fact.effective_on}起以{fact.edition}修订{fact.amends}，"
                f"依据{fact.source_document}{fact.clause}"
            )
