"""What msgspec found wrong, in words that a person can act on."""

import re
from collections.abc import Callable
from typing import Final

import msgspec

LONGEST: Final = 200  # characters quoted of what is wrong

_WORDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"missing required field `(.+?)`"), lambda m: f"缺少字段 {m[1]}"),
    (re.compile(r"contains unknown field `(.+?)`"), lambda m: f"不认识的字段 {m[1]}"),
    (
        re.compile(r"Expected `(.+?)`, got `(.+?)`"),
        lambda m: f"类型应为 {m[1]}，实为 {m[2]}",
    ),
    (re.compile(r"Invalid enum value (.+?)(?: - |$)"), lambda m: f"不认识的取值 {m[1]}"),
    (re.compile(r"Expected `str` matching regex (.+?)(?: - |$)"), lambda _: "格式不符"),
    (re.compile(r"Expected `(.+?)` (>=|<=|>|<) (.+?)(?: - |$)"), lambda m: f"须 {m[2]} {m[3]}"),
    (re.compile(r"Expected `(?:str|array)` of length"), lambda _: "长度不符"),
    (re.compile(r"Invalid RFC3339 encoded date\b"), lambda _: "须为日期，如 2021-11-30"),
    (re.compile(r"Invalid RFC3339"), lambda _: "时间须为带时区的 ISO 8601"),
    (re.compile(r"Expected `datetime` with a timezone"), lambda _: "时间须带时区"),
    (re.compile(r"Invalid (UUID|decimal)"), lambda m: f"不是有效的 {m[1]}"),
    (re.compile(r"Integer value out of range|out of range"), lambda _: "数值超出范围"),
    (re.compile(r"truncated"), lambda _: "JSON 不完整"),
    (re.compile(r"malformed"), lambda _: "不是有效的 JSON"),
)
_PATH = re.compile(r" - at `\$(.*?)`")


def chinese(error: Exception, root: str = "") -> str:
    """Say in Chinese what msgspec found, with the path; what it has no words for is quoted."""
    text = str(error)
    if isinstance(error, UnicodeDecodeError):
        return "不是有效的 UTF-8 文本"
    if isinstance(error, RecursionError):
        return "JSON 嵌套过深"
    at = _PATH.search(text)
    path = short((root + (at[1] if at else "")).lstrip("."))
    where = f"{path}：" if path else ""
    for pattern, words in _WORDS:
        if found := pattern.search(text):
            return where + short(words(found))
    kind = "内容不符" if isinstance(error, msgspec.ValidationError) else "不是有效的 JSON"
    return f"{where}{kind}（{short(text)}）"


def short(text: str) -> str:
    """Cut what a sender may have made as long as a whole message."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
