"""Accounts as a security administrator keeps them; every change is in the logbook."""

from collections.abc import Callable
from typing import Final

from services.access.account import Account
from services.access.duties import Duties, check, logged
from services.access.identity import Administrator, Identity, Kind, Scope
from services.access.logbook import Act, Logbook, Visit
from services.access.name import check_name, is_name
from services.access.refusals import Forbidden
from services.access.sight import may_administer
from services.access.store import Shelf
from services.refusal import Refused

# Whoever can run commands on the server may let a security administrator in again.
OPERATOR: Final = Identity(
    id="operator",
    kind=Kind.SYSTEM,
    org="",
    scope=Scope(),
    via="shell",
    administrator=Administrator.SECURITY,
)


class Accounts:
    """Creates accounts, changes their duties, locks them, invites to set a password."""

    def __init__(self, shelf: Shelf[Account], logbook: Logbook) -> None:
        self._shelf = shelf
        self._logbook = logbook

    async def all(self, by: Identity) -> list[Account]:
        """List every account, for the security administrator."""
        may_administer(by, Administrator.SECURITY)
        return await self._shelf.all()

    async def create(self, by: Identity, name: str, duties: Duties, visit: Visit) -> str:
        """Create an account and return the secret of its one-time link."""
        may_administer(by, Administrator.SECURITY)
        check_name(name)
        check(duties)
        account = Account(id=name, duties=duties, changed_by=by.id, changed_at=visit.at)
        secret, invited = account.invited(by.id, visit.at)
        await self._shelf.create(name, invited)
        told = logged(duties)
        await self._logbook.write(visit.entry(Act.ACCOUNT_CREATED, by.id, name, **told))
        return secret

    async def change(self, by: Identity, name: str, duties: Duties, visit: Visit) -> Account:
        """Give an account other duties; its sessions end."""
        changed = await self._step(by, name, lambda one: one.changed(duties, by.id, visit.at))
        told = logged(duties)
        await self._logbook.write(visit.entry(Act.ACCOUNT_CHANGED, by.id, name, **told))
        return changed

    async def lock(self, by: Identity, name: str, visit: Visit, *, locked: bool = True) -> Account:
        """Lock or unlock an account; its sessions and links end."""
        changed = await self._step(by, name, lambda one: one.lock(by.id, visit.at, locked=locked))
        act = Act.ACCOUNT_LOCKED if locked else Act.ACCOUNT_UNLOCKED
        await self._logbook.write(visit.entry(act, by.id, name))
        return changed

    async def invite(self, by: Identity, name: str, visit: Visit) -> str:
        """Issue a new one-time link for an account; returns its secret."""
        secrets: list[str] = []

        def invited(one: Account) -> Account:
            if one.issuer or one.locked:
                raise Refused("该账号已停用，或由统一身份认证登录，不能设置口令")
            secret, after = one.invited(by.id, visit.at)
            secrets.append(secret)
            return after

        await self._step(by, name, invited)
        await self._logbook.write(visit.entry(Act.LINK_ISSUED, by.id, name))
        return secrets[0]

    async def arrive(self, name: str, duties: Duties, issuer: str, visit: Visit) -> Account:
        """Take who signed in at an issuer, with the duties that its claims give now.

        :class:`Forbidden` when the name belongs to an account of another origin, or is locked.
        """
        check_name(name)
        check(duties)
        held = await self._shelf.get(name)
        act = Act.ACCOUNT_CHANGED if held else Act.ACCOUNT_CREATED
        if held is None:
            account = Account(
                id=name, duties=duties, changed_by=name, changed_at=visit.at, issuer=issuer
            )
            await self._shelf.create(name, account)
        elif held.value.issuer != issuer or held.value.locked:
            raise Forbidden("该工号已停用，或属于另一种登录方式的账号")
        elif held.value.duties == duties:
            return held.value
        else:
            account = held.value.changed(duties, name, visit.at)
            await self._shelf.update(name, held, account)
        told = logged(duties)
        await self._logbook.write(visit.entry(act, name, name, **told))
        return account

    async def _step(self, by: Identity, name: str, step: Callable[[Account], Account]) -> Account:
        may_administer(by, Administrator.SECURITY)
        if by.id == name:
            raise Forbidden("不能变更自己的账号，须由另一位安全管理员办理")
        held = await self._shelf.get(name) if is_name(name) else None
        if held is None:
            raise Refused("没有这个账号")
        return (await self._shelf.update(name, held, step(held.value))).value
