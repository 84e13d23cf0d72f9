"""One-time links: the first security administrator, and setting one's password."""

from datetime import timedelta
from typing import Final

from msgspec import Struct

from services.access.account import Account
from services.access.accounts import OPERATOR
from services.access.duties import Duties, logged
from services.access.identity import Administrator
from services.access.logbook import Act, Logbook, Visit
from services.access.name import check_name, is_name
from services.access.passwords import Passwords, check_password
from services.access.refusals import Forbidden, Taken
from services.access.store import Shelf
from services.access.throttle import Throttle
from services.access.tokens import Ticket

FIRST: Final = "first"
FIRST_LASTS: Final = timedelta(hours=24)
_REFUSED: Final = "链接无效、已使用或已过期"


class FirstLink(Struct, frozen=True, kw_only=True):
    """The link that makes the first security administrator; without ticket it was used."""

    ticket: Ticket | None


class Newcomer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the first security administrator says, with the secret of the first link."""

    link: str
    id: str
    org: str
    password: str


class Links:
    """Issues the first link and redeems both kinds, each once."""

    def __init__(
        self,
        shelf: Shelf[Account],
        first: Shelf[FirstLink],
        passwords: Passwords,
        addresses: Throttle,
        logbook: Logbook,
    ) -> None:
        self._shelf = shelf
        self._first = first
        self._passwords = passwords
        self._addresses = addresses
        self._logbook = logbook

    async def first(self, visit: Visit) -> str | None:
        """Issue the first link in place of earlier ones; None when there is an administrator."""
        if any(_security(one) for one in await self._shelf.all()):
            return None
        secret, ticket = Ticket.issue(visit.at, FIRST_LASTS)
        held = await self._first.get(FIRST)
        if held is None:
            await self._first.create(FIRST, FirstLink(ticket=ticket))
        else:
            await self._first.update(FIRST, held, FirstLink(ticket=ticket))
        await self._logbook.write(visit.entry(Act.LINK_ISSUED, OPERATOR.id, FIRST))
        return secret

    async def begin(self, newcomer: Newcomer, visit: Visit) -> Account:
        """Redeem the first link: create the first security administrator, who may sign in then."""
        await self._addresses.check(visit.origin, visit.at)
        held = await self._first.get(FIRST)
        ticket = held.value.ticket if held else None
        if held is None or ticket is None or not ticket.admits(newcomer.link, visit.at):
            raise await self._refusal(FIRST, visit)
        name = newcomer.id
        check_name(name)
        check_password(newcomer.password, name)
        if await self._shelf.get(name):
            raise Taken("已存在同名的账号")
        hashed = await self._passwords.hash(newcomer.password)
        try:
            await self._first.update(FIRST, held, FirstLink(ticket=None))
        except Taken as taken:  # used, or replaced, at the same moment
            raise await self._refusal(FIRST, visit) from taken
        duties = Duties(org=newcomer.org, administrator=Administrator.SECURITY)
        account = Account(
            id=name, duties=duties, changed_by=OPERATOR.id, changed_at=visit.at, password=hashed
        )
        await self._shelf.create(name, account)
        told = logged(duties)
        await self._logbook.write(visit.entry(Act.ACCOUNT_CREATED, OPERATOR.id, name, **told))
        return account

    async def set_password(self, secret: str, password: str, visit: Visit) -> Account:
        """Redeem an account's link: set the password; sessions of before end."""
        await self._addresses.check(visit.origin, visit.at)
        name, _, rest = secret.partition(".")
        held = await self._shelf.get(name) if is_name(name) else None
        ticket = held.value.ticket if held else None
        if held is None or ticket is None or not ticket.admits(rest, visit.at):
            raise await self._refusal(name, visit)
        check_password(password, name)
        hashed = await self._passwords.hash(password)
        try:
            after = await self._shelf.update(name, held, held.value.with_password(hashed, visit.at))
        except Taken as taken:  # used, or replaced, at the same moment
            raise await self._refusal(name, visit) from taken
        await self._logbook.write(visit.entry(Act.PASSWORD_SET, name, name))
        return after.value

    async def _refusal(self, name: str, visit: Visit) -> Forbidden:
        await self._addresses.fail(visit.origin, visit.at)
        await self._logbook.write(visit.entry(Act.LINK_REFUSED, "", name))
        return Forbidden(_REFUSED)


def _security(account: Account) -> bool:
    usable = bool(account.password or account.issuer) and not account.locked
    return usable and account.duties.administrator is Administrator.SECURITY
