"""The way of a sign-in to the provider and back, once, by the browser that began it."""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct

from services.access import tokens
from services.access.accounts import Accounts
from services.access.logbook import Visit
from services.access.oidc import claims
from services.access.oidc.provider import Provider
from services.access.oidc.settings import OidcSettings
from services.access.refusals import Forbidden, Unauthenticated
from services.access.signing_in import SigningIn
from services.access.store import Shelf
from services.access.throttle import Throttles
from services.refusal import Refused

LASTS: Final = timedelta(minutes=10)


class Pending(Struct, frozen=True, kw_only=True):
    """A sign-in under way, kept under the digest of its state."""

    nonce: str
    verifier: str
    browser: str
    begun_at: datetime


class Begun(Struct, frozen=True, kw_only=True):
    """Where to send the browser, and what it must bring back in a cookie."""

    url: str
    browser: str


class OidcFlow:
    """Begins sign-ins and ends them."""

    def __init__(
        self,
        settings: OidcSettings,
        pending: Shelf[Pending],
        accounts: Accounts,
        signing_in: SigningIn,
        throttles: Throttles,
    ) -> None:
        self._settings = settings
        self._provider = Provider(settings)
        self._pending = pending
        self._accounts = accounts
        self._signing_in = signing_in
        self._addresses = throttles.addresses
        self._starts = throttles.starts

    async def begin(self, visit: Visit) -> Begun:
        """Keep what the return is checked against, and give the provider's address.

        Raises ``TooManyTries`` for an address that began many and ended none well.
        """
        await self._addresses.check(visit.origin, visit.at)
        await self._starts.reserve(visit.origin, visit.at)
        description = await self._provider.description()
        state, nonce, verifier, browser = (tokens.fresh() for _ in range(4))
        pending = Pending(
            nonce=nonce, verifier=verifier, browser=tokens.digest(browser), begun_at=visit.at
        )
        await self._pending.create(tokens.digest(state), pending)
        question = urlencode(
            {
                "response_type": "code",
                "client_id": self._settings.client_id,
                "redirect_uri": self._settings.redirect_uri,
                "scope": " ".join(self._settings.scopes),
                "state": state,
                "nonce": nonce,
                "code_challenge": _challenge(verifier),
                "code_challenge_method": "S256",
            }
        )
        return Begun(url=f"{description.authorization_endpoint}?{question}", browser=browser)

    async def end(self, state: str, code: str, browser: str, visit: Visit) -> str:
        """Open a session for who came back with a good code; returns its token.

        Raises ``Unauthenticated``, ``Forbidden`` or ``TooManyTries``; a state is good for one
        attempt.
        """
        await self._addresses.check(visit.origin, visit.at)
        pending = await self._pending.take(tokens.digest(state))
        if pending is None or visit.at >= pending.begun_at + LASTS:
            await self._signing_in.refuse("", visit)
            raise Unauthenticated("登录已超时或已完成，请重新登录")
        if not tokens.matches(browser, pending.browser):
            await self._signing_in.refuse("", visit)
            raise Unauthenticated("登录不是由此浏览器发起的，请重新登录")
        name = ""
        try:
            token = await self._provider.id_token(code, pending.verifier)
            key = await self._provider.key(claims.key_name(token), visit.at)
            known = claims.checked(token, key, self._settings, pending.nonce)
            name = claims.staff_id(known, self._settings)
            duties = claims.duties(known, self._settings)
            account = await self._accounts.arrive(name, duties, self._settings.issuer, visit)
        except (Unauthenticated, Forbidden):
            await self._signing_in.refuse(name, visit)
            raise
        except Refused as refused:  # the operator's grants exclude each other
            await self._signing_in.refuse(name, visit)
            raise Forbidden(*refused.reasons) from refused
        await self._starts.forgive(visit.origin)
        return await self._signing_in.let_in(account, visit)


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
