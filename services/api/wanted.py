"""Commands as HTTP clients send them, in the vocabulary of import, and what is wrong with one."""

import uuid
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Raw, Struct

from events.terms import Role
from services.desk.aggregates import COMMANDS
from services.desk.every_fault import Fault, every_fault
from services.desk.orders import Division, no_command
from services.project.attachment import AttachEvidence

# What comes with a file has a way of its own: whoever only knows a digest must not get the bytes.
OFFERED: Final = {name: kind for name, kind in COMMANDS.items() if kind is not AttachEvidence}


class ActingAs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which role the signed-in person acts; id and organisation, where given, must be theirs."""

    role: Role | None = None
    id: str | None = None
    org: str | None = None


class Wanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One command of a request. When it is recorded is the server's clock's, never the client's."""

    command: str
    division: Division
    data: Raw
    id: uuid.UUID | None = None
    actor: ActingAs = ActingAs()
    correlation: str = ""
    expected_version: int | None = None


WANTED: Final = msgspec.json.Decoder(Wanted)


def wrong_in(text: bytes, root: str) -> Iterator[Fault]:
    """List the faults of a command and of its data together, as far as they can be told."""
    faults = every_fault(Wanted, text, root)
    yield from faults
    try:
        loose = _LOOSE.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    kind = OFFERED.get(loose.command)
    if kind is not None and loose.data:
        yield from every_fault(kind, bytes(loose.data), f"{root}.data".lstrip("."))
    elif kind is None and not any(one.path.endswith("command") for one in faults):
        upload = "附件须随文件上传：POST /api/v1/histories/…/attachments"
        reason = upload if loose.command in COMMANDS else no_command(loose.command)
        yield Fault(path=f"{root}.command".lstrip("."), reason=reason)


class _Loose(Struct):
    command: str = ""
    data: Raw = Raw(b"")


_LOOSE = msgspec.json.Decoder(_Loose)
