"""Sentences about what is owed to others, and about third-party institutions (HL-11, HL-13)."""

from events.engagement import EngagementFact, InstitutionEngaged, QualityRated, WorkSubmitted
from events.obligation import (
    ObligationFact,
    ObligationFulfilled,
    ObligationOverdue,
    ObligationRegistered,
    ObligationWaived,
)
from projections.trail.words import days_late, opinion


def of_obligation(fact: ObligationFact) -> str:
    """Say what is owed to whom, or what became of it."""
    match fact:
        case ObligationRegistered():
            who = fact.owed_by[0] if len(fact.owed_by) == 1 else f"{len(fact.owed_by)}个部门"
            to = "、".join(one.zh for one in fact.recipients)
            copies = f"，抄送{'、'.join(one.zh for one in fact.copies)}" if fact.copies else ""
            return f"{who}应于{fact.due_on}前向{to}{fact.kind.zh}：{fact.what}{copies}"
        case ObligationFulfilled():
            to = "、".join(one.zh for one in fact.recipients)
            rest = "" if fact.complete else "，尚有对象未送达"
            late = days_late(max(0, fact.days_late))
            return f"{fact.department}于{fact.on}送达{to}，{fact.document}{late}{rest}"
        case ObligationOverdue():
            return f"{fact.department}应于{fact.due_on}前办理，逾期未办"
        case ObligationWaived():
            return f"{fact.department}免予办理：{fact.reason}"


def of_engagement(fact: EngagementFact) -> str:
    """Say what an institution was asked, handed in, and how it was rated."""
    match fact:
        case InstitutionEngaged():
            reason = f"，再次委托理由：{fact.reason}" if fact.reason else ""
            return f"委托{fact.institution}（{fact.engagement}）：{fact.purpose}{reason}"
        case WorkSubmitted():
            return f"{fact.engagement}第{fact.submission}次提交{fact.work}，{fact.document}"
        case QualityRated():
            barred = "，本年度再次委托须说明理由" if fact.barred else ""
            return (
                f"{fact.engagement}质量得{fact.score}分，等级{fact.grade.zh}"
                f"{opinion(fact.opinion)}{barred}"
            )
