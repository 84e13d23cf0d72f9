"""Secrets that are made here, shown once and kept only as digests."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Self

from msgspec import Struct


def fresh() -> str:
    """Make a secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Name a secret without telling it; enough for random ones, never for passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


def matches(secret: str, kept: str) -> bool:
    """Compare a secret with a digest in constant time."""
    return hmac.compare_digest(digest(secret), kept)


class Ticket(Struct, frozen=True, kw_only=True):
    """What is kept of a one-time link."""

    digest: str
    expires_at: datetime

    @classmethod
    def issue(cls, at: datetime, lasts: timedelta) -> tuple[str, Self]:
        """Make a secret and what is kept of it."""
        secret = fresh()
        return secret, cls(digest=digest(secret), expires_at=at + lasts)

    def admits(self, secret: str, at: datetime) -> bool:
        """Whether this is the secret, and in time."""
        return matches(secret, self.digest) and at < self.expires_at
