"""Commands as HTTP clients send them: the vocabulary of import, the person and the time our own."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Raw, Struct

from events.terms import Role
from services.access.authority import acting
from services.access.identity import Identity
from services.access.refusals import Forbidden
from services.api.faulty import Faulty
from services.decision import Command
from services.desk.aggregates import COMMANDS
from services.desk.every_fault import Fault, every_fault
from services.desk.orders import Division, Order, no_command, read_command
from services.project.attachment import AttachEvidence
from services.refusal import Refused

MOST: Final = 100  # commands in one request
_SPACE: Final = uuid.UUID("0d9b4c56-6b4d-5b0b-8a3e-3f6f0a6a7c21")
# What comes with a file has a way of its own: whoever only knows a digest must not get the bytes.
OFFERED: Final = {name: kind for name, kind in COMMANDS.items() if kind is not AttachEvidence}
_BATCH: Final = msgspec.json.Decoder(list[Raw])


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


_WANTED: Final = msgspec.json.Decoder(Wanted)


def split(body: bytes) -> tuple[list[bytes], bool]:
    """Take a request's body apart into commands; says whether it was an array."""
    if not body.lstrip().startswith(b"["):
        return [body], False
    try:
        found = _BATCH.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Faulty(*every_fault(list[Raw], body)) from None
    if not 1 <= len(found) <= MOST:
        raise Faulty(Fault(path="", reason=f"一次办理 1 至 {MOST} 个命令，现为 {len(found)} 个"))
    return [bytes(one) for one in found], True


def orders(
    texts: Sequence[bytes], identity: Identity, at: datetime, key: str = "", *, batch: bool = False
) -> list[Order]:
    """Read all commands of a request; :class:`Faulty` lists what is wrong in any of them.

    An idempotency key stands in for ids that are not given: the same person's same key is the
    same command.
    """
    faults: list[Fault] = []
    found: list[Order] = []
    for place, text in enumerate(texts):
        root = f"[{place}]" if batch else ""
        wrong = [*_wrong(text, root)]
        faults += wrong
        if not wrong:
            found.append(_order(text, root, identity, at, f"{key}\n{place}" if key else ""))
    if faults:
        raise Faulty(*faults)
    return found


def _wrong(text: bytes, root: str) -> Iterator[Fault]:
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


def _order(text: bytes, root: str, identity: Identity, at: datetime, key: str) -> Order:
    wanted = _WANTED.decode(text)
    kind = OFFERED[wanted.command]
    command = command_of(kind, bytes(wanted.data), root)
    if wanted.actor.id not in (None, identity.id) or wanted.actor.org not in (None, identity.org):
        raise Forbidden("办理人须是登录者本人")
    return Order(
        id=str(wanted.id or id_of(identity, key)),
        at=at,
        actor=acting(identity, wanted.actor.role),
        division=wanted.division,
        command=command,
        correlation=wanted.correlation,
        expected_version=wanted.expected_version,
    )


def command_of(kind: type[Command], data: bytes, root: str) -> Command:
    """Read what was found without a fault."""
    try:
        return read_command(kind, data)
    except Refused as refused:
        raise Faulty(Fault(path=root, reason=str(refused))) from refused


def id_of(identity: Identity, key: str) -> uuid.UUID:
    """Derive a command's id from an idempotency key; without one it is a new command."""
    return uuid.uuid5(_SPACE, f"{identity.id}\n{key}") if key else uuid.uuid4()
