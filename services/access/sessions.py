"""Sessions: an opaque random token in a cookie, here only its digest, ended by time or by hand."""

import hashlib
import hmac
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import nats.errors
from msgspec import Struct
from msgspec.structs import replace

from services.access import tokens
from services.access.account import Account
from services.access.identity import Identity
from services.access.refusals import Taken, Unauthenticated
from services.access.store import Held, Shelf
from services.access.streams import LONGEST_SESSION

IDLE: Final = timedelta(minutes=30)
NOTED_EVERY: Final = timedelta(minutes=1)
_EXPIRED: Final = "登录已失效，请重新登录"


class Session(Struct, frozen=True, kw_only=True):
    """A session as it is kept, under the digest of its token."""

    account: str
    generation: int
    started_at: datetime
    seen_at: datetime

    def lives(self, at: datetime) -> bool:
        """Whether it was neither left idle nor open for too long."""
        return at < self.seen_at + IDLE and at < self.started_at + LONGEST_SESSION


class Sessions:
    """Opens, recognises and ends sessions."""

    def __init__(self, shelf: Shelf[Session], accounts: Shelf[Account]) -> None:
        self._shelf = shelf
        self._accounts = accounts

    async def open(self, account: Account, at: datetime) -> str:
        """Begin a session under a token that never existed before; returns it."""
        token = tokens.fresh()
        session = Session(
            account=account.id, generation=account.generation, started_at=at, seen_at=at
        )
        await self._shelf.create(tokens.digest(token), session)
        return token

    async def identity(self, token: str, at: datetime, *, used: bool = True) -> Identity:
        """Say whose session this is, by the account as it is now; or :class:`Unauthenticated`.

        What only looks whether it still lives has not ``used`` it, and keeps it alive no longer.
        """
        key = tokens.digest(token)
        held = await self._shelf.get(key)
        if held is None or not held.value.lives(at):
            raise Unauthenticated(_EXPIRED)
        account = await self._accounts.get(held.value.account)
        if account is None or not _of(held.value, account.value):
            raise Unauthenticated(_EXPIRED)
        if used:
            await self._note(key, held, at)
        return account.value.identity(f"session:{key[:16]}")

    async def over(self, token: str, at: datetime, *, used: bool = False) -> bool:
        """Whether a session has ended; while nobody can be asked it has not."""
        try:
            await self.identity(token, at, used=used)
        except Unauthenticated:
            return True
        except (nats.errors.Error, OSError):
            return False
        return False

    async def close(self, token: str) -> None:
        """End a session."""
        await self._shelf.remove(tokens.digest(token))

    async def _note(self, key: str, held: Held[Session], at: datetime) -> None:
        if at - held.value.seen_at >= NOTED_EVERY:
            with suppress(Taken):  # another request of the same session has just noted it
                await self._shelf.update(key, held, replace(held.value, seen_at=at))


def csrf_token(token: str) -> str:
    """Derive what a page must send back with every change; only the session's holder knows it."""
    return hmac.new(token.encode(), b"csrf", hashlib.sha256).hexdigest()


def check_csrf(token: str, sent: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(csrf_token(token).encode(), sent.encode())


def _of(session: Session, account: Account) -> bool:
    return session.generation == account.generation and not account.locked
