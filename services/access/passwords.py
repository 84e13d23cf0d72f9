"""Passwords: what one must be like, and argon2id hashes, a few at a time."""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.access import tokens
from services.refusal import Refused

SHORTEST: Final = 12
LONGEST: Final = 128
FEWEST_CHARACTERS: Final = 6
AT_ONCE: Final = 2  # each takes 64 MiB and a core


def check_password(password: str, account: str) -> None:
    """Refuse a password that is short, simple or made of the account's name."""
    faults: list[str] = []
    if not SHORTEST <= len(password) <= LONGEST:
        faults.append(f"口令须为 {SHORTEST} 至 {LONGEST} 个字符")
    if len(set(password)) < FEWEST_CHARACTERS:
        faults.append(f"口令须含至少 {FEWEST_CHARACTERS} 种不同的字符")
    if account.casefold() in password.casefold():
        faults.append("口令不能包含工号")
    if faults:
        raise Refused(*faults)


class Passwords:
    """Hashes and compares on threads; comparing with nothing takes as long as with a hash."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Take another hasher only to hash faster or slower."""
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(tokens.fresh())
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        """Return the argon2id hash with its parameters and salt."""
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password: str, kept: str) -> bool:
        """Compare; an empty hash matches nothing, after the same work."""
        async with self._turn:
            return await asyncio.to_thread(self._verify, password[: LONGEST + 1], kept)

    def _verify(self, password: str, kept: str) -> bool:
        try:
            return self._hasher.verify(kept or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
