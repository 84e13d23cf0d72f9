"""An API key of a system: shown once, kept as a digest, bound to divisions and purposes."""

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta, Struct
from msgspec.structs import replace

from services.access import tokens
from services.access.identity import Identity, Kind, Name, Purpose, Scope, StaffId

PREFIX = "jx"


class KeyTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a key is for, as an administrator states it; ``system`` is who uses it."""

    system: StaffId
    org: Name
    purposes: Annotated[tuple[Purpose, ...], Meta(min_length=1)]
    scope: Scope
    expires_at: Annotated[datetime, Meta(tz=True)]


class ApiKey(Struct, frozen=True, kw_only=True):
    """A key as it is kept."""

    id: str
    terms: KeyTerms
    digest: str
    created_by: str
    created_at: datetime
    revoked_at: datetime | None = None
    revoked_by: str = ""

    @classmethod
    def issue(cls, terms: KeyTerms, number: str, by: str, at: datetime) -> tuple[str, Self]:
        """Make a key: the text to be shown once, and what is kept of it."""
        secret = tokens.fresh()
        key = cls(
            id=number, terms=terms, digest=tokens.digest(secret), created_by=by, created_at=at
        )
        return f"{PREFIX}.{number}.{secret}", key

    def revoked(self, by: str, at: datetime) -> Self:
        """End it; once ended it stays so."""
        return self if self.revoked_at else replace(self, revoked_at=at, revoked_by=by)

    def admits(self, secret: str, at: datetime) -> bool:
        """Whether this is the secret, in time and not revoked."""
        right = tokens.matches(secret, self.digest)
        return right and self.revoked_at is None and at < self.terms.expires_at

    def identity(self) -> Identity:
        """Say which system this is."""
        return Identity(
            id=self.terms.system,
            kind=Kind.SYSTEM,
            org=self.terms.org,
            scope=self.terms.scope,
            via=f"key:{self.id}",
            purposes=frozenset(self.terms.purposes),
        )
