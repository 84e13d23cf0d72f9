"""What the operator writes about the provider; nothing of it ever comes from a request."""

import ipaddress
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

import msgspec
from msgspec import Meta, Struct

from events.terms import Role
from services.access.identity import Administrator, Scope
from services.runtime.trouble import BadSetting

Text = Annotated[str, Meta(min_length=1)]


class Grant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Duties of whoever has ``value`` in ``claim``; ``*_from`` names the claim that says it."""

    claim: Text
    value: Text
    org: str = ""
    org_from: str = ""
    roles: tuple[Role, ...] = ()
    administrator: Administrator | None = None
    scope: Scope = Scope()
    departments_from: str = ""
    units_from: str = ""
    sections_from: str = ""


class OidcSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One provider; the first grant that fits gives the duties."""

    issuer: Text
    client_id: Text
    redirect_uri: Text
    client_secret_file: str = ""
    ca_file: str = ""
    staff_claim: Text = "preferred_username"
    scopes: tuple[Text, ...] = ("openid", "profile")
    grant: Annotated[tuple[Grant, ...], Meta(min_length=1)]

    @property
    def secret(self) -> str:
        """Read the client's secret, "" for a public client."""
        return Path(self.client_secret_file).read_text().strip() if self.client_secret_file else ""


def read(path: Path) -> OidcSettings:
    """Read the file; ``BadSetting`` says in Chinese what cannot be meant."""
    try:
        settings = msgspec.toml.decode(path.read_bytes(), type=OidcSettings)
        _ = settings.secret
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise BadSetting(f"JIXIAO_OIDC：{path} 读不懂：{error}") from error
    for name, url in (("issuer", settings.issuer), ("redirect_uri", settings.redirect_uri)):
        if not trusted(url):
            raise BadSetting(
                f"JIXIAO_OIDC：{name} 须为 https 地址（本机回环可用 http），不含用户名、参数和片段"
            )
    return settings


def trusted(url: str) -> bool:
    """Whether a URL is one that we may call: https, or this machine itself; nothing hidden."""
    try:
        parts = urlsplit(url)
        plain = not (parts.username or parts.password or parts.query or parts.fragment)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return plain and named and (parts.scheme == "https" or _here(parts))


def _here(parts: SplitResult) -> bool:
    if parts.scheme != "http":
        return False
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"


def origin(url: str) -> tuple[str, str, int]:
    """Name scheme, host and port."""
    parts = urlsplit(url)
    return (
        parts.scheme,
        parts.hostname or "",
        parts.port or (443 if parts.scheme == "https" else 80),
    )
