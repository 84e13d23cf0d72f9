"""Users of a NATS server: a nkey each, and what its name permits."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import nkeys
from msgspec import Struct

from events.subjects import CODE, DIVISION
from services.refusal import Refused
from services.runtime.permissions import (
    Permissions,
    application,
    auditor,
    owner,
    upstream,
)

OWNER: Final = "owner"
APPLICATION: Final = "application"
AUDITOR: Final = "auditor"
_UPSTREAM: Final = re.compile(rf"upstream-({DIVISION.pattern})-({CODE.pattern})")
SEED: Final = ".nk"


class User(Struct, frozen=True):
    """One user: the public key of its seed, and what it may."""

    nkey: str
    permissions: Permissions


def upstream_name(upstream_: str) -> str:
    """Name the user of ``<division>/<system>``; :class:`Refused` for what is none."""
    division, _, system = upstream_.partition("/")
    name = f"upstream-{division}-{system}"
    if not _UPSTREAM.fullmatch(name):
        raise Refused(f"“{upstream_}”不是上游系统：应如 231083/treasury（区划/系统名）")
    return name


def users_of(seeds: dict[str, Path]) -> Iterator[User]:
    """Make the user of each seed, by its name."""
    for name, file in seeds.items():
        pair = nkeys.from_seed(bytearray(file.read_bytes().strip()))
        public = pair.public_key.decode()
        pair.wipe()
        yield User(public, _permissions(name))


def _permissions(name: str) -> Permissions:
    if found := _UPSTREAM.fullmatch(name):
        return upstream(name, found[1], found[2])
    known = {OWNER: owner, APPLICATION: application, AUDITOR: auditor}
    if name not in known:
        raise Refused(f"keys 目录中的 {name}{SEED} 不是 jixiao 的用户")
    return known[name](name)


def fresh_seed() -> bytes:
    """Make a seed of a new user."""
    raw = secrets.token_bytes(32)
    return bytes(nkeys.encode_seed(raw, nkeys.PREFIX_BYTE_USER))
