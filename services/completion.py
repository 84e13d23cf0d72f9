"""What a commander leaves to the system: subjects, days and evidence, from views and histories."""

import asyncio
from typing import Final

from msgspec.structs import replace

from events.aggregation import RegionSubmission
from events.subjects import campaign_id, clawback_round_id, project_id
from events.terms import MonitoringKind, Stage, SubjectKind
from projections import clawback, engagements, execution, subjects
from projections.board import duties
from projections.view import Which
from services.assessment.commands import ScoreDepartments
from services.burdens import burdens
from services.campaign import (
    Campaign,
    CloseCampaign,
    ExtendDeadline,
    IssueTasks,
    SelectKeyProject,
)
from services.clawback_round import (
    ClawbackRound,
    CloseRound,
    FreezeCandidates,
    ReallocateFunds,
)
from services.decision import Command
from services.desk.orders import Order
from services.due import Bureau
from services.engagement import EngageInstitution
from services.evidence import gathered
from services.obligation import RegisterObligation
from services.policies.calendar import local_day
from services.project.aggregation import SubmitAggregate, reported
from services.project.budgeting import RequestBudget
from services.project.candidate import IdentifyCandidate
from services.project.monitoring import CloseTask, ExtendTaskDeadline, IssueTask
from services.project.review import FileForRecord, ReviewAtLevel
from services.project.standing import LinkCarryover
from services.project.state import Project
from services.refusal import Refused

EVERYTHING: Final = 10**9


async def completed(office: Bureau, order: Order) -> Command:
    """Fill in what the commander left to the system: subjects and evidence from the views."""
    command, division = order.command, order.division
    match command:
        case IssueTasks(projects=None, kind=MonitoringKind.FINANCE_KEY):
            return command  # the campaign knows what was selected
        case ExtendDeadline(fiscal_year=year, period=period):
            own = await office.ask(duties.own_tasks(division, year, period, unfinished=False))
            return replace(command, own=tuple(row.project for row in own))
        case CloseCampaign(fiscal_year=year, period=period):
            own = await office.ask(duties.own_tasks(division, year, period, unfinished=True))
            return replace(command, projects=tuple(row.project for row in own))
        case SelectKeyProject(fiscal_year=year, project=code):
            project = await _project(office, division, year, code)
            return replace(command, registered=project.registration is not None)
        case IssueTasks(projects=None):
            return replace(command, projects=await _monitored(office, order, command))
        case IssueTask():
            return await asyncio.to_thread(_with_days, office, division, command)
        case ExtendTaskDeadline() | CloseTask():
            return replace(command, campaign=False)
        case FreezeCandidates(projects=named, fiscal_year=year):
            position = await office.settle()
            if named is None:
                named = tuple(row.project for row in await _projects(office, division, year))
            return replace(command, projects=named, position=position)
        case IdentifyCandidate():
            return await asyncio.to_thread(_of_round, office, division, command)
        case CloseRound(fiscal_year=year, round=code):
            return await _closing(office, command, division, year, code)
        case ReallocateFunds(fiscal_year=year, round=code):
            position = await office.settle()
            [pool] = await office.ask(clawback.pool(division, year, code))
            return replace(command, pool_fen=pool.taken_fen, position=position)
        case ScoreDepartments(evidence=None, fiscal_year=year):
            position = await office.settle()
            found = await gathered(office, division, year, local_day(order.at))
            return replace(command, evidence=found, position=position)
        case RequestBudget():
            position = await office.settle()
            return replace(command, burdens=await burdens(office, division, command, position))
        case LinkCarryover(from_year=year, from_project=code):
            earlier = await _subject(office, division, year, code)
            return replace(command, known_arranged_in=earlier and earlier.arranged_in)
        case SubmitAggregate():
            return replace(command, regions=await _regions(office, division, command))
        case EngageInstitution(fiscal_year=year, institution=code):
            which = Which(division=division, year=year - 1, limit=EVERYTHING)
            poor = await office.ask(engagements.show(which, institution=code, barred=True))
            return replace(command, barred_before=tuple(row.engagement for row in poor))
        case (
            ReviewAtLevel(fiscal_year=year, project_code=code)
            | FileForRecord(fiscal_year=year, project_code=code)
        ):
            project = await _project(office, division, year, code)
            task = project.monitoring.tasks.get(command.task)
            summed = task is not None and bool(task.summed)
            regions = await _regions(office, division, command) if summed else None
            return replace(command, regions=regions)
        case RegisterObligation(fiscal_year=year):
            rows = await _projects(office, division, year)
            names = tuple(sorted({row.department for row in rows}))
            return replace(command, departments=names)
        case _:
            return command


