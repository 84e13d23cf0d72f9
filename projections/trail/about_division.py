"""Sentences about a division's campaigns, rounds and rules."""

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
    FundsReallocated,
)
from events.policy import PolicyAdopted, PolicyAmended, PolicyFact
from projections.figures import yuan


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
        case FundsReallocated():
            return (
                f"从统筹资金中安排{yuan(fact.amount_fen)}用于{fact.project}：{fact.purpose}，"
                f"文号{fact.document}"
            )


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
