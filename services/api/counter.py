"""The counter: orders of people who may give them, carried to the office."""

import asyncio

from events.registration import ProjectRegistered
from events.subjects import AggregateId
from services.access.authority import may_command
from services.access.identity import Identity
from services.access.subject import projects
from services.api.done import Done, refused
from services.api.problem import Problem
from services.desk.orders import Order
from services.office import Office
from services.project.state import Project


class Counter:
    """Takes orders for one office."""

    def __init__(self, office: Office) -> None:
        """Serve an office."""
        self._office = office

    async def check(self, identity: Identity, order: Order) -> None:
        """Raise :class:`Forbidden` unless the identity may give the order."""
        may_command(identity, order, await self.registered(*projects(order)))

    async def registered(self, *names: AggregateId) -> dict[AggregateId, ProjectRegistered | None]:
        """Read the registrations of projects, None for what is not registered."""
        desk = self._office.desk
        found = await asyncio.to_thread(desk.histories, names, current=False)
        return {
            name: state.registration if isinstance(state := history.state, Project) else None
            for name, history in found.items()
        }

    async def carry_out(self, order: Order) -> Done | Problem:
        """Decide one order."""
        answer = (await self._office.submit(order)).answer
        if answer.outcome != "accepted":
            return refused(answer)
        return Done(
            id=answer.id,
            outcome=answer.outcome,
            facts=answer.facts,
            position=await self._office.position(),
        )
