"""The shape of every fact: an immutable struct with a stable tag and a Chinese title."""

from typing import ClassVar

from msgspec import Struct


class Fact(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Something that happened; stored as it is, never changed, never refused by a reader.

    ``tag`` names the fact on the wire for ever (never a Python path), ``title`` is what people
    read. Money is an integer in 分, percentages are ``Decimal``, business days are ``date``.
    """

    tag: ClassVar[str]
    title: ClassVar[str]
