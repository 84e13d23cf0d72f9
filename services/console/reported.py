"""A submission as a reviewer reads it: 附件1's columns, and what the system computed from it."""

from typing import Final

from nicegui import ui

from events.monitoring import IndicatorReport, IndicatorResult, MonitoringSubmitted
from events.targets import Indicator
from events.terms import Light
from projections.trail.words import named
from services.console import papers
from services.console.listed import listed
from services.console.seen import Seen
from services.forms import values
from services.project.measures import wan
from services.project.task import Task

COLUMNS: Final = (
    *("指标", "年度指标值", "执行情况", "完成率%", "偏差%", "全年预计"),
    *("偏差原因", "改进措施", "可能性", "备注"),
)


def report(found: Seen, name: str) -> None:
    """Draw the newest submission of a task."""
    task = found.project.monitoring.task(name)
    with ui.element("div").classes("jx-card"):
        issued = task.issued
        ui.label(f"{found.title} · {name}").classes("text-subtitle1")
        ui.label(
            f"{issued.department} / {issued.unit}；第 {task.submission} 次填报；"
            f"数据截至 {issued.cutoff_on}，审核期限 {issued.review_by}"
        ).classes("jx-quiet")
        if task.submitted is not None:
            _figures(task, task.submitted)
        for rule, raised in task.warnings.items():
            ui.label(f"预警：{named(rule)} {raised.value}（{_light(raised.light)}）").classes(
                "jx-fault"
            )
        with ui.row().classes("jx-no-print"):
            for form in ("situation", "report"):
                papers.offer(found.id, form, name)
    if task.submitted is not None:
        indicators = found.project.targets.versions[task.issued.target_version - 1]
        with ui.element("div").classes("jx-card"):
            _lines(indicators, task.submitted)


def _figures(task: Task, submitted: MonitoringSubmitted) -> None:
    figures = {
        "总体完成率": _percent(submitted.completion_rate),
        "预算执行率": _percent(submitted.execution_rate),
        "两率之差": "不可评价" if submitted.rate_gap is None else f"{submitted.rate_gap}",
        "序时进度": _percent(submitted.schedule_rate),
        "迟报天数": str(submitted.days_late),
        "退回次数": str(task.returns),
    }
    if task.figures is not None:
        figures["执行数（万元）"] = f"{wan(task.figures.executed_fen):,}"
        figures["预算基数（万元）"] = f"{wan(task.figures.base_fen):,}"
    with ui.element("div").classes("jx-facts"):
        for title, value in figures.items():
            ui.label(f"{title}：{value}")


def _light(code: str) -> str:
    return next((one.zh for one in Light if one.value == code), code)


def _percent(rate: object) -> str:
    return "不可评价" if rate is None else f"{rate}%"


def _lines(indicators: tuple[Indicator, ...], submitted: MonitoringSubmitted) -> None:
    reports = {one.indicator: one for one in submitted.lines}
    results = {one.indicator: one for one in submitted.results}
    rows = [
        dict(zip(COLUMNS, _cells(one, reports.get(one.name), results.get(one.name)), strict=True))
        for one in indicators
    ]
    listed({title: title for title in COLUMNS}, rows)


def _cells(
    indicator: Indicator, said: IndicatorReport | None, result: IndicatorResult | None
) -> tuple[str, ...]:
    causes = said.causes if said else ()
    return (
        indicator.name,
        values.target(indicator),
        values.actual(said),
        "" if result is None or result.raw is None else str(result.raw),
        "" if result is None or result.deviation is None else str(result.deviation),
        said.forecast if said else "",
        "；".join(f"{one.cause.zh}：{one.explanation}" for one in causes),
        said.improvement_measure if said else "",
        said.attainability.zh if said else "",
        said.remark if said else "",
    )
