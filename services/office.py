"""The bureau's office: opened whole, commands completed from the views, then decided."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Final, TypeVar

import nats
from msgspec import Struct
from msgspec.structs import replace
from nats.aio.client import Client

from events.terms import MonitoringKind, Role
from projections import execution
from projections.board import duties, lookups
from projections.view import Lookup, Which
from services.assessment import Evidence, ScoreDepartments
from services.campaign import CloseCampaign, ExtendDeadline, IssueTasks
from services.clawback_round import FreezeCandidates
from services.decision import Actor, Command
from services.desk.desk import Desk, Handled
from services.desk.orders import Order
from services.desk.reports import Noted, Report, note
from services.due import DUE
from services.intake import streams
from services.projector.errors import SchemaReplacedError
from services.projector.lookup import ask, reading
from services.projector.projector import Projector
from services.runtime.servers import Servers

A = TypeVar("A", bound=Struct)

CLOCK: Final = Actor(id="clock", role=Role.CLOCK, org="jixiao")
PATIENCE: Final = 60.0  # seconds the views may take to reach the ledger's end
EVERYTHING: Final = 10**9
SWAPS: Final = 3  # how often rebuilt views may take the place of those being asked


class Office:
    """Decides commands and answers from the views; open it with :func:`opened`."""

    def __init__(
        self,
        desk: Desk,
        client: Client,
        projector: Projector,
        projecting: asyncio.Task[None],
        database_url: str,
    ) -> None:
        """Take what was opened; ``projecting`` is the projector at work."""
        self.desk = desk
        self.client = client
        self.projector = projector
        self.projecting = projecting
        self.database_url = database_url

    async def submit(self, order: Order) -> Handled:
        """Decide a command, with what it asks of the views filled in."""
        completed = replace(order, command=await self._completed(order))
        return await asyncio.to_thread(self.desk.handle, completed)

    async def note(self, reports: Sequence[Report]) -> list[Noted]:
        """Record upstream facts; ``Conflict`` when others kept writing first."""
        return await asyncio.to_thread(note, self.desk, reports)

    async def tick(self, at: datetime) -> list[Handled]:
        """Let everything before ``at`` fall due, each once: duties begin, then deadlines pass."""
        handled: list[Handled] = []
        if not await self.settle():  # nothing was ever recorded: there are no views yet
            return handled
        for due in DUE:
            for one in await due(self, at):
                order = Order(
                    id=one.id, at=at, actor=CLOCK, division=one.division, command=one.command
                )
                handled.append(await self.submit(order))
        return handled

    async def ask(self, lookup: Lookup[A]) -> list[A]:
        """Ask the views as of the ledger's end."""
        await self.settle()
        for _ in range(SWAPS):
            with suppress(SchemaReplacedError):
                return await self._ask(lookup)
        return await self._ask(lookup)

    async def _ask(self, lookup: Lookup[A]) -> list[A]:
        async with reading(self.database_url) as connection:
            return await ask(connection, lookup)

    async def settle(self) -> int:
        """Wait until the views hold every fact recorded so far; returns the position."""
        position = await asyncio.to_thread(self.position)
        there = asyncio.ensure_future(self.projector.wait_for(position, PATIENCE))
        done, _ = await asyncio.wait([there, self.projecting], return_when=asyncio.FIRST_COMPLETED)
        if there not in done:  # the projector ended, which it only does by an error
            there.cancel()
            self.projecting.result()
        await there
        return position

    def position(self) -> int:
        """Where the ledger ends, 0 when it is empty."""
        return self.desk.ledger.max_notification_id() or 0

    async def _completed(self, order: Order) -> Command:
        """Fill in what the commander left to the system: subjects and evidence from the views."""
        command, division = order.command, order.division
        match command:
            case IssueTasks(projects=None, kind=MonitoringKind.FINANCE_KEY):
                return command  # the campaign knows what was selected
            case ExtendDeadline(projects=None) | CloseCampaign(projects=None):
                unfinished = isinstance(command, CloseCampaign)
                year, period = command.fiscal_year, command.period
                lookup = duties.own_tasks(division, year, period, unfinished=unfinished)
                found = tuple(row.project for row in await self.ask(lookup))
                return replace(command, projects=found)
            case IssueTasks(projects=None, fiscal_year=year):
                rows = await self._projects(division, year)
                codes = tuple(row.project for row in rows if row.target_version)
                return replace(command, projects=codes)
            case FreezeCandidates(projects=None, fiscal_year=year):
                position = await self.settle()
                codes = tuple(row.project for row in await self._projects(division, year))
                return replace(command, projects=codes, position=position)
            case ScoreDepartments(evidence=None, fiscal_year=year):
                position = await self.settle()
                evidence = await self._evidence(division, year)
                return replace(command, evidence=evidence, position=position)
            case _:
                return command

    async def _projects(self, division: str, year: int) -> list[execution.Execution]:
        which = Which(division=division, year=year, limit=EVERYTHING)
        return [row for row in await self.ask(execution.show(which)) if row.name]

    async def _evidence(self, division: str, year: int) -> tuple[Evidence, ...]:
        tasks = {row.department: row for row in await self.ask(lookups.evidence(division, year))}
        coverage = await self.ask(execution.target_coverage(division, year))
        return tuple(_joined(row, tasks.get(row.department)) for row in coverage)


def _joined(coverage: execution.TargetCoverage, work: lookups.Evidence | None) -> Evidence:
    """Put together what two views know of a department."""
    evidence = Evidence(
        department=coverage.department,
        projects=coverage.projects,
        targets_approved=coverage.with_targets,
    )
    if work is None:
        return evidence
    return replace(
        evidence,
        tasks_due=work.tasks,
        tasks_on_time=work.on_time,
        score_sum=work.score_sum,
        score_count=work.scored,
        executed_fen=work.executed_fen,
        base_fen=work.base_fen,
        cases_issued=work.cases_issued,
        cases_accepted=work.cases_accepted,
    )


@asynccontextmanager
async def opened(servers: Servers) -> AsyncIterator[Office]:
    """Open the ledger, its streams and the views, and keep the views at the ledger's end.

    Raises ``StreamRefused`` when a stream is weaker than it must be.
    """
    desk = await asyncio.to_thread(Desk, servers.nats_url)
    try:
        await asyncio.to_thread(desk.prepare, streams.prepare)
        client = await nats.connect(servers.nats_url, max_reconnect_attempts=-1)
        try:
            projector = Projector(client, servers.database_url)
            projecting = asyncio.create_task(projector.run())
            try:
                yield Office(desk, client, projector, projecting, servers.database_url)
            finally:
                projecting.cancel()
                await asyncio.wait([projecting])
        finally:
            await client.close()
    finally:
        await asyncio.to_thread(desk.close)
