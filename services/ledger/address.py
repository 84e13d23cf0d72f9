"""Where NATS is and how one gets in, in one URL, as libpq does: ``tls://host:4222?ca=F&seed=F``.

``ca`` names a file with the certificates to trust, ``seed`` one with the seed of a user's nkey;
``inbox`` is where the user may hear answers, when not everywhere.
"""

import ssl
from dataclasses import dataclass
from typing import Final, Self, TypedDict
from urllib.parse import parse_qsl, urlsplit

PARAMETERS: Final = frozenset({"ca", "seed", "inbox"})


class Options(TypedDict, total=False):
    """What the client is told besides the servers."""

    tls: ssl.SSLContext
    nkeys_seed: str
    inbox_prefix: bytes


@dataclass(frozen=True)
class Address:
    """The servers of a cluster, without the parameters; these count for all of them."""

    servers: tuple[str, ...]
    ca: str = ""
    seed: str = ""
    inbox: str = "_INBOX"

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read servers separated by commas; ValueError for a parameter that there is not."""
        servers: list[str] = []
        found: dict[str, str] = {}
        for one in url.split(","):
            parts = urlsplit(one.strip())
            servers.append(parts._replace(query="").geturl())
            found |= dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        unknown = sorted(found.keys() - PARAMETERS)
        if unknown:
            raise ValueError(f"unknown parameter {unknown[0]}")
        return cls(tuple(servers), **found)

    @property
    def tls(self) -> ssl.SSLContext | None:
        """Whom to trust; None for a server without TLS. OSError when the file cannot be read."""
        secure = any(server.startswith(("tls://", "wss://")) for server in self.servers)
        if not (secure or self.ca):
            return None
        return ssl.create_default_context(cafile=self.ca or None)

    @property
    def options(self) -> Options:
        """Give what the client takes."""
        options = Options(inbox_prefix=self.inbox.encode())
        if (tls := self.tls) is not None:
            options["tls"] = tls
        if self.seed:
            options["nkeys_seed"] = self.seed
        return options
