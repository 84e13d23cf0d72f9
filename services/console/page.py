"""What a page is: where it stands in the menu, and how it is drawn for one sitting."""

from collections.abc import Awaitable, Callable
from typing import Final

from msgspec import Struct

from events.terms import Role
from services.access.identity import Administrator, Identity
from services.console.sitting import Sitting

OVERSEERS: Final = frozenset(
    {Role.FIN_SECTION_REVIEWER, Role.PERF_SECTION_OFFICER, Role.FIN_APPROVER, Role.AUDITOR}
)


class Page(Struct, frozen=True, kw_only=True):
    """One page; without a ``group`` it has no place in the menu, without ``roles`` all see it.

    One of the ``whole`` division is for who sees all of it. What an ``administrator`` does stands
    apart from business: each sees only the own pages.
    """

    path: str
    title: str
    draw: Callable[[Sitting], Awaitable[None]]
    group: str = ""
    roles: frozenset[Role] = frozenset()
    administrator: Administrator | None = None
    whole: bool = False

    def offered(self, identity: Identity) -> bool:
        """Whether the menu offers it to somebody; the rows are kept apart elsewhere."""
        if identity.administrator is not self.administrator:
            return False
        if self.whole and not identity.scope.whole:
            return False
        return bool(self.group) and (not self.roles or bool(self.roles & identity.roles))
