"""Evaluations of one project: how far each has come, what it scored, and what it waits for."""

from typing import Final

from nicegui import ui

from services.console.evaluating import begin, scores, steps
from services.console.listed import sheet
from services.console.own_report import report
from services.console.page import Page
from services.console.rules_today import rules_today
from services.console.seen import Seen, seen
from services.console.sitting import Sitting
from services.console.superiors import reviews_above
from services.console.way import way
from services.forms import values
from services.project.evaluations import Evaluation

STATES: Final = {
    "DRAFT": "已启动，待报送或打分",
    "SCORED": "已报送或打分，待反馈",
    "RETURNED": "已退回，待重新报送",
    "FEEDBACK": "已反馈，待定级",
    "CONCLUDED": "已定级",
}


async def draw(sitting: Sitting) -> None:
    """Draw the evaluations of a project."""
    found = await seen(sitting)
    rules = await rules_today(sitting)
    above = reviews_above(sitting, found.project.registration, rules)
    way(f"← {found.title}", sitting.link(f"/projects/{found.id.code}"))
    with ui.row().classes("jx-no-print"):
        begin(sitting, found)
    evaluations = found.project.evaluation.evaluations
    for name, one in evaluations.items():
        with ui.element("section").classes("jx-card"):
            _standing(found, name, one)
            steps(sitting, found, name, one, above=above)
            if scores(sitting, one):
                report(sitting, found, name, one)
    if not evaluations:
        ui.label("还没有绩效评价").classes("jx-quiet")


def _standing(found: Seen, name: str, one: Evaluation) -> None:
    started, result = one.started, one.checked or one.concluded
    ui.label(f"{name} {started.kind.zh}：{STATES[one.status]}").classes("text-subtitle1")
    said = [f"政策版本 {started.edition}"]
    if started.min_rounds:
        said.append(f"第 {one.round_no} 轮，须经 {started.min_rounds} 轮上报（三下三上）")
    if one.grade is not None:
        said.append(f"得分 {one.score}，等次{one.grade.zh}")
    if one.checked is not None:
        said.append(f"原评 {one.checked.original_score}，复核 {one.checked.checked_score}")
    if result is not None and not found.project.evaluation.disposed(
        name, found.project.disposition
    ):
        said.append(f"须决定{'、'.join(kind.zh for kind in result.must)}之一")
    said += [f"用于 {use.budget_year} 年预算，权重 {use.weight}%" for use in one.applied]
    ui.label("；".join(said)).classes("jx-quiet")
    if one.scored is None:
        return
    executed = one.scored.execution_rate
    money = (
        "" if executed is None else f"；预算执行率 {executed}%，得 {one.scored.execution_points} 分"
    )
    ui.label(f"草稿得分 {one.scored.score}{money}")
    sheet(
        ("指标", "完成%", "满分", "得分"),
        [
            (
                line.name,
                values.plain(line.rate),
                values.plain(line.full),
                values.plain(line.points),
            )
            for line in one.scored.lines
        ],
        nothing="没有指标",
    )


PAGE: Final = Page(path="/projects/{code}/evaluations", title="绩效评价", draw=draw)
