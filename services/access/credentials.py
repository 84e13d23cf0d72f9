"""Users of a NATS server of one's own: a nkey each, and the server's configuration."""

import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec
import nkeys
from msgspec import Struct

from events.subjects import CODE, DIVISION
from services.refusal import Refused
from services.runtime.permissions import (
    Permissions,
    application,
    auditor,
    inbox,
    owner,
    upstream,
)

OWNER: Final = "owner"
APPLICATION: Final = "application"
AUDITOR: Final = "auditor"
_UPSTREAM: Final = re.compile(rf"upstream-({DIVISION.pattern})-({CODE.pattern})")
_SEED: Final = ".nk"
_SERVER: Final = """\
# Written once by jixiao init; yours to change. The users stand in users.conf, written each time.
server_name: jixiao
listen: "127.0.0.1:4222"
http: "127.0.0.1:8222"
max_payload: 4MB
jetstream {{
  store_dir: {store}
  # Acknowledged means on disk. The default, two minutes, loses facts in a power cut.
  sync_interval: always
}}
# For TLS, which anything but this machine itself needs:
# tls {{ cert_file: "server.pem", key_file: "server.key" }}
include "users.conf"
"""


class User(Struct, frozen=True):
    """One user: the public key of its seed, and what it may."""

    nkey: str
    permissions: Permissions


class Written(Struct, frozen=True):
    """What was written: the configuration, and the file with each user's seed."""

    config: Path
    seeds: dict[str, Path]


def write(folder: Path, upstreams: Iterable[str]) -> Written:
    """Write seeds and configuration; what is there stays, users are added.

    ``upstreams`` are ``<division>/<system>``; :class:`Refused` for what is none.
    """
    names = [OWNER, APPLICATION, AUDITOR, *(_named(one) for one in upstreams)]
    keys = folder / "keys"
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in names:
        file = keys / f"{name}{_SEED}"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_bytes(_fresh_seed())
    seeds = {file.stem: file for file in sorted(keys.glob(f"*{_SEED}"))}
    users = msgspec.json.format(msgspec.json.encode(list(_users(seeds))), indent=2).decode()
    (folder / "users.conf").write_text(f"authorization {{\nusers: {users}\n}}\n")
    config = folder / "nats-server.conf"
    if not config.exists():
        store = msgspec.json.encode(str((folder / "store").absolute())).decode()
        config.write_text(_SERVER.format(store=store))
    return Written(config, seeds)


def _named(upstream_: str) -> str:
    division, _, system = upstream_.partition("/")
    name = f"upstream-{division}-{system}"
    if not _UPSTREAM.fullmatch(name):
        raise Refused(f"“{upstream_}”不是上游系统：应如 231083/treasury（区划/系统名）")
    return name


def _users(seeds: dict[str, Path]) -> Iterator[User]:
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
        raise Refused(f"keys 目录中的 {name}{_SEED} 不是 jixiao 的用户")
    return known[name](name)


def address(name: str, seed: Path) -> str:
    """Give a user's address on this machine."""
    return f"nats://127.0.0.1:4222?seed={quote(str(seed))}&inbox={inbox(name)}"


def _fresh_seed() -> bytes:
    raw = secrets.token_bytes(32)
    return bytes(nkeys.encode_seed(raw, nkeys.PREFIX_BYTE_USER))
