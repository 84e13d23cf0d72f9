"""Decoding, and its errors in words that a person can act on."""

import json
import re
from datetime import date
from typing import Final, TypeVar

import msgspec

from events.envelope import UnknownFactError
from services.refusal import Refused
from services.wording import chinese, short

T = TypeVar("T")

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
LARGEST: Final = 10**15  # 分, ten thousand times a county's budget

_FIELDS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_encode: Final = msgspec.json.Encoder().encode

# No text of PostgreSQL holds this character: a view would stop at the fact that has it.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def read(decoder: "msgspec.json.Decoder[T]", text: bytes, root: str = "") -> T:
    """Decode what somebody else wrote; :class:`Refused` says what is wrong and where."""
    if b"\\u0000" in text and _NUL.search(text):
        raise Refused("文本中不能有空字符（\\u0000）")
    try:
        return decoder.decode(text)
    except UNREADABLE as error:
        raise Refused(chinese(error, root)) from error


def check_once(text: bytes) -> None:
    """Refuse a JSON object that says a field twice: readers disagree on which one counts."""
    # Without spaces, and with each field once, it is as long as it was.
    if len(_encode(_FIELDS.decode(text))) == len(text):
        return
    fields = [name for name, _ in json.loads(text, object_pairs_hook=tuple)]
    for name in fields:
        if fields.count(name) > 1:
            raise Refused(f"字段 {name} 出现了多次")


def check_year(**days: date | None) -> None:
    """Refuse days and instants of years that nobody can mean: they leave every calendar."""
    for name, day in days.items():
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused(f"{name}：年份须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")


def check_numbers(value: object, root: str) -> None:
    """Refuse integers that no amount, count or position can be: a view's column ends at 64 bits."""
    left: list[tuple[str, object]] = [(root, value)]
    while left:
        path, one = left.pop()
        if isinstance(one, dict):
            left.extend((f"{path}.{name}", inner) for name, inner in one.items())
        elif isinstance(one, list | tuple):
            left.extend((f"{path}[{place}]", inner) for place, inner in enumerate(one))
        elif isinstance(one, int) and abs(one) > LARGEST:
            raise Refused(f"{short(path)}：数值超出范围")


def newer(error: UnknownFactError) -> str:
    """Say that a history holds what only a newer version of the code understands."""
    return f"历史中有本版本不认识的事实 {short(str(error))}，由更新的版本写入：请升级后重新报送"
