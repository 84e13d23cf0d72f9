"""Small turns of phrase the sentences share."""

from decimal import Decimal
from typing import Final

from events.rectification import Ground

_RULES: Final = {
    "RATE_GAP": "总体完成率与预算执行率的偏差（百分点）",
    "LOW_SCORE": "监控审核得分",
    "BEHIND_SCHEDULE": "执行相对序时进度（%）",
}


_FOUND: Final = {
    "SERIOUS_FINDING": "发现严重问题",
    "SITE_VISIT": "现场核查发现问题",
    "WARNING_RED": "预警红灯",
}


def opinion(text: str) -> str:
    """Add an opinion, if there is one."""
    return f"，意见：{text}" if text else ""


def rate(percent: Decimal | None) -> str:
    """Say a percentage; None is not evaluable, never 0."""
    return "不可评" if percent is None else f"{percent}%"


def days_late(days: int) -> str:
    """Say that something came late, in days."""
    return f"，逾期{days}天" if days else ""


def named(rule: str) -> str:
    """Say what a warning rule looks at; a place's own rule is named as the place names it."""
    return _RULES.get(rule, rule)


def rests_on(rule: str) -> str:
    """Say in a word what a ground is about."""
    return _FOUND.get(rule) or named(rule)


def ground_of(ground: Ground) -> str:
    """Say what a case rests on: a figure beyond its limit, or what somebody found."""
    if ground.rule in _FOUND:
        return _FOUND[ground.rule]
    return f"{named(ground.rule)}为{ground.value}，界限为{ground.threshold}"
