"""The targets a unit proposed: shown as they were written, graded, returned or approved."""

from nicegui import ui

from events.terms import TargetGrade
from services.console.asking import offer
from services.console.fields import words
from services.console.indicators import indicators
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.project.authority import FINANCE
from services.project.targets import ApproveTarget, ReturnTarget, ReviewTarget


def proposed(sitting: Sitting, seen: Seen) -> None:
    """Draw the draft under review, if any, and what finance or who reviews above can do with it."""
    targets = seen.project.targets
    if targets.draft is None:
        return
    with ui.element("section").classes("jx-card"):
        standing = f"审核等次：{targets.grade.zh}" if targets.grade else "待审核"
        ui.label(f"编报的绩效目标（第 {targets.round_no} 轮，{standing}）").classes(
            "text-subtitle1"
        )
        ui.label(f"年度总体目标：{targets.draft.overall_objective}")
        indicators(targets.draft.indicators)
        with ui.row().classes("jx-no-print"):
            if targets.grade is None:
                for grade in TargetGrade:
                    known = {**seen.known, "grade": grade}
                    fields = (words("opinion", "审核意见"),)
                    offer(sitting, ReviewTarget, known, fields, title=f"评为“{grade.zh}”")
            elif sitting.identity.roles & {*FINANCE}:
                offer(sitting, ApproveTarget, seen.known)
            offer(sitting, ReturnTarget, seen.known, (words("reason", "退回理由"),))