async def _monitored(office: Bureau, order: Order, command: IssueTasks) -> tuple[str, ...]:
    """Name whom a period concerns: subjects of its kinds, with targets, that go on."""
    division, year = order.division, command.fiscal_year
    which = Which(division=division, year=year, limit=EVERYTHING)
    rows = await office.ask(subjects.show(which))
    law = await asyncio.to_thread(office.desk.law, division)
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


def _with_days(office: Bureau, division: str, command: IssueTask) -> IssueTask:
    """Give a task the days of its campaign, or those its period was given without one."""
    campaign = office.desk.history(campaign_id(division, command.fiscal_year, command.period)).state
    days = campaign.days_of(command.project_code) if isinstance(campaign, Campaign) else None
    command = replace(command, campaign=False)
    if days is None:
        return command
    submit_by = command.submit_by or days.submit_by
    review_by = command.review_by or max(days.review_by, submit_by)
    return replace(command, submit_by=submit_by, review_by=review_by)


def _of_round(office: Bureau, division: str, command: IdentifyCandidate) -> IdentifyCandidate:
    """Give an examination the day and edition of its round, none where no list is frozen."""
    code = clawback_round_id(division, command.fiscal_year, command.round)
    state = office.desk.history(code).state
    opened = state.opened if isinstance(state, ClawbackRound) else None
    if opened is None or not isinstance(state, ClawbackRound) or not state.frozen or state.closed:
        return replace(command, cutoff_on=None, edition="")
    return replace(command, cutoff_on=opened.cutoff_on, edition=opened.edition)


async def _project(office: Bureau, division: str, year: int, code: str) -> Project:
    """Read one project from its own history."""
    history = await asyncio.to_thread(office.desk.history, project_id(division, year, code))
    return history.state if isinstance(history.state, Project) else Project()


async def _subject(office: Bureau, division: str, year: int, code: str) -> subjects.Subject | None:
    which = Which(division=division, year=year, project=code)
    return next(iter(await office.ask(subjects.show(which))), None)


async def _regions(
    office: Bureau, division: str, command: SubmitAggregate | ReviewAtLevel | FileForRecord
) -> tuple[RegionSubmission, ...]:
    """Read what the regions of a transfer payment have standing, from their own histories."""
    year, whole = command.fiscal_year, command.project_code
    which = Which(division=division, year=year, limit=EVERYTHING)
    rows = await office.ask(subjects.show(which, parent=whole))
    codes = [row.project for row in rows if row.subject_kind is SubjectKind.TRANSFER_REGION]
    ids = {code: project_id(division, year, code) for code in codes}
    histories = await asyncio.to_thread(office.desk.histories, ids.values(), current=True)
    return tuple(
        reported(code, state, command.task)
        for code, name in ids.items()
        if isinstance(state := histories[name].state, Project)
    )


async def _closing(
    office: Bureau, command: CloseRound, division: str, year: int, code: str
) -> Command:
    which = Which(division=division, year=year, limit=EVERYTHING)
    rows = await office.ask(clawback.show(which, round=code))
    return replace(
        command,
        unfinished=tuple(row.project for row in rows if not row.state.is_over),
        unconfirmed=tuple(
            row.project
            for row in rows
            if row.state == "EXECUTED" and row.executed_fen + row.corrected_fen
        ),
    )


async def _projects(office: Bureau, division: str, year: int) -> list[execution.Execution]:
    which = Which(division=division, year=year, limit=EVERYTHING)
    return [row for row in await office.ask(execution.show(which)) if row.name]
