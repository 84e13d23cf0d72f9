"""A command as it arrives, and the answer it gets; one vocabulary for file, HTTP and console."""

import uuid
from datetime import datetime
from difflib import get_close_matches
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Raw, Struct

from events.subjects import DIVISION
from services.decision import Actor, Command
from services.desk.aggregates import COMMANDS
from services.desk.faults import check_numbers, check_year, read
from services.refusal import Refused

Outcome = Literal["accepted", "refused", "conflict"]
Division = Annotated[
    str, Meta(pattern=rf"^{DIVISION.pattern}(?!\n)$", description="财政区划代码，六位数字")
]
Instant = Annotated[datetime, Meta(tz=True, description="带时区的时间")]


class Order(Struct, frozen=True, kw_only=True):
    """A command with who, when and for which division; ``id`` makes repeating it harmless."""

    id: str
    at: datetime
    actor: Actor
    division: str
    command: Command
    correlation: str = ""
    expected_version: int | None = None


class Written(Struct, frozen=True, kw_only=True):
    """A fact that a command led to."""

    id: str
    type: str
    aggregate: str
    version: int


class Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a command: accepted (no facts: it was already so), refused, or a conflict.

    ``reasons`` are Chinese sentences; ``version`` is where the aggregate stands after a conflict.
    """

    id: str
    outcome: Outcome
    facts: tuple[Written, ...] = ()
    reasons: tuple[str, ...] = ()
    clause: str = ""
    version: int | None = None


class WireOrder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The JSON form of an order; ``data`` has the fields of the named command.

    Without an ``id`` one is derived from the content, so the same line is the same command.
    """

    command: str
    id: uuid.UUID | None = None
    at: Instant
    actor: Actor
    division: Division
    data: Raw
    correlation: str = ""
    expected_version: int | None = None


class _Named(Struct):
    command: str


_NAMED = msgspec.json.Decoder(_Named)
_ORDER = msgspec.json.Decoder(WireOrder)
# Made before there are threads: a type that one thread is still looking into crashes another one.
_COMMANDS: dict[type[Command], "msgspec.json.Decoder[Command]"] = {
    kind: msgspec.json.Decoder(kind) for kind in COMMANDS.values()
}
_LONGEST = 64  # characters of a name that are repeated to whoever wrote it
_SPACE = uuid.UUID("6f1d3f0c-6c39-5d0e-9c55-0d6f7d0a5b11")


def read_command(kind: type[Command], data: bytes) -> Command:
    """Read the data of a command; :class:`Refused` says in Chinese what is wrong and where."""
    try:
        command = read(_COMMANDS[kind], data, "data")
        check_numbers(msgspec.to_builtins(command), "data")
    except Refused as refused:
        raise Refused(f"{kind.title}：{refused}") from refused
    return command


def no_command(name: str) -> str:
    """Say that there is no such command, and which one may be meant."""
    near = get_close_matches(name[:_LONGEST], COMMANDS, n=1)
    return f"没有命令 {name[:_LONGEST]}" + "".join(f"，是否为 {one}" for one in near)


def read_order(line: bytes) -> Order:
    """Read a command from JSON; :class:`Refused` says in Chinese what is wrong and where."""
    named = read(_NAMED, line).command  # first: under a wrong name no field can be right
    kind = COMMANDS.get(named)
    if kind is None:
        raise Refused(f"{no_command(named)}；jixiao schema commands 列出全部命令")
    wire = read(_ORDER, line)
    check_year(at=wire.at)
    command = read_command(kind, bytes(wire.data))
    return Order(
        id=str(wire.id or uuid.uuid5(_SPACE, line.decode().strip())),
        at=wire.at,
        actor=wire.actor,
        division=wire.division,
        command=command,
        correlation=wire.correlation,
        expected_version=wire.expected_version,
    )
