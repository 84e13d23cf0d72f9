"""Letters of the finance bureau about a project: rectification, interview, clawback."""

from datetime import date
from typing import TYPE_CHECKING

from events.terms import EscalationStep
from projections.trail.words import ground_of
from services.forms.writing import Writing
from services.obligation import BUREAU
from services.project.cases import Case
from services.project.clawback_item import Item
from services.project.measures import wan
from services.refusal import Refused

if TYPE_CHECKING:
    from services.project.state import Project


def chinese(day: date) -> str:
    """Write a day as letters do."""
    return f"{day.year}年{day.month}月{day.day}日"


def rectification(project: "Project", name: str, on: date) -> bytes:
    """Write the letter of the step that a case stands at (QM-09, QM-14)."""
    case = project.rectification.cases.get(name)
    if case is None:
        raise Refused(f"没有整改事项 {name}")
    registered = project.registered
    writing = Writing(case.step.zh).addressed(f"{registered.department}、{registered.unit}")
    writing.text(
        f"在绩效运行监控中，你单位“{registered.name}”（任务{case.notice.task}）存在以下问题："
    )
    writing.items(_grounds(case))
    if case.step is EscalationStep.INTERVIEW:
        writing.text(
            "上述问题未按要求整改到位。现通知单位主要负责人接受约谈，说明情况，并责令整改。"
        )
    writing.text(
        f"请于{chinese(case.due)}前完成整改并报送整改结果"
        + ("，届时将现场核实。" if case.notice.site_visit_required else "。")
    )
    return writing.signed(BUREAU, chinese(on)).content()


def clawback(project: "Project", round_: str, on: date) -> bytes:
    """Write the notice of a project on the frozen list of a round, with its figures (HL-07)."""
    item = project.clawback.items.get(round_)
    if item is None:
        raise Refused(f"项目不在收回批次 {round_} 的清单中")
    registered, identified = project.registered, item.identified
    figures = identified.figures
    writing = Writing("盘活收回通知").addressed(registered.department)
    grounds = "、".join(ground.zh for ground in identified.grounds)
    writing.text(
        f"经绩效运行监控，你部门“{registered.name}”列入{round_}批次盘活收回清单，理由：{grounds}。"
    )
    writing.text(
        f"截至{chinese(figures.as_of)}，预算{wan(figures.budget_fen)}万元，执行"
        f"{wan(figures.executed_fen)}万元，采购等已承诺{wan(figures.committed_fen)}万元，慢于序时进度"
        f"{wan(figures.shortfall_fen)}万元，可收回余额{wan(figures.recoverable_fen)}万元，"
        f"拟收回{wan(_amount(item))}万元。"
    )
    writing.text("如有异议，请书面说明理由，并附证明材料。")
    return writing.signed(BUREAU, chinese(on)).content()


def _grounds(case: Case) -> list[str]:
    told = [f"{ground_of(ground)}。" for ground in case.notice.grounds]
    return told + [case.notice.reason] * bool(case.notice.reason)


def _amount(item: Item) -> int:
    return item.confirmed_fen or item.limit_fen
