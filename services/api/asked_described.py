"""The query parameters of a view, as the interface's description has them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from services.api.asked import MOST, PAGE
from services.api.asked_columns import OWN, columns


def described(view: str) -> list[dict[str, object]]:
    """Describe the query parameters of a view."""
    known = columns(view)
    compared = {name: kind for name, kind in known.items() if name not in OWN}
    own = [_parameter(name, *_OWN_WORDS[name]) for name in OWN]
    return own + [_parameter(name, "此栏等于", _schema(kind)) for name, kind in compared.items()]


def _parameter(name: str, words: str, schema: dict[str, object]) -> dict[str, object]:
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _schema(kind: type) -> dict[str, object]:
    if issubclass(kind, Enum):
        return {"type": "string", "enum": [one.value for one in kind]}
    names = {bool: "boolean", int: "integer", Decimal: "number"}
    found: dict[str, object] = {"type": names.get(kind, "string")}
    forms = {date: "date", datetime: "date-time"}
    return found | ({"format": forms[kind]} if kind in forms else {})


_TEXT: Final[dict[str, object]] = {"type": "string", "maxLength": 200}
_OWN_WORDS: Final[Mapping[str, tuple[str, dict[str, object]]]] = {
    "division": ("财政区划代码", {"type": "string", "pattern": "^[0-9]{6}$"}),
    "year": ("预算年度", {"type": "integer", "minimum": 1990, "maximum": 2100}),
    "project": ("项目代码", {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,64}$"}),
    "department": ("部门", _TEXT),
    "period": ("监控期间", _TEXT),
    "clues": ("只看问责线索", {"type": "boolean"}),
    "as_of": ("截至此日（至其结束）或此刻登记的事实", _TEXT),
    "at_least": ("等视图到达此台账位置，用于读到自己刚写的", {"type": "integer", "minimum": 0}),
    "sort": ("按这些栏排序，以逗号分隔，前加 - 为降序", _TEXT),
    "limit": ("每页行数", {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE}),
    "cursor": ("上一页给出的标记", _TEXT),
}
