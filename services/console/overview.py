"""A project at a glance: its targets by version, its money against the year, its tasks."""

import calendar
from datetime import UTC, date, datetime
from typing import Final

from nicegui import ui

from projections.trail.words import named
from services.console import papers
from services.console.chart import curves
from services.console.indicators import indicators
from services.console.listed import listed
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.console.way import way
from services.forms import values
from services.policies.calendar import local_day
from services.project.measures import execution_rate, published, wan
from services.project.task import Task

MONTHS: Final = 12
_STATES: Final = {
    "ISSUED": "待报送",
    "SUBMITTED": "审核中",
    "RETURNED": "已退回",
    "FINALIZED": "已办结",
    "WAIVED": "免于填报",
    "CLOSED_INCOMPLETE": "未办结关闭",
}


def head(seen: Seen) -> None:
    """Draw what the project is and where it stands."""
    with ui.element("div").classes("jx-card"):
        ui.label(seen.title).classes("text-subtitle1")
        with ui.element("div").classes("jx-facts"):
            for title, words in standing(seen).items():
                ui.label(f"{title}：{words}")


def standing(seen: Seen) -> dict[str, str]:
    """Say what the project is and where it stands, title by title."""
    project = seen.project
    registered = project.registration
    totals = project.execution.totals(date.max)
    rate = published(execution_rate(totals.executed, totals.current))
    known: dict[str, str] = {}
    if registered is not None:
        known = {
            "主管部门": registered.department,
            "实施单位": registered.unit,
            "归口科室": registered.section or "（各科室）",
        }
    return known | {
        "阶段": project.stage.zh,
        "现有预算": f"{wan(totals.current):,} 万元",
        "执行": f"{wan(totals.executed):,} 万元",
        "执行率": "不可评价" if rate is None else f"{rate}%",
        "目标版本": str(project.targets.version),
        "台账版本": str(seen.version),
    }


def targets(seen: Seen) -> None:
    """Draw the indicators of one version, the one in force first."""
    versions = seen.project.targets.versions
    if not versions:
        ui.label("绩效目标尚未批复。")
        return

    @ui.refreshable
    def table(number: int) -> None:
        indicators(versions[number - 1])

    ui.label(f"年度总体目标：{seen.project.targets.overall_objective}")
    choices = {number: f"第 {number} 版" for number in range(len(versions), 0, -1)}
    chosen = ui.select(choices, value=len(versions), label="版本").props("dense outlined")
    chosen.on_value_change(lambda e: table.refresh(e.value))
    table(len(versions))


def letters(seen: Seen) -> None:
    """Draw what can be taken away about the project as a whole: 附件3 and clawback notices."""
    if seen.at is not None:  # forms are written as of today
        return
    with ui.row().classes("items-center jx-no-print"):
        for name in seen.project.targets.adjustments:
            ui.label(f"调整 {name}").classes("jx-quiet")
            papers.offer(seen.id, "adjustment", name)
        for name in seen.project.clawback.items:
            ui.label(f"收回批次 {name}").classes("jx-quiet")
            papers.offer(seen.id, "clawback", name)


def money(seen: Seen) -> None:
    """Draw the execution curve against 序时进度, month by month, in percent of the budget."""
    today = local_day(seen.at or datetime.now(UTC))
    names: list[str] = []
    executed: list[float | None] = []
    schedule: list[float | None] = []
    for month in range(1, MONTHS + 1):
        end = date(seen.id.year, month, calendar.monthrange(seen.id.year, month)[1])
        totals = seen.project.execution.totals(end)
        rate = published(execution_rate(totals.executed, totals.current))
        begun = date(seen.id.year, month, 1) <= today
        names.append(f"{month}月")
        executed.append(float(rate) if begun and rate is not None else None)
        schedule.append(round(month / MONTHS * 100, 2))
    curves(names, {"预算执行率": executed, "序时进度": schedule}, "%")


def tasks(sitting: Sitting, seen: Seen) -> None:
    """Draw the tasks; as they stand now, with the way to each of them and to their cases."""
    past = seen.at is not None
    titles = ("任务", "状态", "报送期限", "审核期限", "填报次", "退回", "得分", "预警")
    rows = [
        {
            **dict(zip(titles, _task(name, task), strict=True)),
            "link": "" if past else _link(sitting, seen, name, task),
        }
        for name, task in seen.project.monitoring.tasks.items()
    ]
    if rows:
        listed({title: title for title in titles}, rows, linked=titles[0])
    else:
        ui.label("尚未下达监控任务。")
    for name, case in seen.project.rectification.cases.items():
        words = "已验收" if case.status == "ACCEPTED" else f"期限 {case.due}"
        said = f"整改事项 {name}（{words}）"
        if past:
            ui.label(said)
        else:
            way(said, sitting.link(f"/projects/{seen.id.code}/cases/{name}"))


def _link(sitting: Sitting, seen: Seen, name: str, task: Task) -> str:
    page = "fill" if task.status in ("ISSUED", "RETURNED") else "review"
    return sitting.link(f"/projects/{seen.id.code}/tasks/{name}/{page}")


def _task(name: str, task: Task) -> tuple[str, ...]:
    return (
        name,
        _STATES[task.status] + ("（逾期）" if task.overdue else ""),
        str(task.issued.submit_by),
        str(task.issued.review_by),
        str(task.submission),
        str(task.returns),
        values.plain(task.score),
        "、".join(map(named, task.warnings)),
    )
