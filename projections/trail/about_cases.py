"""Sentences about rectification and accountability cases (QM-09, LY-24)."""

from events.accountability import (
    AccountabilityCaseClosed,
    AccountabilityFact,
    FindingRecorded,
    ReferredToDiscipline,
    ReportedToGovernment,
    SanctionRecorded,
    ViolationSuspected,
)
from events.rectification import (
    RectificationAccepted,
    RectificationAcknowledged,
    RectificationEscalated,
    RectificationExtended,
    RectificationFact,
    RectificationFeedbackSubmitted,
    RectificationGroundsAdded,
    RectificationItemClosed,
    RectificationNoticeIssued,
    RectificationOverdue,
    RectificationPlanSubmitted,
    RectificationRejected,
    SiteVerified,
)
from projections.figures import yuan
from projections.trail.words import days_late, ground_of, opinion


def of_rectification(fact: RectificationFact) -> str:
    """Say the step of a rectification case."""
    match fact:
        case RectificationNoticeIssued():
            grounds = "；".join(ground_of(ground) for ground in fact.grounds)
            again = f"（重新整改{fact.reopens}）" if fact.reopens else ""
            return (
                f"向{fact.unit}下发整改通知{fact.case}{again}，{fact.due_on}前完成，"
                f"事由：{grounds}{_because(fact.reason)}"
            )
        case RectificationGroundsAdded():
            grounds = "；".join(ground_of(ground) for ground in fact.grounds)
            return f"{fact.case}补充依据：{grounds}{_because(fact.reason)}"
        case RectificationAcknowledged():
            return f"签收整改通知{fact.case}"
        case RectificationPlanSubmitted():
            return f"报送{fact.case}整改方案：{'；'.join(fact.items)}"
        case RectificationFeedbackSubmitted():
            return (
                f"{fact.submitter}报送{fact.case}整改结果：{fact.result}{days_late(fact.days_late)}"
            )
        case SiteVerified():
            return f"{fact.on}现场核实{fact.case}：{fact.finding}"
        case RectificationAccepted():
            return f"{fact.on}验收通过{fact.case}{opinion(fact.opinion)}"
        case RectificationRejected():
            return f"{fact.case}验收不通过：{fact.reason}"
        case RectificationItemClosed():
            return f"{fact.on}{fact.case}第{fact.item}项销号：{fact.evidence}"
        case RectificationExtended():
            return f"{fact.case}整改期限延至{fact.due_on}：{fact.reason}"
        case RectificationOverdue():
            return f"{fact.case}应于{fact.due_on}前完成，整改逾期"
        case RectificationEscalated():
            return f"{fact.on}{fact.case}升级为{fact.step.zh}：{fact.reason}"


def _because(reason: str) -> str:
    return f"，{reason}" if reason else ""


def of_accountability(fact: AccountabilityFact) -> str:
    """Say the step of an accountability case."""
    match fact:
        case ViolationSuspected():
            amount = f"，涉及{yuan(fact.amount_fen)}" if fact.amount_fen else ""
            return (
                f"{fact.department}{fact.unit}涉嫌{fact.violation.zh}{amount}，"
                f"线索{fact.case}，证据：{fact.evidence}"
            )
        case FindingRecorded():
            return f"{fact.case}核查{'属实' if fact.confirmed else '不属实'}：{fact.finding}"
        case ReportedToGovernment():
            return f"{fact.on}将{fact.case}报送同级政府，文号{fact.document}"
        case ReferredToDiscipline():
            return f"{fact.on}将{fact.case}移送纪检监察机关，文号{fact.document}"
        case SanctionRecorded():
            return f"{fact.body}对{fact.case}作出处理：{fact.sanction}，文号{fact.document}"
        case AccountabilityCaseClosed():
            return f"{fact.case}办结：{fact.conclusion}"
