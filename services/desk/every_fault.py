"""Everything that is wrong with what somebody sent, each fault at its place.

A decoder stops at the first. What it refused is taken apart, struct by struct, and every part is
given to a decoder of its own type: nothing is a fault here that is none there.
"""

import types
import typing
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Annotated, Final

import msgspec
from msgspec import Raw, Struct

from services.desk.faults import UNREADABLE, check_numbers, read
from services.refusal import Refused
from services.wording import chinese

T = typing.TypeVar("T")

LISTED: Final = 100  # the rest can wait until these are mended
_MEMBERS: Final = msgspec.json.Decoder(dict[str, Raw])
_ELEMENTS: Final = msgspec.json.Decoder(list[Raw])
_SEQUENCES: Final = (tuple, list, frozenset, set)


class Fault(Struct, frozen=True, kw_only=True):
    """One thing wrong with what was sent; ``path`` is empty where it is no single field."""

    path: str
    reason: str


def every_fault(kind: object, text: bytes, root: str = "") -> list[Fault]:
    """List what keeps JSON from being read as ``kind``; empty exactly when it can be read."""
    return [*islice(_faults(kind, text, root), LISTED)]


def _faults(kind: object, text: bytes, path: str) -> Iterator[Fault]:
    """Look into the parts first; what is wrong with a whole is told when its parts are right."""
    parts = [*_parts(kind, text, path)]
    if parts:
        yield from parts
        return
    try:
        value = read(_decoder(kind), text, path)
        if not isinstance(value, Raw | Struct):
            check_numbers(value, path)
    except Refused as refused:
        yield _placed(path, str(refused))


def _parts(kind: object, text: bytes, path: str) -> Iterator[Fault]:
    plain = _plain(kind, text)
    origin, arguments = typing.get_origin(plain), typing.get_args(plain)
    try:
        if isinstance(plain, type) and issubclass(plain, Struct):
            yield from _of_struct(plain, _taken(_MEMBERS, text), path)
        elif origin is dict:
            for name, value in _taken(_MEMBERS, text).items():
                yield from _faults(arguments[1], bytes(value), f"{path}.{name}")
        elif origin in _SEQUENCES and (origin is not tuple or arguments[-1] is Ellipsis):
            elements = _taken(_ELEMENTS, text)
            for place, value in enumerate(elements):
                yield from _faults(arguments[0], bytes(value), f"{path}[{place}]")
    except Refused as refused:
        yield _placed(path, str(refused))


def _taken(decoder: "msgspec.json.Decoder[T]", text: bytes) -> T:
    """Take the parts out, whatever stands in them."""
    try:
        return decoder.decode(text)
    except UNREADABLE as error:
        raise Refused(chinese(error)) from error


def _of_struct(kind: type[Struct], members: dict[str, Raw], path: str) -> Iterator[Fault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    if kind.__struct_config__.forbid_unknown_fields:
        for name in [name for name in members if name not in fields]:
            yield _placed(path, f"不认识的字段 {name}")
    for name, field in fields.items():
        if name in members:
            yield from _faults(field.type, bytes(members[name]), f"{path}.{name}".lstrip("."))
        elif field.required:
            yield _placed(f"{path}.{name}".lstrip("."), "缺少此字段")


def _plain(kind: object, text: bytes) -> object:
    """Take constraints and an optional None off, so that what is inside can be looked into."""
    if typing.get_origin(kind) is Annotated:
        return _plain(typing.get_args(kind)[0], text)
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        members = [one for one in typing.get_args(kind) if one is not types.NoneType]
        return _plain(members[0], text) if len(members) == 1 and text.strip() != b"null" else None
    return kind


@cache
def _decoder(kind: object) -> "msgspec.json.Decoder[object]":
    return msgspec.json.Decoder(typing.cast("type[object]", kind))


def _placed(path: str, reason: str) -> Fault:
    """Take the place that a decoder named within the part, if it did."""
    place, colon, said = reason.partition("：")
    named = colon and place.isascii()
    return Fault(path=place, reason=said) if named else Fault(path=path, reason=reason)
