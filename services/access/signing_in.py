"""Signing in: with a password, slowly after failures, and with the same answer to every failure."""

from services.access.account import Account
from services.access.identity import Identity
from services.access.logbook import Act, Logbook, Visit
from services.access.name import is_name
from services.access.passwords import Passwords
from services.access.refusals import Unauthenticated
from services.access.sessions import Sessions
from services.access.store import Held, Shelf
from services.access.throttle import Throttles

WRONG = "账号或口令不正确"


class SigningIn:
    """Lets people in and out."""

    def __init__(
        self,
        accounts: Shelf[Account],
        sessions: Sessions,
        passwords: Passwords,
        throttles: Throttles,
        logbook: Logbook,
    ) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._passwords = passwords
        self._names = throttles.names
        self._addresses = throttles.addresses
        self._logbook = logbook

    async def by_password(self, name: str, password: str, visit: Visit) -> str:
        """Open a session and return its token; the answer never tells which part was wrong.

        Raises ``Unauthenticated``, or ``TooManyTries`` also for the right password.
        """
        held = await self.proved(name, password, visit, Act.SIGN_IN_FAILED)
        if held is None:
            raise Unauthenticated(WRONG)
        return await self.let_in(held.value, visit)

    async def proved(
        self, name: str, password: str, visit: Visit, failure: Act
    ) -> Held[Account] | None:
        """Find the account that a password proves; None, noted as ``failure``, when it does not.

        Raises ``TooManyTries`` also for the right password.
        """
        await self._addresses.check(visit.origin, visit.at)
        tries = await self._names.reserve(name, visit.at)
        held = await self._accounts.get(name) if is_name(name) else None
        kept = "" if held is None or held.value.locked else held.value.password
        if not await self._passwords.matches(password, kept) or held is None:
            await self._note(failure, name, visit)
            if tries.blocked_until > visit.at:
                await self._note(Act.LOCKED_OUT, name, visit)
            await self._addresses.fail(visit.origin, visit.at)
            return None
        await self._names.forgive(name)
        return held

    async def let_in(self, account: Account, visit: Visit) -> str:
        """Open a session for who has proved to be this account; returns its token."""
        await self._note(Act.SIGNED_IN, account.id, visit)
        return await self._sessions.open(account, visit.at)

    async def out(self, identity: Identity, token: str, visit: Visit) -> None:
        """End the session."""
        await self._sessions.close(token)
        await self._note(Act.SIGNED_OUT, identity.id, visit)

    async def refuse(self, name: str, visit: Visit) -> None:
        """Note a failed proof from elsewhere, and slow its address down."""
        await self._addresses.fail(visit.origin, visit.at)
        await self._note(Act.SIGN_IN_FAILED, name, visit)

    async def _note(self, act: Act, who: str, visit: Visit) -> None:
        await self._logbook.write(visit.entry(act, who))
