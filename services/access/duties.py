"""What an account may do and how far."""

from msgspec import Struct

from events.terms import Role
from services.access.identity import (
    Administrator,
    Name,
    Scope,
    check_duties,
)


class Duties(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an account may do and how far, as an administrator states it."""

    org: Name
    roles: tuple[Role, ...] = ()
    administrator: Administrator | None = None
    scope: Scope = Scope()


def check(duties: Duties) -> None:
    """Refuse duties that exclude each other or reach too far."""
    check_duties(frozenset(duties.roles), duties.administrator, duties.scope)


def logged(duties: Duties) -> dict[str, str]:
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
