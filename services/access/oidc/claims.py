"""An identity token checked, and the duties that its claims give."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import jwt
from msgspec.structs import replace

from services.access.duties import Duties
from services.access.name import is_name
from services.access.oidc.provider import ALGORITHMS
from services.access.oidc.settings import Grant, OidcSettings
from services.access.refusals import Forbidden, Unauthenticated

Claims = Mapping[str, object]
LEEWAY: Final = timedelta(seconds=60)
_BAD: Final = "身份令牌无效"


def key_name(token: str) -> str:
    """Read which key signed a token, of those algorithms only that a provider's key can do."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise Unauthenticated(_BAD) from error
    name: object = header.get("kid")
    if header.get("alg") not in ALGORITHMS or not isinstance(name, str):
        raise Unauthenticated(_BAD)
    return name


def checked(token: str, key: jwt.PyJWK, settings: OidcSettings, nonce: str) -> Claims:
    """Check signature, issuer, audience, times and nonce; or :class:`Unauthenticated`."""
    try:
        claims: Claims = jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            audience=settings.client_id,
            issuer=settings.issuer,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "exp", "iat", "sub", "nonce"]},
        )
    except jwt.PyJWTError as error:
        raise Unauthenticated(_BAD) from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    party = claims.get("azp", None if several else settings.client_id)
    if claims["nonce"] != nonce or party != settings.client_id:
        raise Unauthenticated(_BAD)
    return claims


def staff_id(claims: Claims, settings: OidcSettings) -> str:
    """Read the account's name."""
    name = claims.get(settings.staff_claim)
    if not isinstance(name, str) or not is_name(name):
        raise Forbidden(f"身份令牌的 {settings.staff_claim} 不是可用的工号")
    return name


def duties(claims: Claims, settings: OidcSettings) -> Duties:
    """Give the duties of the first grant that fits; :class:`Forbidden` when none does."""
    for grant in settings.grant:
        if grant.value in _texts(claims, grant.claim):
            return _given(grant, claims)
    raise Forbidden("统一身份认证没有授予您本系统的角色")


def _given(grant: Grant, claims: Claims) -> Duties:
    scope = grant.scope
    if grant.departments_from:
        scope = replace(scope, departments=_texts(claims, grant.departments_from))
    if grant.units_from:
        scope = replace(scope, units=_texts(claims, grant.units_from))
    if grant.sections_from:
        scope = replace(scope, sections=_texts(claims, grant.sections_from))
    org = next(iter(_texts(claims, grant.org_from)), "") if grant.org_from else grant.org
    if not org:
        raise Forbidden("身份令牌没有说明您的单位")
    return Duties(org=org, roles=grant.roles, administrator=grant.administrator, scope=scope)


def _texts(claims: Claims, name: str) -> tuple[str, ...]:
    found = claims.get(name)
    several = found if isinstance(found, list) else [found]
    return tuple(one for one in several if isinstance(one, str) and one)
