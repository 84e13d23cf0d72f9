"""The fields of a command as people fill them in: 元 becomes 分, nothing is nothing."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from services.forms.grid import number
from services.refusal import Refused

Value = str | bool | Sequence[str] | None
LONGEST: Final = 20  # digits of an amount
_AMOUNT: Final = re.compile(r"-?[0-9]+(\.[0-9]{1,2})?")


class Asked(Struct, frozen=True, kw_only=True):
    """One field of a command: money is written in 元 and kept in 分, an empty one is left out.

    ``words`` are a few sentences, ``lines`` several items, one a line.
    """

    name: str
    title: str
    kind: Literal[
        "text", "words", "lines", "money", "number", "date", "yes", "choice", "several"
    ] = "text"
    choices: Mapping[str, str] = {}


def words(name: str, title: str) -> Asked:
    """Ask for a few sentences."""
    return Asked(name=name, title=title, kind="words")


def told(field: Asked, value: Value) -> object:
    """Read what was typed; None when nothing was. :class:`Refused` says what is wrong."""
    if not isinstance(value, str):
        return value or None if field.kind == "several" else value
    text = value.strip()
    if not text:
        return None
    match field.kind:
        case "money":
            return fen(text, field.title)
        case "number":
            return _number(text, field.title)
        case "date":
            return _day(text, field.title)
        case "lines":
            return [line.strip() for line in text.splitlines() if line.strip()]
        case _:
            return text


def fen(text: str, title: str) -> int:
    """Read an amount of 元 as 分; no more than two decimals."""
    plain = text.strip().replace(",", "").replace("，", "")
    if len(plain) > LONGEST or not _AMOUNT.fullmatch(plain):
        raise Refused(f"{title}：须为以元计的金额，最多两位小数")
    return int(Decimal(plain).scaleb(2))


def _number(text: str, title: str) -> str:
    """Read a number as the decimal of the wire."""
    try:
        return format(number(text[:LONGEST]), "f")
    except ValueError as error:
        raise Refused(f"{title}：{error}") from error


def _day(text: str, title: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused(f"{title}：须为日期，如 2021-11-30") from None
