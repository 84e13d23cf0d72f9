"""The targets a unit proposed: shown as they were written, graded, returned or approved."""

from functools import partial

from nicegui import ui

from events.terms import TargetGrade
from services.console.indicators import indicators
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.console.wording import at_once, reload, words_first
from services.project.targets import ApproveTarget, ReturnTarget, ReviewTarget


def proposed(sitting: Sitting, seen: Seen) -> None:
    """Draw the draft under review and what finance can do with it; nothing where there is none."""
    targets, year, code = seen.project.targets, seen.id.year, seen.id.code
    if targets.draft is None:
        return

    def graded(grade: TargetGrade, words: str) -> ReviewTarget:
        return ReviewTarget(fiscal_year=year, project_code=code, grade=grade, opinion=words)

    with ui.element("section").classes("jx-card"):
        words = f"审核等次：{targets.grade.zh}" if targets.grade else "待审核"
        ui.label(f"编报的绩效目标（第 {targets.round_no} 轮，{words}）").classes("text-subtitle1")
        ui.label(f"年度总体目标：{targets.draft.overall_objective}")
        indicators(targets.draft.indicators)
        with ui.row().classes("jx-no-print"):
            if targets.grade is None:
                for grade in TargetGrade:
                    words_first(
                        sitting, f"评为“{grade.zh}”", "审核意见", partial(graded, grade), reload
                    )
            else:
                command = ApproveTarget(fiscal_year=year, project_code=code)
                at_once(sitting, command.title, command, reload)
            words_first(
                sitting,
                ReturnTarget.title,
                "退回理由",
                lambda words: ReturnTarget(fiscal_year=year, project_code=code, reason=words),
                reload,
            )
