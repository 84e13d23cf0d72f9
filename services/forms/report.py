"""附件4 支出绩效监控报告: every heading the rule wants, the figures computed from facts (HJ-F4)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Final

from events.disposition import BudgetReduced
from events.fact import Fact
from events.monitoring import IndicatorReport, IndicatorResult
from events.targets import Indicator
from events.terms import Attainability
from events.warning import MonitoringReportSubmitted
from services.forms import values
from services.forms.situation.form import Blank
from services.forms.writing import Writing
from services.project.measures import percent, wan

if TYPE_CHECKING:
    from services.project.state import Project

TITLE: Final = "支出绩效监控报告"
_ORDINALS: Final = "一二三四五六七八九十"


def write(project: "Project", blank: Blank, facts: Sequence[Fact]) -> bytes:
    """Write the report of a task from its project's facts; what nobody said yet is left as 无."""
    registered = blank.registered
    told = _told(blank, facts)
    writing = Writing(f"{registered.name}{TITLE}")
    writing.heading("一、组织实施").text(told.organisation if told else "")
    writing.heading("二、项目基本情况")
    writing.heading("（一）项目名称", 2).text(f"{registered.name}（{blank.id.name}）。")
    writing.heading("（二）项目起止日期", 2)
    writing.text(f"{registered.starts_on}至{registered.ends_on}。")
    writing.heading("（三）项目主要内容、涉及范围", 2).text(blank.objective)
    writing.heading("（四）项目实施计划进度", 2).text(_progress(blank))
    writing.heading("（五）项目资金投入安排", 2).text(_funds(blank))
    writing.heading("三、年度预算执行情况及分析")
    writing.text(_executed(blank), told.execution_analysis if told else "")
    writing.heading("四、绩效目标情况及分析")
    writing.heading("（一）绩效目标完成情况", 2)
    for kind, lines in groupby(_indicators(blank), key=lambda line: line[0].level2):
        writing.heading(kind.zh, 3).text(*(_reached(blank, *line) for line in lines))
    writing.heading("（二）原因分析", 2)
    writing.text(*filter(None, (_causes(*line) for line in _indicators(blank))))
    writing.text(told.target_analysis if told else "")
    writing.heading("五、意见和建议")
    writing.heading("（一）主要问题", 2).items(told.problems if told else ())
    writing.heading("（二）改进措施", 2)
    writing.heading("1．加快预算执行进度", 3).items(told.execution_measures if told else ())
    writing.heading("2．绩效管理及项目实施", 3).items(told.measures if told else ())
    writing.heading("3．调整项目预算", 3).text(_budget(facts))
    writing.heading("4．修订绩效目标", 3).text(_targets(project))
    writing.heading("（三）纠偏情况", 2).text(*_corrected(project, blank))
    writing.heading("（四）有关建议", 2).items(told.suggestions if told else ())
    writing.heading("六、其他需要说明的问题").text(told.other if told else "")
    return writing.content()


def _told(blank: Blank, facts: Sequence[Fact]) -> MonitoringReportSubmitted | None:
    """Return what the unit reported last about the task."""
    of_task = (
        fact
        for fact in reversed(facts)
        if isinstance(fact, MonitoringReportSubmitted) and fact.task == blank.task.issued.task
    )
    return next(of_task, None)


def _progress(blank: Blank) -> str:
    filled = blank.task.submitted and blank.task.submitted.implementation
    if not filled:
        return ""
    planned = "" if filled.planned is None else f"，计划进度{values.plain(filled.planned)}%"
    quality = "达到" if filled.quality_met else "未达到"
    note = f"。{filled.note}" if filled.note else ""
    return f"实施进度{values.plain(filled.progress)}%{planned}，质量{quality}要求{note}。"


def _funds(blank: Blank) -> str:
    filled = blank.task.submitted and blank.task.submitted.funding
    if not filled:
        return f"年初预算{_initial(blank)}万元。"
    return (
        f"年度资金总额{wan(filled.total.initial_budget_fen)}万元，其中一般公共预算拨款"
        f"{wan(filled.general_public.initial_budget_fen)}万元，"
        f"其他资金{wan(filled.other.initial_budget_fen)}万元。"
    )


