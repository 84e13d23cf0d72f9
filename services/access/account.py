"""An account: a person's duties and how they sign in, changed by pure steps."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from events.subjects import CODE
from events.terms import Role
from services.access.identity import (
    Administrator,
    Identity,
    Kind,
    Name,
    Scope,
    StaffId,
    check_duties,
)
from services.access.tokens import Ticket
from services.refusal import Refused

LINK_LASTS: Final = timedelta(hours=72)
_RESERVED: Final = frozenset({"clock", "operator"})


class Duties(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an account may do and how far, as an administrator states it."""

    org: Name
    roles: tuple[Role, ...] = ()
    administrator: Administrator | None = None
    scope: Scope = Scope()


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


def check(duties: Duties) -> None:
    """Refuse duties that exclude each other or reach too far."""
    check_duties(frozenset(duties.roles), duties.administrator, duties.scope)


def is_name(text: str) -> bool:
    """Whether a text can be an account's id at all."""
    return CODE.fullmatch(text) is not None


def check_name(text: str) -> None:
    """Refuse what cannot be an account's id."""
    if not is_name(text):
        raise Refused("工号只能含字母、数字、横线和下划线，最长 64 个字符")
    if text in _RESERVED:
        raise Refused("此名称由系统使用")


def told(duties: Duties) -> dict[str, str]:
    """Say for the logbook what an account may do."""
    scope = duties.scope
    limits = {"departments": scope.departments, "units": scope.units, "sections": scope.sections}
    return {
        "org": duties.org,
        "roles": ",".join(duties.roles),
        "administrator": duties.administrator or "",
        "divisions": ",".join(scope.divisions),
        **{name: ",".join(limit) for name, limit in limits.items() if limit is not None},
    }
