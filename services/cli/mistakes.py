"""What is wrong with a command line, in Chinese: the library only says it in English."""

import re
from collections.abc import Callable
from typing import Final

_SAYINGS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r"No such command '(.+?)'"), lambda m: f"没有命令 {m[1]}"),
    (re.compile(r"No such option: (\S+)"), lambda m: f"没有选项 {m[1]}"),
    (re.compile(r"Missing (?:argument|option) '(.+?)'"), lambda m: f"缺少 {m[1]}"),
    (re.compile(r"Missing command"), lambda _: "缺少命令"),
    (re.compile(r"Option '(.+?)' requires"), lambda m: f"选项 {m[1]} 之后缺少内容"),
    (re.compile(r"Got unexpected extra arguments? \((.+)\)"), lambda m: f"多余的内容：{m[1]}"),
    (
        re.compile(r"Invalid value for '(.+?)':.*greater than or equal to (\S+)"),
        lambda m: f"选项 {m[1]} 不得小于 {m[2]}",
    ),
    (
        re.compile(r"Invalid value for '(.+?)':.*less than or equal to (\S+)"),
        lambda m: f"选项 {m[1]} 不得大于 {m[2]}",
    ),
    (
        re.compile(r"Invalid value for '(.+?)':.*(?:integer|number)"),
        lambda m: f"选项 {m[1]} 须为整数",
    ),
    (re.compile(r"Invalid value(?: for '.+?')?: (.+)", re.DOTALL), lambda m: m[1]),
)


def chinese(message: str) -> str:
    """Say what the library found; what it has no words for is quoted."""
    for pattern, words in _SAYINGS:
        if found := pattern.search(message):
            return words(found)
    return f"命令行有误：{message}"
