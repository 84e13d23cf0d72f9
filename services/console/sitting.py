"""One person at one open page: what is asked and done there is asked and done in that name."""

import uuid
from datetime import UTC, datetime
from urllib.parse import urlencode

from fastapi import Request
from msgspec import Struct

from events.fact import Fact
from events.terms import Role
from services.access.authority import acting
from services.access.http.guard import Guard
from services.access.identity import Identity
from services.access.logbook import Act
from services.access.sessions import csrf_token
from services.access.sight import SENSITIVE, may_read
from services.api import asked
from services.api.archive import Archive
from services.api.asked_columns import answer
from services.api.counter import Counter
from services.api.done import Done
from services.api.mending import Mending
from services.api.noting import note
from services.api.problem import Problem
from services.api.reading import Found, Reader
from services.decision import Command
from services.desk.orders import Order
from services.office import Office


class Rooms(Struct, frozen=True, kw_only=True):
    """What the pages stand on; the same parts that the interface stands on.

    An open page looks so many seconds apart whether its session is over.
    """

    office: Office
    guard: Guard
    reader: Reader
    counter: Counter
    archive: Archive
    mending: Mending
    every: float


class Sitting(Struct, frozen=True, kw_only=True):
    """Who sits at a page, and which division and year it shows."""

    rooms: Rooms
    request: Request
    identity: Identity
    division: str
    year: int

    @property
    def csrf(self) -> str:
        """What the page's own scripts must send back with a change."""
        return csrf_token(self.rooms.guard.token(self.request))

    def link(self, path: str, **more: str | int) -> str:
        """Address another page of the same division and year."""
        query = {"division": self.division, "year": self.year, **more}
        return f"/console{path}?{urlencode(query)}"

    async def still(self) -> Identity:
        """Say who sits here now; ``Unauthenticated`` once the session has ended."""
        access = self.rooms.guard.access
        return await access.sessions.identity(self.rooms.guard.token(self.request), access.now())

    async def over(self) -> bool:
        """Whether the session has ended; to look is not to use it."""
        access = self.rooms.guard.access
        return await access.sessions.over(self.rooms.guard.token(self.request), access.now())

    async def ask(
        self, view: str, *, limit: int = asked.PAGE, offset: int = 0, **conditions: str
    ) -> Found:
        """Ask a view as the interface would, for this division and year; sensitive looks are noted.

        A condition names a column or parameter of the view; an empty one asks for nothing.
        """
        identity = await self.still()
        own = {"division": self.division, "year": str(self.year)}
        query = asked.read(view, (one for one in {**own, **conditions}.items() if one[1]))
        which = query.asked.which
        reach = may_read(
            identity,
            answer(view).__struct_fields__,
            division=which.division,
            department=which.department,
        )
        await self.rooms.reader.position(query.at_least)
        if view in SENSITIVE:
            await note(self.rooms.guard, self.request, identity, Act.READ, view)
        return await self.rooms.reader.rows(query, reach, limit, offset)

    async def order(
        self, command: Command, role: Role | None = None, version: int | None = None
    ) -> Order:
        """Write an order in the name of who sits here; ``Forbidden`` when it is out of reach."""
        identity = await self.still()
        order = Order(
            id=str(uuid.uuid4()),
            at=datetime.now(UTC),
            actor=acting(identity, role),
            division=self.division,
            command=command,
            expected_version=version,
        )
        await self.rooms.counter.check(identity, order)
        return order

    async def rehearse(self, order: Order) -> list[Fact]:
        """Say which facts an order would write now, writing none. Raises Refused or Conflict."""
        return await self.rooms.office.rehearse(order)

    async def carry_out(self, order: Order) -> Done | Problem:
        """Hand an order in at the counter, and wait until the views have what it wrote."""
        await self.rooms.counter.check(await self.still(), order)
        done = await self.rooms.counter.carry_out(order)
        if isinstance(done, Done):
            await self.rooms.reader.position(done.position)
        return done
