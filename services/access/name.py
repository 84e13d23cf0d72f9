"""What an account or a key can be called."""

from typing import Final

from events.subjects import CODE
from services.refusal import Refused

_RESERVED: Final = frozenset({"clock", "operator"})


def is_name(text: str) -> bool:
    """Whether a text can be an account's id at all."""
    return CODE.fullmatch(text) is not None


def check_name(text: str) -> None:
    """Refuse what cannot be an account's id."""
    if not is_name(text):
        raise Refused("工号只能含字母、数字、横线和下划线，最长 64 个字符")
    if text in _RESERVED:
        raise Refused("此名称由系统使用")
