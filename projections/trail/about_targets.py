"""Sentences about a subject's registration and its targets."""

from events.registration import RegistrationFact
from events.targets import (
    AdjustmentProposed,
    AdjustmentRejected,
    AdjustmentReviewed,
    AdjustmentWithdrawn,
    TargetAdjusted,
    TargetApproved,
    TargetFact,
    TargetReturned,
    TargetReviewed,
    TargetSet,
)
from projections.trail.words import opinion


def of_registration(fact: RegistrationFact) -> str:
    """Say what entered the year, where it belongs and what pays for it."""
    funds = "、".join(tag.zh for tag in fact.fund_tags)
    return (
        f"{fact.subject_kind.zh}“{fact.name}”，主管部门{fact.department}，实施单位{fact.unit}，"
        f"{fact.starts_on}至{fact.ends_on}" + (f"，资金：{funds}" if funds else "")
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
        case AdjustmentProposed():
            return (
                f"申请调整{fact.adjustment}，原因类别：{fact.cause.zh}，"
                f"{fact.reason}，依据：{fact.basis}"
            )
        case AdjustmentReviewed():
            return f"业务科室审核通过调整申请{fact.adjustment}{opinion(fact.opinion)}"
        case AdjustmentRejected():
            return f"否决调整申请{fact.adjustment}：{fact.reason}"
        case AdjustmentWithdrawn():
            return f"撤回调整申请{fact.adjustment}"
        case TargetAdjusted():
            return (
                f"按{fact.adjustment}将第{fact.replaced_version}版目标调整为第{fact.version}版，"
                f"原因类别：{fact.cause.zh}"
            )
