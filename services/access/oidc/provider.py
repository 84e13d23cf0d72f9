"""The provider over HTTP: its description, its keys, and codes exchanged for tokens."""

import ssl
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, TypeVar

import httpx
import jwt
import msgspec
from msgspec import Struct

from services.access.oidc.settings import OidcSettings, origin, trusted
from services.access.refusals import Unauthenticated

T = TypeVar("T")

LARGEST: Final = 1 << 20  # bytes of an answer
TIMEOUT: Final = 5.0
KEYS_LAST: Final = timedelta(hours=1)
ASKED_EVERY: Final = timedelta(minutes=1)  # for a key that is not known yet
UNAVAILABLE: Final = "统一身份认证暂不可用或配置有误，请联系系统管理员"
ALGORITHMS: Final = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
)


class Description(Struct, frozen=True):
    """What the provider says about itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class _Tokens(Struct):
    id_token: str


class Provider:
    """Asks the provider, and nobody else: no redirects, no other origin, no proxy settings."""

    def __init__(self, settings: OidcSettings) -> None:
        self._settings = settings
        self._description: Description | None = None
        self._keys: dict[str, jwt.PyJWK] = {}
        self._keys_at: datetime | None = None
        self._tls = ssl.create_default_context(cafile=settings.ca_file or None)

    async def description(self) -> Description:
        """Read and check the description, once."""
        if self._description is None:
            address = self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
            found = _decoded(await self._ask("GET", address), Description)
            if found.issuer != self._settings.issuer:
                raise Unauthenticated(UNAVAILABLE)
            for url in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
                self._own(url)
            self._description = found
        return self._description

    async def key(self, name: str, at: datetime) -> jwt.PyJWK:
        """Give the key of a name; an unknown one is asked for, but not all the time."""
        old = self._keys_at is None or at - self._keys_at >= KEYS_LAST
        rest = self._keys_at is not None and at - self._keys_at < ASKED_EVERY
        if old or (name not in self._keys and not rest):
            address = (await self.description()).jwks_uri
            self._keys, self._keys_at = _public(await self._ask("GET", address)), at
        if name not in self._keys:
            raise Unauthenticated("身份令牌的签名密钥不明")
        return self._keys[name]

    async def id_token(self, code: str, verifier: str) -> str:
        """Exchange a code for the identity token."""
        settings = self._settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": settings.redirect_uri,
            "client_id": settings.client_id,
            "code_verifier": verifier,
        }
        address = (await self.description()).token_endpoint
        return _decoded(await self._ask("POST", address, form), _Tokens).id_token

    async def _ask(self, method: str, url: str, form: Mapping[str, str] | None = None) -> bytes:
        self._own(url)
        secret = self._settings.secret if form else ""
        auth = httpx.BasicAuth(self._settings.client_id, secret) if secret else None
        content = bytearray()
        try:
            async with (
                httpx.AsyncClient(
                    verify=self._tls, follow_redirects=False, trust_env=False, timeout=TIMEOUT
                ) as client,
                client.stream(method, url, data=form, auth=auth) as answer,
            ):
                async for part in answer.aiter_bytes():
                    content += part
                    if len(content) > LARGEST:
                        raise Unauthenticated(UNAVAILABLE)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unauthenticated(UNAVAILABLE) from error
        if answer.status_code != httpx.codes.OK:
            raise Unauthenticated(UNAVAILABLE if form is None else "统一身份认证未通过")
        return bytes(content)

    def _own(self, url: str) -> None:
        if not trusted(url) or origin(url) != origin(self._settings.issuer):
            raise Unauthenticated(UNAVAILABLE)


def _decoded(content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unauthenticated(UNAVAILABLE) from error


def _public(content: bytes) -> dict[str, jwt.PyJWK]:
    """Take the public keys with a name; a shared secret is no key of a provider."""
    found = _decoded(content, dict[str, list[dict[str, object]]]).get("keys", [])
    keys: dict[str, jwt.PyJWK] = {}
    for one in found:
        name = one.get("kid")
        if isinstance(name, str) and one.get("kty") != "oct" and one.get("use", "sig") == "sig":
            try:
                keys[name] = jwt.PyJWK(one)
            except jwt.PyJWTError:  # of a kind that we do not take
                continue
    return keys
