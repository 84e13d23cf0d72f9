"""How each view looks to people: its columns in Chinese, money in 万元, codes in words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from events.terms import FundTag, SubjectKind, Term
from projections.board.duties import Corrections, Lights
from projections.board.lookups import Summary
from projections.board.row import Board
from projections.clawback import Clawback
from projections.congress import Extract
from projections.coverage import Share
from projections.dispositions import Disposition
from projections.engagements import Engagement
from projections.evaluation import Evaluation
from projections.execution import Execution, Revised
from projections.indicators import Observation
from projections.ledgers import Ledger, LedgerTotal
from projections.obligations import Obligation
from projections.ranking import Ranking
from projections.reallocation import Reallocation
from projections.reports import Coverage, DirectFunds, Figure
from projections.subjects import Composition, Subject
from projections.targets import TargetVersion
from projections.trail import Trail
from services.policies.calendar import SHANGHAI
from services.policies.packs import packs
from services.project.measures import wan

WAN: Final = "万元"
Cell = str | int | Decimal | None
Column = tuple[str, Callable[[object], object]]


def _of(name: str) -> Callable[[object], object]:
    return lambda row: getattr(row, name)


def _wan(name: str) -> Callable[[object], object]:
    def cell(row: object) -> object:
        fen = getattr(row, name)
        return wan(fen) if isinstance(fen, int) else None

    return cell


def _place(row: object) -> object:
    """Name the place whose rules a division has; its code where no pack is for it."""
    division = getattr(row, "division", "")
    return next((r.place for r in packs().values() if r.division == division), division)


def _year(row: object) -> object:
    """Give a year as text: it is no figure to be grouped by thousands."""
    return str(getattr(row, "fiscal_year", ""))


def _taken(row: object) -> object:
    return wan(row.executed_fen + row.corrected_fen) if isinstance(row, Clawback) else None


def _case(row: object) -> object:
    if not isinstance(row, Board) or row.case_id is None or row.case_state is None:
        return None
    return f"{row.case_id} {row.case_state.zh}"


def _tag(code: str) -> object:
    return next((tag.zh for tag in FundTag if tag == code), "未标记")


def _indicators(row: object) -> object:
    if not isinstance(row, TargetVersion):
        return None
    return "；".join(
        f"{one.name}{one.direction.zh}{one.annual_value or ''}{one.unit}" for one in row.indicators
    )


def _population(row: object) -> object:
    name = row.population if isinstance(row, Share) else ""
    terms = (*SubjectKind, *FundTag)
    return next((term for term in terms if term.value == name), name)


def _follows(row: object) -> object:
    if not isinstance(row, Ranking):
        return None
    return tuple(one.kind for one in row.consequences) or None


_WORDS: Final = {term.value: term.zh for kind in (SubjectKind, FundTag) for term in kind}


def _scope(row: object) -> object:
    """Read a scope such as "登记 PROJECT" aloud."""
    return " ".join(_WORDS.get(word, word) for word in str(getattr(row, "scope", "")).split())


def _figure(row: object) -> object:
    if not isinstance(row, Figure) or row.value is None:
        return None
    return wan(int(row.value)) if row.unit == "分" else row.value


def _figure_unit(row: object) -> object:
    return "万元" if isinstance(row, Figure) and row.unit == "分" else getattr(row, "unit", None)


def _correction(row: object) -> object:
    rate = row.correction_rate if isinstance(row, Corrections) else None
    return "不适用" if rate is None else rate


COLUMNS: Final[dict[type[Struct], tuple[Column, ...]]] = {
    Ranking: (
        ("地区", _place),
        ("考核", _of("assessment")),
        ("名次", lambda row: getattr(row, "rank", None) or "未排名"),
        ("部门", _of("department")),
        ("得分", _of("score")),
        ("折算", _of("rescaled")),
        ("公布时间", _of("published_at")),
        ("申诉", _of("appeal")),
        ("更正后得分", _of("corrected_score")),
        ("结果应用", _follows),
    ),
    Trail: (
        ("台账", _of("sequence")),
        ("登记时间", _of("recorded_at")),
        ("业务日期", _of("occurred_on")),
        ("项目", _of("aggregate")),
        ("事实", _of("title")),
        ("内容", _of("summary")),
        ("经办", _of("actor")),
        ("单位", _of("org")),
    ),
    Clawback: (
        ("地区", _place),
        ("年度", _year),
        ("项目", _of("project")),
        ("名称", _of("name")),
        ("部门", _of("department")),
        ("理由", _of("grounds")),
        ("列明(万元)", _wan("identified_fen")),
        ("确认(万元)", _wan("confirmed_fen")),
        ("已收回(万元)", _taken),
        ("待决更正(万元)", _wan("proposed_fen")),
        ("状态", _of("state")),
        ("去向", _of("destination")),
        ("文号", _of("document_no")),
        ("免收理由", _of("waiver_reason")),
    ),
    Disposition: (
        ("项目", _of("project")),
        ("处置", _of("disposition")),
        ("部门", _of("department")),
        ("情形", _of("cause")),
        ("措施", _of("kinds")),
        ("待执行", _of("pending")),
        ("金额(万元)", _wan("amount_fen")),
        ("采购占用(万元)", _wan("committed_fen")),
        ("依据", _of("basis")),
        ("状态", _of("state")),
        ("理由", _of("reason")),
    ),
    Evaluation: (
        ("项目", _of("project")),
        ("名称", _of("name")),
        ("部门", _of("department")),
        ("评价", _of("evaluation")),
        ("类别", _of("kind")),
        ("资金(万元)", _wan("amount_fen")),
        ("得分", _of("score")),
        ("等次", _of("grade")),
        ("复核得分", _of("checked_score")),
        ("状态", _of("state")),
        ("须处置", lambda row: "" if getattr(row, "disposed", True) else getattr(row, "must", ())),
    ),
    Share: (
        ("类别", _of("kind")),
        ("范围", _population),
        ("总数", _of("subjects")),
        ("已评", _of("evaluated")),
        ("资金(万元)", _wan("amount_fen")),
        ("已评资金(万元)", _wan("evaluated_fen")),
        ("数量%", _of("count_rate")),
        ("资金%", _of("amount_rate")),
        ("要求%", _of("floor")),
        ("达到", _of("met")),
    ),
    Reallocation: (
        ("批次", _of("round")),
        ("项目", _of("project")),
        ("用途", _of("purpose")),
        ("金额(万元)", _wan("amount_fen")),
        ("当时池中(万元)", _wan("pool_fen")),
        ("文号", _of("document")),
        ("日期", _of("on_day")),
    ),
    Execution: (
        ("地区", _place),
        ("年度", _year),
        ("项目", _of("project")),
        ("名称", _of("name")),
        ("部门", _of("department")),
        ("年初预算(万元)", _wan("initial_fen")),
        ("现有预算(万元)", _wan("current_fen")),
        ("拨付(万元)", _wan("appropriated_fen")),
        ("执行(万元)", _wan("executed_fen")),
        ("采购占用(万元)", _wan("committed_fen")),
        ("执行率%(年初)", _of("rate_initial")),
        ("执行率%(现有)", _of("rate_current")),
    ),
    Board: (
        ("地区", _place),
        ("年度", _year),
        ("项目", _of("project")),
        ("名称", _of("project_name")),
        ("部门", _of("department")),
        ("任务", _of("task")),
        ("状态", _of("state")),
        ("灯", _of("light")),
        ("完成率%", _of("completion_rate")),
        ("执行率%", _of("execution_rate")),
        ("偏差", _of("rate_gap")),
        ("得分", _of("score")),
        ("逾期", _of("overdue")),
        ("退回", _of("times_returned")),
        ("待交材料", _of("documents_missing")),
        ("整改", _case),
    ),
    Obligation: (
        ("义务", _of("obligation")),
        ("类别", _of("kind")),
        ("内容", _of("what")),
        ("义务人", _of("department")),
        ("对象", _of("recipients")),
        ("抄送", _of("copies")),
        ("期限", _of("due_on")),
        ("状态", _of("state")),
        ("逾期", _of("overdue")),
        ("办理日期", _of("fulfilled_on")),
        ("迟(早)天数", _of("days_late")),
        ("免予理由", _of("waiver_reason")),
    ),
    Engagement: (
        ("机构", _of("name")),
        ("委托", _of("engagement")),
        ("内容", _of("purpose")),
        ("委托日期", _of("engaged_on")),
        ("成果", _of("work")),
        ("提交次数", _of("submissions")),
        ("得分", _of("score")),
        ("等级", _of("grade")),
        ("限制委托", _of("barred")),
    ),
    Extract: (
        ("项目", _of("project")),
        ("名称", _of("name")),
        ("部门", _of("department")),
        ("年度总体目标", _of("objective")),
        ("绩效指标", _of("indicators")),
        ("现有预算(万元)", _wan("budget_fen")),
        ("执行(万元)", _wan("executed_fen")),
        ("预算执行率%", _of("execution_rate")),
        ("总体完成率%", _of("completion_rate")),
        ("审核得分", _of("score")),
        ("预警", _of("warnings")),
        ("整改", _of("cases")),
    ),
    DirectFunds: (
        ("项目", _of("project")),
        ("名称", _of("name")),
        ("部门", _of("department")),
        ("特别国债", _of("special_bond")),
        ("收到(万元)", _wan("received_fen")),
        ("分配(万元)", _wan("allocated_fen")),
        ("下达(万元)", _wan("appropriated_fen")),
        ("支付(万元)", _wan("paid_fen")),
        ("分配率%", _of("allocation_rate")),
        ("支出进度%", _of("payment_rate")),
        ("目标已批复", _of("targets_approved")),
        ("公开网址", _of("address")),
    ),
    Coverage: (
        ("部门", _of("department")),
        ("对象数", _of("projects")),
        ("现有预算(万元)", _wan("budget_fen")),
        ("有目标", _of("with_targets")),
        ("有目标资金(万元)", _wan("targets_fen")),
        ("已监控", _of("monitored")),
        ("已监控资金(万元)", _wan("monitored_fen")),
        ("目标覆盖率%", _of("targets_rate")),
        ("监控覆盖率%", _of("monitored_rate")),
    ),
    Figure: (
        ("口径", _scope),
        ("指标", _of("label")),
        ("数值", _figure),
        ("单位", _figure_unit),
    ),
    Lights: (
        ("部门", _of("department")),
        ("任务", _of("tasks")),
        ("红灯", _of("red")),
        ("黄灯", _of("yellow")),
        ("绿灯", _of("green")),
        ("部门灯", _of("light")),
    ),
    Corrections: (
        ("部门", _of("department")),
        ("整改事项", _of("cases")),
        ("未办结", _of("open_cases")),
        ("逾期", _of("overdue_cases")),
        ("应改项", _of("items_issued")),
        ("已改项", _of("items_accepted")),
        ("纠偏率%", _correction),
    ),
    Revised: (
        ("项目", _of("project")),
        ("名称", _of("name")),
        ("任务", _of("task")),
        ("填报次", _of("submission")),
        ("数据截至", _of("cutoff_on")),
        ("报送时执行(万元)", _wan("executed_fen")),
        ("现执行(万元)", _wan("executed_now_fen")),
        ("变动(万元)", _wan("difference_fen")),
        ("报送时预算(万元)", _wan("current_fen")),
        ("现预算(万元)", _wan("current_now_fen")),
    ),
    Summary: (
        ("项目数", _of("projects")),
        ("资金(万元)", _wan("base_fen")),
        ("执行(万元)", _wan("executed_fen")),
        ("预算执行率%", _of("execution_rate")),
        ("总体完成率%", _of("completion_rate")),
        ("偏差", _of("gap")),
        ("审核平均分", _of("mean_score")),
        ("直达资金(万元)", _wan("direct_fen")),
        ("其中特别国债(万元)", _wan("special_bond_fen")),
    ),
    Subject: (
        ("项目", _of("project")),
        ("名称", _of("name")),
        ("类别", _of("subject_kind")),
        ("部门", _of("department")),
        ("归口科室", _of("section")),
        ("阶段", _of("stage")),
        ("资金", _of("fund_tags")),
        ("首次安排年度", _of("arranged_in")),
        ("事前评估", _of("conclusion")),
        ("申请(万元)", _wan("requested_fen")),
        ("预算缺目标", _of("lacks_targets")),
        ("预算缺评估", _of("lacks_evaluation")),
        ("目标版本", _of("target_version")),
        ("上报轮次", _of("target_rounds")),
        ("会审次数", _of("consultations")),
        ("目标公开日", _of("published_on")),
        ("待配对", _of("unpaired")),
    ),
    Composition: (
        ("类别", _of("subject_kind")),
        ("资金", lambda row: _tag(getattr(row, "tag", ""))),
        ("个数", _of("subjects")),
    ),
    TargetVersion: (
        ("项目", _of("project")),
        ("版本", _of("version")),
        ("生效日", _of("effective_on")),
        ("有效至", _of("until")),
        ("原因", _of("cause")),
        ("调整申请", _of("adjustment")),
        ("总体目标", _of("overall_objective")),
        ("指标", _indicators),
        ("公开日", _of("published_on")),
        ("公开地址", _of("published_at")),
    ),
    Ledger: (
        ("项目", _of("project")),
        ("名称", _of("name")),
        ("部门", _of("department")),
        ("预算", _of("budget_ledger")),
        ("年初预算(万元)", _wan("initial_fen")),
        ("现有预算(万元)", _wan("current_fen")),
        ("拨付(万元)", _wan("appropriated_fen")),
        ("执行(万元)", _wan("executed_fen")),
        ("执行率%(年初)", _of("rate_initial")),
        ("执行率%(现有)", _of("rate_current")),
    ),
    LedgerTotal: (
        ("预算", _of("budget_ledger")),
        ("个数", _of("subjects")),
        ("年初预算(万元)", _wan("initial_fen")),
        ("现有预算(万元)", _wan("current_fen")),
        ("拨付(万元)", _wan("appropriated_fen")),
        ("执行(万元)", _wan("executed_fen")),
        ("执行率%(年初)", _of("rate_initial")),
        ("执行率%(现有)", _of("rate_current")),
    ),
    Observation: (
        ("项目", _of("project")),
        ("任务", _of("task")),
        ("一级", _of("level1")),
        ("二级", _of("level2")),
        ("指标", _of("indicator")),
        ("年度值", _of("annual_value")),
        ("实际", _of("actual")),
        ("完成率%", _of("raw")),
        ("偏差%", _of("deviation")),
        ("上次%", _of("previous")),
        ("趋势", _of("trend")),
        ("可能性", _of("attainability")),
    ),
}


def cells(row: Struct) -> list[Cell]:
    """Give a row as people read it."""
    return [_cell(value(row)) for _, value in COLUMNS[type(row)]]


def headers(kind: type[Struct]) -> list[str]:
    """Name the columns of a view."""
    return [header for header, _ in COLUMNS[kind]]


def _cell(value: object) -> Cell:
    match value:
        case None:
            return None
        case bool():
            return "是" if value else ""
        case Term():
            return value.zh
        case datetime():
            return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        case tuple():
            return "、".join(str(_cell(one)) for one in value)
        case int() | Decimal() | str():
            return value
        case _:
            return str(value)


def table(title: str, kind: type[Struct], rows: Sequence[Struct]) -> Table:
    """Lay rows out for a terminal: figures to the right and whole, the unit said once."""
    lines = [cells(row) for row in rows]
    names = headers(kind)
    unit = f"，单位{WAN}" if any(WAN in name for name in names) else ""
    laid = Table(
        title=f"{title}（{len(rows)} 行{unit}）", box=SIMPLE_HEAD, show_edge=False, padding=0
    )
    for number, name in enumerate(names):
        figures = any(isinstance(line[number], (int, Decimal)) for line in lines)
        laid.add_column(
            name.removesuffix(f"({WAN})"),
            overflow="fold",
            justify="right" if figures else "left",
            no_wrap=figures,
        )
    for line in lines:
        laid.add_row(*(_text(cell) for cell in line))
    return laid


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case int() | Decimal():
            return f"{cell:,}"
        case _:
            return escape(cell)
