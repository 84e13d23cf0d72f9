"""An account: a person's duties and how they sign in, changed by pure steps."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from services.access.duties import Duties, check
from services.access.identity import (
    Identity,
    Kind,
    StaffId,
)
from services.access.tokens import Ticket

LINK_LASTS: Final = timedelta(hours=72)


class Account(Struct, frozen=True, kw_only=True):
    """An account as it is kept.

    ``generation`` grows whenever open sessions must end; ``issuer`` is where the person signs in,
    empty for a password here; ``changed_by`` is the staff id of who changed it last.
    """

    id: StaffId
    duties: Duties
    changed_by: str
    changed_at: datetime
    password: str = ""
    ticket: Ticket | None = None
    issuer: str = ""
    locked: bool = False
    generation: int = 1

    def changed(self, duties: Duties, by: str, at: datetime) -> "Account":
        """Give other duties; open sessions end. Refused when duties exclude each other."""
        check(duties)
        return self._next(by, at, duties=duties)

    def lock(self, by: str, at: datetime, *, locked: bool = True) -> "Account":
        """Lock, or unlock; open sessions and one-time links end."""
        return self._next(by, at, locked=locked, ticket=None)

    def invited(self, by: str, at: datetime) -> tuple[str, "Account"]:
        """Issue a one-time link in place of every earlier one; the password stands until then."""
        secret, ticket = Ticket.issue(at, LINK_LASTS)
        return f"{self.id}.{secret}", replace(self, ticket=ticket, changed_by=by, changed_at=at)

    def with_password(self, hashed: str, at: datetime) -> "Account":
        """Set the password; open sessions and one-time links end."""
        return self._next(self.id, at, password=hashed, ticket=None)

    def identity(self, via: str) -> Identity:
        """Say who this is, coming by a session."""
        return Identity(
            id=self.id,
            kind=Kind.PERSON,
            org=self.duties.org,
            scope=self.duties.scope,
            via=via,
            roles=frozenset(self.duties.roles),
            administrator=self.duties.administrator,
        )

    def _next(self, by: str, at: datetime, **changes: object) -> "Account":
        generation = self.generation + 1
        return replace(self, changed_by=by, changed_at=at, generation=generation, **changes)
