"""Sentences about what surrounds a task's form: days, drafts, paper, disputes, inspections."""

from events.inspection import ExtendedCheckRecorded, InspectionFact, ThirdPartyOpinionGiven
from events.task import (
    DraftSaved,
    ExecutionDisputeResolved,
    ExecutionRateDisputed,
    PaperFilingAllowed,
    PaperFormReceived,
    TaskClosedIncomplete,
    TaskDeadlineExtended,
    TaskFact,
)
from events.terms import Answer
from projections.figures import yuan


def of_task(fact: TaskFact | InspectionFact) -> str:
    """Say what was changed, saved, taken in, disputed or looked at."""
    match fact:
        case TaskDeadlineExtended():
            return f"任务{fact.task}报送期限调整为{fact.submit_by}：{fact.reason}"
        case TaskClosedIncomplete():
            return f"任务{fact.task}未办结关闭" + (f"：{fact.reason}" if fact.reason else "")
        case DraftSaved():
            return f"{fact.filer}保存任务{fact.task}草稿，已填{len(fact.lines)}项指标"
        case PaperFilingAllowed():
            return f"准予纸质报送：{fact.reason}"
        case PaperFormReceived():
            return f"{fact.received_on}收到任务{fact.task}纸质情况表，填报人{fact.filer}"
        case ExecutionRateDisputed():
            return (
                f"对任务{fact.task}截至{fact.cutoff_on}执行数{yuan(fact.read_fen)}提出异议"
                f"{fact.dispute}，主张{yuan(fact.claimed_fen)}：{fact.reason}"
            )
        case ExecutionDisputeResolved():
            note = f"，{fact.note}" if fact.note else ""
            return f"{fact.dispute}{fact.outcome.zh}，执行数{yuan(fact.executed_fen)}{note}"
        case ExtendedCheckRecorded():
            wrong = "、".join(one.item.zh for one in fact.items if one.answer is Answer.NO)
            return f"任务{fact.task}延伸核查六项，不符合：{wrong or '无'}；进展：{fact.progress}"
        case ThirdPartyOpinionGiven():
            return f"{fact.institution}对任务{fact.task}第{fact.submission}次填报：{fact.opinion}"
