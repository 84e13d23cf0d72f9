"""Commands of a request as orders: the person who signed in, the time our own."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Raw

from services.access.authority import acting
from services.access.identity import Identity
from services.access.refusals import Forbidden
from services.api.faulty import Faulty
from services.api.wanted import OFFERED, WANTED, wrong_in
from services.decision import Command
from services.desk.every_fault import Fault, every_fault
from services.desk.orders import Order, read_command
from services.refusal import Refused

MOST: Final = 100  # commands in one request
_SPACE: Final = uuid.UUID("0d9b4c56-6b4d-5b0b-8a3e-3f6f0a6a7c21")
_BATCH: Final = msgspec.json.Decoder(list[Raw])


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
        wrong = [*wrong_in(text, root)]
        faults += wrong
        if not wrong:
            found.append(_order(text, root, identity, at, f"{key}\n{place}" if key else ""))
    if faults:
        raise Faulty(*faults)
    return found


def _order(text: bytes, root: str, identity: Identity, at: datetime, key: str) -> Order:
    wanted = WANTED.decode(text)
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
