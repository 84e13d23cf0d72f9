"""Changing one's own password: the old one is asked, and every session of before ends."""

from services.access.account import Account
from services.access.identity import Identity, Kind
from services.access.logbook import Act, Logbook, Visit
from services.access.passwords import Passwords, check_password
from services.access.refusals import Forbidden
from services.access.sessions import Sessions
from services.access.signing_in import SigningIn
from services.access.store import Shelf
from services.refusal import Refused


class OwnPassword:
    """Lets people change the password that they sign in with here."""

    def __init__(
        self,
        accounts: Shelf[Account],
        signing_in: SigningIn,
        sessions: Sessions,
        passwords: Passwords,
        logbook: Logbook,
    ) -> None:
        self._accounts = accounts
        self._signing_in = signing_in
        self._sessions = sessions
        self._passwords = passwords
        self._logbook = logbook

    async def change(self, identity: Identity, old: str, new: str, visit: Visit) -> str:
        """Set another password and return the token of the one session that goes on.

        Whoever found an open browser may guess no faster than at the sign-in: a wrong old password
        counts as a failed sign-in does. Raises Refused, Forbidden, TooManyTries, Taken.
        """
        name = identity.id
        if identity.kind is not Kind.PERSON:
            raise Forbidden("接口密钥没有口令")
        known = await self._accounts.get(name)
        if known is not None and known.value.issuer:
            raise Refused("您由统一身份认证登录，请在那里修改口令")
        check_password(new, name)
        if new == old:
            raise Refused("新口令不能与原口令相同")
        held = await self._signing_in.proved(name, old, visit, Act.PASSWORD_REFUSED)
        if held is None:
            raise Forbidden("原口令不正确")
        hashed = await self._passwords.hash(new)
        changed = held.value.with_password(hashed, visit.at)
        after = await self._accounts.update(name, held, changed)
        await self._logbook.write(visit.entry(Act.PASSWORD_CHANGED, name, name))
        return await self._sessions.open(after.value, visit.at)
