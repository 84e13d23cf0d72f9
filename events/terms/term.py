"""What every term is: a stable code on the wire and the Chinese people read."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A code with its Chinese reading in ``zh``."""

    zh: str

    def __new__(cls, code: str, zh: str) -> Self:
        term = str.__new__(cls, code)
        term._value_ = code
        term.zh = zh
        return term
