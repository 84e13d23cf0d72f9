"""How each view looks to people: its columns in Chinese, money in 万元, codes in words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct
from rich.table import Table

from events.terms import FundTag, SubjectKind, Term
from projections.board.lookups import Summary
from projections.board.row import Board
from projections.clawback import Clawback
from projections.congress import Extract
from projections.engagements import Engagement
from projections.execution import Execution
from projections.obligations import Obligation
from projections.ranking import Ranking
from projections.reports import Coverage, DirectFunds, Figure
from projections.trail import Trail
from services.policies.calendar import SHANGHAI
from services.project.measures import wan

Cell = str | int | Decimal | None
Column = tuple[str, Callable[[object], object]]


def _of(name: str) -> Callable[[object], object]:
    return lambda row: getattr(row, name)


def _wan(name: str) -> Callable[[object], object]:
    def cell(row: object) -> object:
        fen = getattr(row, name)
        return wan(fen) if isinstance(fen, int) else None

    return cell


def _taken(row: object) -> object:
    return wan(row.executed_fen + row.corrected_fen) if isinstance(row, Clawback) else None


def _case(row: object) -> object:
    if not isinstance(row, Board) or row.case_id is None or row.case_state is None:
        return None
    return f"{row.case_id} {row.case_state.zh}"


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


COLUMNS: Final[dict[type[Struct], tuple[Column, ...]]] = {
    Ranking: (
        ("名次", lambda row: getattr(row, "rank", None) or "未排名"),
        ("部门", _of("department")),
        ("得分", _of("score")),
        ("折算", _of("rescaled")),
        ("考核", _of("assessment")),
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
        ("项目", _of("project")),
        ("名称", _of("name")),
        ("部门", _of("department")),
        ("理由", _of("grounds")),
        ("列明(万元)", _wan("identified_fen")),
        ("确认(万元)", _wan("confirmed_fen")),
        ("已收回(万元)", _taken),
        ("待决更正(万元)", _wan("proposed_fen")),
        ("状态", _of("state")),
        ("免收理由", _of("waiver_reason")),
    ),
    Execution: (
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
    """Lay rows out for a terminal."""
    laid = Table(title=f"{title}（{len(rows)} 行）")
    for header in headers(kind):
        laid.add_column(header, overflow="fold")
    for row in rows:
        laid.add_row(*("" if cell is None else str(cell) for cell in cells(row)))
    return laid
