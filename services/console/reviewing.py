"""Which submissions wait for somebody, and at which level of their chain."""

from msgspec import Struct

from events.monitoring import Level
from events.subjects import project_id
from events.terms import Role
from projections.board.row import Board
from services.console.seen import Seen, several
from services.console.sitting import Sitting
from services.project.task import Task

MOST = 1000


class Waiting(Struct, frozen=True, kw_only=True):
    """One submission that waits at a level."""

    seen: Seen
    name: str
    task: Task
    level: Level


def mine(task: Task, roles: frozenset[Role], who: str, org: str) -> Level | None:
    """The level at which somebody reviews a submission now; never the own work (four eyes)."""
    if task.status != "SUBMITTED" or task.submitted is None:
        return None
    if who in (task.submitted.submitter, task.drafter, task.receiver, *task.reviewers):
        return None
    return next(
        (one for one in task.next_levels() if one.role in roles and one.org in ("", org)), None
    )


async def waiting(sitting: Sitting) -> list[Waiting]:
    """List the submissions that wait for who sits here."""
    rows: list[Board] = []
    for state in ("SUBMITTED", "IN_REVIEW"):
        found = await sitting.ask("board", limit=MOST, state=state)
        rows += [row for row in found.rows if isinstance(row, Board)]
    names = {project_id(row.division, row.fiscal_year, row.project): None for row in rows}
    projects = {one.id: one for one in await several(sitting, [*names])}
    listed: list[Waiting] = []
    for row in rows:
        seen = projects.get(project_id(row.division, row.fiscal_year, row.project))
        if seen is None:
            continue
        task = seen.project.monitoring.task(row.task)
        identity = sitting.identity
        level = mine(task, identity.roles, identity.id, identity.org)
        if level is not None:
            listed.append(Waiting(seen=seen, name=row.task, task=task, level=level))
    return listed