def _initial(blank: Blank) -> Decimal:
    return wan(blank.execution.totals(blank.task.issued.cutoff_on).initial)


def _executed(blank: Blank) -> str:
    figures, submitted = blank.task.figures, blank.task.submitted
    if figures is None or submitted is None:
        return ""
    rate = "不可评" if figures.execution_rate is None else f"{figures.execution_rate}%"
    return (
        f"年初预算{wan(figures.initial_fen)}万元，调整后预算{wan(figures.current_fen)}万元，"
        f"拨付{wan(figures.appropriated_fen)}万元；截至{figures.as_of}执行"
        f"{wan(figures.executed_fen)}万元，预算执行率{rate}，序时进度{submitted.schedule_rate}%。"
    )


def _indicators(blank: Blank) -> Iterator[tuple[Indicator, IndicatorReport, IndicatorResult]]:
    """Give what was submitted about each indicator, in the order of the form."""
    submitted = blank.task.submitted
    if submitted is None:
        return
    order = {one.name: one for one in blank.indicators}
    reports = {line.indicator: line for line in submitted.lines}
    for result in sorted(submitted.results, key=lambda one: _place(order[one.indicator])):
        yield order[result.indicator], reports[result.indicator], result


def _place(indicator: Indicator) -> int:
    return [*type(indicator.level2)].index(indicator.level2)


def _reached(
    blank: Blank, indicator: Indicator, report: IndicatorReport, result: IndicatorResult
) -> str:
    """Write the sentence of the rule: target, actual, completion and deviation."""
    if report.not_due:
        return f"{indicator.name}：年度目标值{values.target(indicator)}，{values.NOT_DUE}。"
    raw = "不可评" if result.raw is None else f"{result.raw}%"
    return (
        f"{indicator.name}：年度目标值{values.target(indicator)}，{blank.months}执行情况"
        f"{values.actual(report)}，完成年度目标值的{raw}，{_deviation(result)}。"
    )


def _deviation(result: IndicatorResult) -> str:
    return "偏差率不可评" if result.deviation is None else f"偏差率为{result.deviation}%"


def _causes(indicator: Indicator, report: IndicatorReport, result: IndicatorResult) -> str:
    if not report.causes:
        return ""
    told = "；".join(
        f"{ordinal}是{one.cause.zh}：{one.explanation}"
        for ordinal, one in zip(_ORDINALS, report.causes, strict=False)
    )
    return f"{indicator.name}{_deviation(result)}，其原因{told}。"


def _budget(facts: Sequence[Fact]) -> str:
    return "".join(
        f"{fact.reason}，调减{wan(fact.amount_fen)}万元。"
        for fact in facts
        if isinstance(fact, BudgetReduced)
    )


def _targets(project: "Project") -> str:
    return "".join(
        f"已申请调整绩效目标（{name}）：{adjustment.proposed.reason}。"
        for name, adjustment in project.targets.adjustments.items()
        if adjustment.stands
    )


def _corrected(project: "Project", blank: Blank) -> Iterator[str]:
    """Say what was corrected, until when the rest has time, the rate and the prospects."""
    cases = [
        case
        for case in project.rectification.cases.values()
        if case.notice.task == blank.task.issued.task
    ]
    accepted = [case for case in cases if case.status == "ACCEPTED"]
    if not cases:
        yield "未下发整改通知，纠偏率不适用。"
    else:
        rate = percent(Fraction(len(accepted), len(cases)))
        late = [case for case in accepted if case.late]
        open_ = [case for case in cases if case.status != "ACCEPTED"]
        within = "均在期限内" if not late else f"其中{len(late)}项逾期"
        done = f"已纠正{len(accepted)}项，{within}" if accepted else "尚未纠正"
        last = f"，最迟于{max(case.due for case in open_)}前完成" if open_ else ""
        yield f"下发整改通知{len(cases)}项，{done}{last}，纠偏率达{rate}%。"
    chances = [report.attainability for _, report, _ in _indicators(blank)]
    counted = "，".join(
        f"{chance.zh}{count}项" for chance in Attainability if (count := chances.count(chance))
    )
    yield f"完成目标可能性：{counted}。" if counted else ""
