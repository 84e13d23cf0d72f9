"""Sentences about money: the treasury's facts, dispositions, taking back (HL-07)."""

from events.clawback import (
    ClawbackCandidateIdentified,
    ClawbackConfirmed,
    ClawbackCorrected,
    ClawbackCorrectionProposed,
    ClawbackExecuted,
    ClawbackFact,
    ClawbackNotified,
    ClawbackObjected,
    ClawbackObjectionResolved,
    ClawbackSettled,
    ClawbackWaived,
    NextYearReallocationRequired,
)
from events.disposition import (
    AppropriationResumed,
    AppropriationStopped,
    BudgetReduced,
    DispositionDecided,
    DispositionExecuted,
    DispositionFact,
    DispositionProposed,
    DispositionRevoked,
    ProjectResumed,
    ProjectSuspended,
    SeriousCaseDisposed,
)
from events.execution import UpstreamFact
from events.plan import PlanFact
from projections.figures import yuan
from projections.trail.words import opinion


def of_execution(fact: UpstreamFact) -> str:
    """Say the amount, the day and the document of an upstream fact."""
    reverses = f"，冲销{fact.reverses}" if fact.reverses else ""
    return (
        f"{fact.title}{yuan(fact.amount_fen)}，业务日期{fact.occurred_on.isoformat()}，"
        f"{fact.source_system}单据{fact.document_no}第{fact.line_no}行{reverses}"
    )


def of_plan(fact: PlanFact) -> str:
    """Say what a spending plan comes to by the middle and the end of the year."""
    *_, whole = fact.cumulative_fen or (0,)
    half = fact.cumulative_fen[5:6]
    first = f"，上半年{yuan(half[0])}" if half else ""
    return f"全年计划用款{yuan(whole)}{first}"


def of_disposition(fact: DispositionFact) -> str:
    """Say the measure, its cause and its reason."""
    match fact:
        case ProjectSuspended():
            return f"自{fact.effective_on}起暂停实施，原因类别：{fact.cause.zh}，{fact.reason}"
        case ProjectResumed():
            return f"自{fact.effective_on}起恢复实施，{fact.reason}"
        case AppropriationStopped():
            return f"自{fact.effective_on}起停止拨款，原因类别：{fact.cause.zh}，{fact.reason}"
        case BudgetReduced():
            return f"调减预算{yuan(fact.amount_fen)}，原因类别：{fact.cause.zh}，{fact.reason}"
        case AppropriationResumed():
            return f"自{fact.effective_on}起恢复拨款，{fact.reason}"
        case SeriousCaseDisposed():
            done = "、".join(kind.zh for kind in fact.measures) or "此前已处置"
            left = (
                f"，采购占用{yuan(fact.committed_fen)}按有关程序办理" if fact.committed_fen else ""
            )
            return f"严重问题：{done}{left}，{fact.reason}"
        case DispositionProposed():
            kinds = "、".join(kind.zh for kind in fact.kinds)
            basis = f"，依据{fact.basis}" if fact.basis else ""
            return f"{fact.disposition}：因{fact.cause.zh}建议{kinds}{basis}，{fact.reason}"
        case DispositionDecided():
            return (
                f"{fact.disposition}{'同意' if fact.approved else '不同意'}{opinion(fact.opinion)}"
            )
        case DispositionExecuted():
            note = f"，{fact.note}" if fact.note else ""
            return f"{fact.on}执行{fact.disposition}：{fact.kind.zh}{note}"
        case DispositionRevoked():
            return f"撤销{fact.disposition}：{fact.reason}"


def of_clawback(fact: ClawbackFact) -> str:
    """Say the step of a clawback item with its amount in words."""
    match fact:
        case ClawbackCandidateIdentified(figures=figures):
            grounds = "、".join(ground.zh for ground in fact.grounds)
            return (
                f"{fact.project_name}列入{fact.round}收回清单{yuan(fact.amount_fen)}，"
                f"情形：{grounds}；截至{figures.as_of}预算{yuan(figures.budget_fen)}，"
                f"已执行{yuan(figures.executed_fen)}，序时进度{figures.schedule_rate}%"
            )
        case ClawbackNotified():
            return f"{fact.on}告知部门（{fact.round}）"
        case ClawbackObjected():
            return f"部门对{fact.round}提出异议：{fact.reason}"
        case ClawbackObjectionResolved():
            left = f"，收回{yuan(fact.amount_fen)}" if fact.amount_fen else ""
            return f"答复{fact.round}异议：{fact.resolution.zh}{left}，理由：{fact.reason}"
        case ClawbackSettled():
            return f"上游按{fact.document_no}核减预算{yuan(fact.amount_fen)}（{fact.round}）"
        case ClawbackWaived():
            return f"{fact.round}免予收回{yuan(fact.waived_fen)}，理由：{fact.reason}"
        case ClawbackConfirmed():
            reason = f"，理由：{fact.reason}" if fact.reason else ""
            return f"{fact.round}确认收回{yuan(fact.amount_fen)}{reason}"
        case ClawbackExecuted():
            goes_on = "，项目确需继续实施" if fact.must_continue else ""
            return f"{fact.on}收回{yuan(fact.amount_fen)}（{fact.round}）{goes_on}"
        case ClawbackCorrected():
            return f"{fact.round}更正收回金额{yuan(fact.delta_fen)}，依据单据{fact.document_no}"
        case ClawbackCorrectionProposed(delta_fen=0):
            return f"{fact.round}不再建议更正，依据单据{fact.document_no}"
        case ClawbackCorrectionProposed():
            left = yuan(fact.delta_fen)
            return f"{fact.round}建议再更正合计{left}，依据单据{fact.document_no}，待审定"
        case NextYearReallocationRequired():
            return f"{yuan(fact.amount_fen)}在下年度部门预算支出中调剂解决（{fact.round}）"
