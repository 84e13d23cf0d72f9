"""The bureau's office: opened whole, commands completed from the views, then decided."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from events.aggregation import RegionSubmission
from events.fact import Fact
from events.subjects import campaign_id, project_id
from events.terms import MonitoringKind, Role, Stage, SubjectKind
from projections import clawback, execution, subjects
from projections.board import duties
from projections.view import Lookup, Which
from services.assessment.commands import ScoreDepartments
from services.attachments import store
from services.attachments.evidence import lacks
from services.attachments.store import Attachments
from services.burdens import burdens
from services.campaign import (
    Campaign,
    CloseCampaign,
    ExtendDeadline,
    IssueTasks,
    SelectKeyProject,
)
from services.clawback_round import CloseRound, FreezeCandidates, ReallocateFunds
from services.decision import Actor, Command
from services.desk.desk import Desk, Handled
from services.desk.orders import Answer, Order
from services.desk.reports import Noted, Report, note
from services.due import DUE
from services.evidence import gathered
from services.intake import streams
from services.ledger.connection import Connection as StreamClient
from services.ledger.connection import connect
from services.obligation import RegisterObligation
from services.policies.calendar import local_day
from services.project.aggregation import SubmitAggregate, reported
from services.project.budgeting import RequestBudget
from services.project.monitoring import CloseTask, ExtendTaskDeadline, IssueTask
from services.project.review import FileForRecord, ReviewAtLevel
from services.project.standing import LinkCarryover
from services.project.state import Project
from services.projector.errors import SchemaReplacedError
from services.projector.follow import ledger_end
from services.projector.lookup import ask, reading
from services.projector.projector import Projector
from services.refusal import Refused
from services.runtime.servers import Servers
from services.runtime.tasks import end

A = TypeVar("A", bound=Struct)

CLOCK: Final = Actor(id="clock", role=Role.CLOCK, org="jixiao")
PATIENCE: Final = 60.0  # seconds the views may take to reach the ledger's end
EVERYTHING: Final = 10**9
ATTEMPTS: Final = 3  # how often the ledger is asked where it ends
SWAPS: Final = 3  # how often rebuilt views may take the place of those being asked


class Office:
    """Decides commands and answers from the views; open it with :func:`opened`."""

    def __init__(
        self,
        desk: Desk,
        client: StreamClient,
        projector: Projector,
        projecting: asyncio.Task[None],
        servers: Servers,
    ) -> None:
        """Take what was opened; ``projecting`` is the projector at work."""
        self.desk = desk
        self.client = client
        self.projector = projector
        self.projecting = projecting
        self.servers = servers
        self.database_url = servers.database_url
        self.store = servers.store
        self.attachments = Attachments(client)

    async def submit(self, order: Order) -> Handled:
        """Decide a command, with what it asks of the views filled in."""
        if why := await lacks(self.attachments, order.command):
            return Handled(Answer(id=order.id, outcome="refused", reasons=why), fresh=False)
        completed = replace(order, command=await self._completed(order))
        return await asyncio.to_thread(self.desk.handle, completed)

    async def rehearse(self, order: Order) -> list[Fact]:
        """Say which facts a command would lead to now, writing none. Raises Refused, Conflict."""
        completed = replace(order, command=await self._completed(order))
        return await asyncio.to_thread(self.desk.rehearse, completed)

    async def note(self, reports: Sequence[Report]) -> list[Noted]:
        """Record upstream facts; ``Conflict`` when others kept writing first."""
        return await asyncio.to_thread(note, self.desk, reports)

    async def tick(self, at: datetime) -> list[Handled]:
        """Let everything before ``at`` fall due, each once: duties begin, then deadlines pass."""
        handled: list[Handled] = []
        if not await self.settle():  # nothing was ever recorded
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
        position = await self.position()
        there = asyncio.ensure_future(self.projector.wait_for(position, PATIENCE))
        done, _ = await asyncio.wait([there, self.projecting], return_when=asyncio.FIRST_COMPLETED)
        if there not in done:  # the projector ended, which it only does by an error
            there.cancel()
            self.projecting.result()
        await there
        return position

    async def position(self) -> int:
        """Where the ledger ends as the server states it, 0 when it is empty."""
        return await ledger_end(self.client, ATTEMPTS)

    async def _completed(self, order: Order) -> Command:
        """Fill in what the commander left to the system: subjects and evidence from the views."""
        command, division = order.command, order.division
        match command:
            case IssueTasks(projects=None, kind=MonitoringKind.FINANCE_KEY):
                return command  # the campaign knows what was selected
            case ExtendDeadline(fiscal_year=year, period=period):
                own = await self.ask(duties.own_tasks(division, year, period, unfinished=False))
                return replace(command, own=tuple(row.project for row in own))
            case CloseCampaign(projects=None, fiscal_year=year, period=period):
                own = await self.ask(duties.own_tasks(division, year, period, unfinished=True))
                return replace(command, projects=tuple(row.project for row in own))
            case SelectKeyProject(fiscal_year=year, project=code):
                project = await self._project(division, year, code)
                return replace(command, registered=project.registration is not None)
            case IssueTasks(projects=None):
                return replace(command, projects=await self._monitored(order, command))
            case IssueTask():
                return await asyncio.to_thread(self._with_days, division, command)
            case ExtendTaskDeadline() | CloseTask():
                return replace(command, campaign=False)
            case FreezeCandidates(projects=None, fiscal_year=year):
                position = await self.settle()
                codes = tuple(row.project for row in await self._projects(division, year))
                return replace(command, projects=codes, position=position)
            case CloseRound(fiscal_year=year, round=code):
                return await self._closing(command, division, year, code)
            case ReallocateFunds(fiscal_year=year, round=code):
                position = await self.settle()
                [pool] = await self.ask(clawback.pool(division, year, code))
                return replace(command, pool_fen=pool.taken_fen, position=position)
            case ScoreDepartments(evidence=None, fiscal_year=year):
                position = await self.settle()
                found = await gathered(self, division, year, local_day(order.at))
                return replace(command, evidence=found, position=position)
            case RequestBudget():
                position = await self.settle()
                return replace(command, burdens=await burdens(self, division, command, position))
            case LinkCarryover(from_year=year, from_project=code):
                earlier = await self._subject(division, year, code)
                return replace(command, known_arranged_in=earlier and earlier.arranged_in)
            case SubmitAggregate():
                return replace(command, regions=await self._regions(division, command))
            case (
                ReviewAtLevel(fiscal_year=year, project_code=code)
                | FileForRecord(fiscal_year=year, project_code=code)
            ):
                project = await self._project(division, year, code)
                task = project.monitoring.tasks.get(command.task)
                summed = task is not None and bool(task.summed)
                regions = await self._regions(division, command) if summed else None
                return replace(command, regions=regions)
            case RegisterObligation(owed_by=None, departments=(), fiscal_year=year):
                rows = await self._projects(division, year)
                names = tuple(sorted({row.department for row in rows}))
                return replace(command, departments=names)
            case _:
                return command

    async def _monitored(self, order: Order, command: IssueTasks) -> tuple[str, ...]:
        """Name whom a period concerns: subjects of its kinds, with targets, that go on."""
        division, year = order.division, command.fiscal_year
        which = Which(division=division, year=year, limit=EVERYTHING)
        rows = await self.ask(subjects.show(which))
        law = await asyncio.to_thread(self.desk.law, division)
        try:
            period = law.on(local_day(order.at)).periods.get(command.period)
        except Refused:  # the campaign says so itself
            period = None
        return tuple(
            row.project
            for row in rows
            if row.target_version
            and row.stage not in (Stage.TERMINATED, Stage.CLOSED)
            and (period is None or row.subject_kind in period.subject_kinds)
        )

    def _with_days(self, division: str, command: IssueTask) -> IssueTask:
        """Give a task the days of its campaign, or those its period was given without one."""
        campaign = self.desk.history(
            campaign_id(division, command.fiscal_year, command.period)
        ).state
        days = campaign.days_of(command.project_code) if isinstance(campaign, Campaign) else None
        command = replace(command, campaign=False)
        if days is None:
            return command
        submit_by = command.submit_by or days.submit_by
        review_by = command.review_by or max(days.review_by, submit_by)
        return replace(command, submit_by=submit_by, review_by=review_by)

    async def _project(self, division: str, year: int, code: str) -> Project:
        """Read one project from its own history."""
        history = await asyncio.to_thread(self.desk.history, project_id(division, year, code))
        return history.state if isinstance(history.state, Project) else Project()

    async def _subject(self, division: str, year: int, code: str) -> subjects.Subject | None:
        which = Which(division=division, year=year, project=code)
        return next(iter(await self.ask(subjects.show(which))), None)

    async def _regions(
        self, division: str, command: SubmitAggregate | ReviewAtLevel | FileForRecord
    ) -> tuple[RegionSubmission, ...]:
        """Read what the regions of a transfer payment have standing, from their own histories."""
        year, whole = command.fiscal_year, command.project_code
        which = Which(division=division, year=year, limit=EVERYTHING)
        rows = await self.ask(subjects.show(which, parent=whole))
        codes = [row.project for row in rows if row.subject_kind is SubjectKind.TRANSFER_REGION]
        ids = {code: project_id(division, year, code) for code in codes}
        histories = await asyncio.to_thread(self.desk.histories, ids.values(), current=True)
        return tuple(
            reported(code, state, command.task)
            for code, name in ids.items()
            if isinstance(state := histories[name].state, Project)
        )

    async def _closing(self, command: CloseRound, division: str, year: int, code: str) -> Command:
        which = Which(division=division, year=year, limit=EVERYTHING)
        rows = await self.ask(clawback.show(which, round=code))
        return replace(
            command,
            unfinished=tuple(row.project for row in rows if not row.state.is_over),
            unconfirmed=tuple(row.project for row in rows if row.state == "EXECUTED"),
        )

    async def _projects(self, division: str, year: int) -> list[execution.Execution]:
        which = Which(division=division, year=year, limit=EVERYTHING)
        return [row for row in await self.ask(execution.show(which)) if row.name]


@asynccontextmanager
async def opened(servers: Servers) -> AsyncIterator[Office]:
    """Open the ledger, its streams and the views, and keep the views at the ledger's end.

    Raises ``StreamRefused`` when a stream is weaker than it must be.
    """
    desk = await asyncio.to_thread(Desk, servers.nats_url, servers.replicas)
    try:
        for make in (streams.prepare, store.prepare):
            await asyncio.to_thread(desk.prepare, partial(make, replicas=servers.replicas))
        client = await connect(servers.nats_url)
        try:
            projector = Projector(client, servers.database_url)
            projecting = asyncio.create_task(projector.run())
            try:
                yield Office(desk, client, projector, projecting, servers)
            finally:
                await end(projecting)
        finally:
            await client.close()
    finally:
        await asyncio.to_thread(desk.close)
