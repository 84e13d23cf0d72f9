"""An example of every fact, made from its annotations."""

import types
import typing
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from events.catalogue import FACTS
from events.fact import Fact

_PLAIN: dict[object, object] = {
    str: "甲",
    int: 1_234_500,
    bool: True,
    Decimal: Decimal("12.50"),
    date: date(2021, 6, 30),
    datetime: datetime(2021, 6, 30, 4, tzinfo=UTC),
    object: "值",
}


def example(kind: object) -> object:
    """Return a value of an annotated type: every field filled, one member in each collection."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    arguments = typing.get_args(kind)
    if isinstance(kind, types.UnionType):
        return example(next(argument for argument in arguments if argument is not types.NoneType))
    if typing.get_origin(kind) is tuple:
        return (example(arguments[0]),)
    if typing.get_origin(kind) is dict:
        return {example(arguments[0]): example(arguments[1])}
    assert isinstance(kind, type), kind
    if issubclass(kind, Enum):
        return next(iter(kind))
    assert issubclass(kind, Struct), kind
    hints = typing.get_type_hints(kind)
    return kind(**{name: example(hints[name]) for name in kind.__struct_fields__})


def every_fact() -> list[Fact]:
    facts = [example(kind) for kind in FACTS.values()]
    return [fact for fact in facts if isinstance(fact, Fact)]
