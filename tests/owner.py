"""The owner of an embedded NATS server, who alone may delete a stream: tests begin with none."""

import json
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_OWNERS: Final[dict[str, str]] = {}


def remember(nats_url: str, data: Path) -> None:
    """Read the owner's password where the server reads it."""
    config = (data / "nats" / "nats.conf").read_text("utf-8")
    users = json.JSONDecoder().raw_decode(config, config.index("[{"))[0]
    [password] = [one["password"] for one in users if one["user"] == "owner"]
    host = urlsplit(nats_url).netloc.rpartition("@")[2]
    _OWNERS[nats_url] = f"nats://owner:{password}@{host}"


def url_of(nats_url: str) -> str:
    """Give the owner's address of a server; of one without users, the address itself."""
    return _OWNERS.get(nats_url, nats_url)
