"""API keys of systems: issued, recognised, revoked."""

import secrets
from datetime import timedelta
from typing import Final

from services.access import api_key
from services.access.api_key import ApiKey, KeyTerms
from services.access.identity import Administrator, Identity
from services.access.logbook import Act, Logbook, Visit
from services.access.name import is_name
from services.access.refusals import Unauthenticated
from services.access.sight import may_administer
from services.access.store import Shelf
from services.access.throttle import Throttle
from services.refusal import Refused

LONGEST: Final = timedelta(days=366)
_WRONG: Final = "接口密钥无效、已吊销或已过期"


class Keys:
    """Issues keys, recognises them and ends them."""

    def __init__(self, shelf: Shelf[ApiKey], addresses: Throttle, logbook: Logbook) -> None:
        self._shelf = shelf
        self._addresses = addresses
        self._logbook = logbook

    async def all(self, by: Identity) -> list[ApiKey]:
        """List every key, for the security administrator."""
        may_administer(by, Administrator.SECURITY)
        return await self._shelf.all()

    async def issue(self, by: Identity, terms: KeyTerms, visit: Visit) -> tuple[str, ApiKey]:
        """Make a key; its text is returned this once."""
        may_administer(by, Administrator.SECURITY)
        if not terms.scope.divisions:
            raise Refused("接口密钥须限定财政区划")
        if not visit.at < terms.expires_at <= visit.at + LONGEST:
            raise Refused(f"接口密钥的有效期须在 {LONGEST.days} 天以内")
        text, key = ApiKey.issue(terms, secrets.token_hex(8), by.id, visit.at)
        await self._shelf.create(key.id, key)
        await self._note(Act.KEY_ISSUED, by.id, key, visit)
        return text, key

    async def revoke(self, by: Identity, number: str, visit: Visit) -> ApiKey:
        """End a key at once."""
        may_administer(by, Administrator.SECURITY)
        held = await self._shelf.get(number) if is_name(number) else None
        if held is None:
            raise Refused("没有这个接口密钥")
        after = held.value.revoked(by.id, visit.at)
        await self._shelf.update(number, held, after)
        await self._note(Act.KEY_REVOKED, by.id, after, visit)
        return after

    async def identity(self, text: str, visit: Visit) -> Identity:
        """Say which system's key this is; or ``Unauthenticated``, later ``TooManyTries``."""
        await self._addresses.check(visit.origin, visit.at)
        prefix, _, rest = text.partition(".")
        number, _, secret = rest.partition(".")
        known = prefix == api_key.PREFIX and is_name(number)
        held = await self._shelf.get(number) if known else None
        if held is None or not held.value.admits(secret, visit.at):
            await self._addresses.fail(visit.origin, visit.at)
            await self._logbook.write(visit.entry(Act.KEY_REFUSED, "", number))
            raise Unauthenticated(_WRONG)
        return held.value.identity()

    async def _note(self, act: Act, by: str, key: ApiKey, visit: Visit) -> None:
        terms = key.terms
        entry = visit.entry(
            act,
            by,
            key.id,
            system=terms.system,
            purposes=",".join(terms.purposes),
            divisions=",".join(terms.scope.divisions),
        )
        await self._logbook.write(entry)
