"""A command whose path says what it is about; the body has its other fields."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Raw, Struct

from events.subjects import DIVISION
from events.terms import Role
from services.access.authority import acting
from services.access.identity import Identity
from services.api.faulty import Faulty
from services.api.orders import command_of, id_of
from services.decision import Command
from services.desk.every_fault import Fault, every_fault
from services.desk.faults import read
from services.desk.orders import Order
from services.refusal import Refused

_YEAR: Final = re.compile(r"[0-9]{4}")
_MEMBERS: Final = msgspec.json.Decoder(dict[str, Raw])


class Told(Struct, frozen=True, kw_only=True):
    """What stands around a command's fields in a request of its own."""

    identity: Identity
    at: datetime
    key: str
    role: Role | None
    expected_version: int | None


def resource(
    kind: type[Command],
    path: Mapping[str, str],
    body: bytes,
    told: Told,
) -> Order:
    """Read a command whose path names some fields; :class:`Faulty` lists what is wrong."""
    given = dict(path)
    division = given.pop("division")
    try:
        members = read(_MEMBERS, body or b"{}")
    except Refused as refused:
        raise Faulty(Fault(path="", reason=str(refused))) from refused
    data = msgspec.json.encode({**members, **{n: _plain(n, v) for n, v in given.items()}})
    faults = [Fault(path=n, reason="由路径给出，不能重复") for n in members if n in given]
    if not DIVISION.fullmatch(division):
        faults.append(Fault(path="division", reason="须为六位数字的区划代码"))
    faults += every_fault(kind, data)
    if faults:
        raise Faulty(*faults)
    return Order(
        id=str(id_of(told.identity, told.key and f"{told.key}\n{kind.__name__}")),
        at=told.at,
        actor=acting(told.identity, told.role),
        division=division,
        command=command_of(kind, data, ""),
        expected_version=told.expected_version,
    )


def _plain(name: str, text: str) -> int | str:
    """Read a part of the path: the year is a number, a code of digits is still a code."""
    return int(text) if name == "fiscal_year" and _YEAR.fullmatch(text) else text
