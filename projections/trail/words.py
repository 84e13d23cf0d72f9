"""Small turns of phrase the sentences share."""

from decimal import Decimal


def opinion(text: str) -> str:
    """Add an opinion, if there is one."""
    return f"，意见：{text}" if text else ""


def rate(percent: Decimal | None) -> str:
    """Say a percentage; None is not evaluable, never 0."""
    return "不可评" if percent is None else f"{percent}%"


def days_late(days: int) -> str:
    """Say that something came late, in days."""
    return f"，逾期{days}天" if days else ""
