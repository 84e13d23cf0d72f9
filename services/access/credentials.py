"""Written for a NATS server of one's own: its configuration, and the seed of each of its users."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec
from msgspec import Struct

from services.access.nats_users import (
    APPLICATION,
    AUDITOR,
    OWNER,
    SEED,
    fresh_seed,
    upstream_name,
    users_of,
)
from services.runtime.permissions import (
    inbox,
)

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


class Written(Struct, frozen=True):
    """What was written: the configuration, and the file with each user's seed."""

    config: Path
    seeds: dict[str, Path]


def write(folder: Path, upstreams: Iterable[str]) -> Written:
    """Write seeds and configuration; what is there stays, users are added.

    ``upstreams`` are ``<division>/<system>``; :class:`Refused` for what is none.
    """
    names = [OWNER, APPLICATION, AUDITOR, *(upstream_name(one) for one in upstreams)]
    keys = folder / "keys"
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in names:
        file = keys / f"{name}{SEED}"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_bytes(fresh_seed())
    seeds = {file.stem: file for file in sorted(keys.glob(f"*{SEED}"))}
    users = msgspec.json.format(msgspec.json.encode(list(users_of(seeds))), indent=2).decode()
    (folder / "users.conf").write_text(f"authorization {{\nusers: {users}\n}}\n")
    config = folder / "nats-server.conf"
    if not config.exists():
        store = msgspec.json.encode(str((folder / "store").absolute())).decode()
        config.write_text(_SERVER.format(store=store))
    return Written(config, seeds)


def address(name: str, seed: Path) -> str:
    """Give a user's address on this machine."""
    return f"nats://127.0.0.1:4222?seed={quote(str(seed))}&inbox={inbox(name)}"
