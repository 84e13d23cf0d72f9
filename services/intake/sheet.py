"""Upstream facts in an Excel sheet, one message a row."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

import msgspec

from services import workbook
from services.intake.contract import FACTS
from services.policies.calendar import SHANGHAI
from services.refusal import Refused

HEADERS: Final = {
    "来源系统": "source_system",
    "凭证号": "document_no",
    "行号": "line_no",
    "修订": "revision",
    "类型": "kind",
    "年度": "fiscal_year",
    "项目代码": "project_code",
    "预算类别": "budget_ledger",
    "资金标签": "fund_tags",
    "金额(元)": "amount_fen",
    "金额(分)": "amount_fen",
    "发生日期": "occurred_on",
    "冲销凭证": "reverses",
    "发布时间": "published_at",
}
_YUAN: Final = "金额(元)"
_KINDS: Final = {fact.title: kind for kind, fact in FACTS.items()}


def messages(content: bytes, at: datetime) -> list[bytes]:
    """Read the first sheet, a message a row; :class:`Refused` for what is no such sheet.

    Where a row names no time of publication it is ``at``. What a cell says is not judged here.
    """
    rows = workbook.sheets(content)[0]
    if not rows:
        raise Refused("第一张表是空的")
    names = [str(cell).strip() for cell in rows[0]]
    unknown = [name for name in names if name and name not in HEADERS]
    missing = {"来源系统", "凭证号", "类型", "年度", "项目代码", "发生日期"} - set(names)
    if unknown or missing or len(set(names)) != len(names):
        raise Refused(
            *(f"不认识的栏“{name[:40]}”" for name in unknown),
            *(f"缺少栏“{name}”" for name in sorted(missing)),
            f"可用的栏：{'、'.join(HEADERS)}",
        )
    return [_message(names, row, at) for row in rows[1:] if any(cell != "" for cell in row)]


def _message(names: Sequence[str], row: Sequence[object], at: datetime) -> bytes:
    said: dict[str, object] = {"line_no": 0, "published_at": at.astimezone(SHANGHAI).isoformat()}
    for name, cell in zip(names, row, strict=False):
        if name and cell != "":
            said[HEADERS[name]] = _value(name, cell)
    return msgspec.json.encode(said)


def _value(name: str, cell: object) -> object:
    """Say a cell as the contract wants it, or as it is: then the intake says what is wrong."""
    match HEADERS[name], cell:
        case "amount_fen", int() | float() | str():
            return _fen(str(cell), yuan=name == _YUAN)
        case "occurred_on", datetime():
            return cell.date()
        case "published_at", datetime():
            return cell.replace(tzinfo=cell.tzinfo or SHANGHAI)
        case "fund_tags", str():
            return [tag for tag in re.split("[、,，\\s]+", cell) if tag]
        case "kind", str():
            return _KINDS.get(cell, cell)
        case "line_no" | "revision" | "fiscal_year", float() | str():
            return int(float(cell)) if re.fullmatch(r"[0-9]+(\.0)?", str(cell)) else str(cell)
        case _, float():
            return str(int(cell)) if cell.is_integer() else str(cell)
        case _, date() | str():
            return cell
        case _:
            return str(cell)


def _fen(text: str, *, yuan: bool) -> int | str:
    """Turn an amount into 分 where nothing is lost by it."""
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", text):
        return text
    fen = Decimal(text) * (100 if yuan else 1)
    return int(fen) if fen == fen.to_integral_value() else text
