"""Sentences about a subject's registration and its targets."""

from events.aggregation import AggregationFact
from events.budget import BudgetFact, BudgetFlagged, BudgetRequested
from events.pre_evaluation import (
    PreEvaluationConcluded,
    PreEvaluationFact,
    PreEvaluationReported,
    PreEvaluationReviewed,
    PreEvaluationStarted,
)
from events.registration import (
    CarryoverLinked,
    FundsTagged,
    ProjectClosed,
    ProjectRegistered,
    ProjectTerminated,
    RegistrationFact,
)
from events.targets import (
    AdjustmentProposed,
    AdjustmentRejected,
    AdjustmentReturned,
    AdjustmentReviewed,
    AdjustmentWithdrawn,
    TargetAdjusted,
    TargetApproved,
    TargetConsulted,
    TargetFact,
    TargetPublished,
    TargetReturned,
    TargetReviewed,
    TargetSet,
)
from projections.figures import yuan
from projections.trail.words import opinion


def of_registration(fact: RegistrationFact) -> str:
    """Say what entered the year, where it belongs, what pays for it, and how it ended."""
    match fact:
        case ProjectRegistered():
            return _registered(fact)
        case FundsTagged():
            return f"标记资金属性：{'、'.join(tag.zh for tag in fact.tags)}，依据：{fact.basis}"
        case CarryoverLinked():
            return (
                f"关联{fact.from_year}年项目{fact.from_project}结转资金{yuan(fact.amount_fen)}，"
                f"{fact.arranged_in}年首次安排"
            )
        case ProjectTerminated():
            return f"自{fact.effective_on}起终止，{fact.reason}"
        case ProjectClosed():
            return f"自{fact.effective_on}起结束，{fact.reason}"


def _registered(fact: ProjectRegistered) -> str:
    funds = "、".join(tag.zh for tag in fact.fund_tags)
    source = f"，来源：{fact.fund_source.zh}" if fact.fund_source else ""
    return (
        f"{fact.subject_kind.zh}“{fact.name}”，主管部门{fact.department}，实施单位{fact.unit}，"
        f"{fact.starts_on}至{fact.ends_on}"
        + (f"，资金：{funds}" if funds else "")
        + source
        + (f"，隶属{fact.parent}" if fact.parent else "")
    )


def of_pre_evaluation(fact: PreEvaluationFact) -> str:
    """Say the step of a pre-evaluation."""
    match fact:
        case PreEvaluationStarted():
            needed = "必须评估" if fact.required else "自愿评估"
            return f"因{fact.trigger.zh}启动{fact.evaluation}，{yuan(fact.amount_fen)}，{needed}"
        case PreEvaluationReported():
            found = "；".join(f"{one.dimension.zh}：{one.finding}" for one in fact.findings)
            return f"{fact.submitter}报送{fact.evaluation}报告，{found}"
        case PreEvaluationReviewed():
            return f"审核{fact.evaluation}报告{opinion(fact.opinion)}"
        case PreEvaluationConcluded():
            return f"{fact.evaluation}结论为{fact.conclusion.zh}{opinion(fact.opinion)}"


def of_aggregation(fact: AggregationFact) -> str:
    """Say which submissions of regions were summed."""
    regions = "、".join(f"{one.name}（{one.region}）第{one.submission}次" for one in fact.regions)
    return f"任务{fact.task}第{fact.submission}次填报由区域汇总：{regions}"


def of_budget(fact: BudgetFact) -> str:
    """Say what was asked for, or what a recorded budget lacks."""
    match fact:
        case BudgetRequested():
            kind = "追加预算" if fact.additional else "预算"
            trigger = f"，{fact.trigger.zh}" if fact.trigger else ""
            backed = f"，依据事前评估{fact.evaluation}" if fact.evaluation else ""
            return f"申请{kind}{yuan(fact.amount_fen)}{trigger}{backed}"
        case BudgetFlagged():
            lacks = [
                word
                for missing, word in (
                    (fact.without_targets, "已批复的绩效目标"),
                    (fact.without_evaluation, "予以支持的事前绩效评估"),
                )
                if missing
            ]
            return (
                f"单据{fact.document_no}第{fact.line_no}行预算{yuan(fact.amount_fen)}"
                f"缺少{'、'.join(lacks)}，须核查"
            )


def of_targets(fact: TargetFact) -> str:
    """Say what was proposed, judged or changed."""
    match fact:
        case TargetSet():
            return f"编报{len(fact.indicators)}项指标：{fact.overall_objective}"
        case TargetReviewed():
            return f"目标审核等次为{fact.grade.zh}{opinion(fact.opinion)}"
        case TargetReturned():
            return f"退回目标：{fact.reason}"
        case TargetApproved():
            return f"批复第{fact.version}版目标，共{len(fact.indicators)}项指标"
        case TargetConsulted():
            planned = f"（计划{fact.planned}次）" if fact.planned else ""
            return f"{fact.institution}第{fact.number}次会审{planned}，意见：{fact.opinion}"
        case TargetPublished():
            occasion = "随预算草案" if fact.with_draft_budget else ""
            return f"{fact.on}{occasion}公开第{fact.version}版目标：{fact.address}"
        case AdjustmentProposed():
            better = f"，下年度改进：{fact.next_year}" if fact.next_year else ""
            return (
                f"申请调整{fact.adjustment}，原因类别：{fact.cause.zh}，"
                f"{fact.reason}，依据：{fact.basis}{better}"
            )
        case AdjustmentReviewed():
            who = fact.role.zh if fact.role else "业务科室"
            return f"{who}审核通过调整申请{fact.adjustment}{opinion(fact.opinion)}"
        case AdjustmentReturned():
            return f"{fact.role.zh}退回调整申请{fact.adjustment}：{fact.reason}"
        case AdjustmentRejected():
            return f"否决调整申请{fact.adjustment}：{fact.reason}"
        case AdjustmentWithdrawn():
            return f"撤回调整申请{fact.adjustment}"
        case TargetAdjusted():
            return (
                f"按{fact.adjustment}将第{fact.replaced_version}版目标调整为第{fact.version}版，"
                f"原因类别：{fact.cause.zh}"
            )
