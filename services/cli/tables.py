"""How each view looks to people: its columns in Chinese, money in 万元, codes in words."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct
from rich.table import Table

from events.terms import Term
from projections.board.duties import Corrections, Lights
from projections.board.lookups import Summary
from projections.board.row import Board
from projections.clawback import Clawback
from projections.execution import Execution, Revised
from projections.ranking import Ranking
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


def _correction(row: object) -> object:
    rate = row.correction_rate if isinstance(row, Corrections) else None
    return "不适用" if rate is None else rate


COLUMNS: Final[dict[type[Struct], tuple[Column, ...]]] = {
    Ranking: (
        ("名次", lambda row: getattr(row, "rank", None) or "未排名"),
        ("部门", _of("department")),
        ("得分", _of("score")),
        ("折算", _of("rescaled")),
        ("考核", _of("assessment")),
        ("公布时间", _of("published_at")),
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
