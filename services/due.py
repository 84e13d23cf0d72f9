"""What time itself brings: each way of falling due is a function in one list.

A new way (an obligation that was not met, say) is one more function and its name in ``DUE``. They
run in that order, each on the views as the ones before left them; what is said twice is no fact
the second time.
"""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

from msgspec import Struct

from projections import execution, obligations
from projections.board import duties, lookups
from projections.view import Lookup
from services.decision import Command
from services.desk.desk import Desk
from services.obligation import MarkObligationOverdue
from services.policies.calendar import end_of, local_day, resolve
from services.policies.rules import Period
from services.project.follow_through import MarkRectificationOverdue
from services.project.monitoring import IssueTask, MarkOverdue
from services.refusal import Refused

A = TypeVar("A", bound=Struct)

LATE_DUTY: Final = timedelta(days=31)


class Due(Struct, frozen=True, kw_only=True):
    """A command that time gives; ``id`` is the same whenever it is given."""

    id: str
    division: str
    command: Command


class Views(Protocol):
    """Views at one moment: the ledger's end, or what was recorded up to a position."""

    async def ask(self, lookup: Lookup[A]) -> list[A]:
        """Return the rows that answer a lookup, in its order."""


class Bureau(Views, Protocol):
    """The views at the ledger's end, where that is, and the desk with its laws and histories."""

    desk: Desk

    async def settle(self) -> int:
        """Wait until the views hold every fact recorded so far; returns the position."""


async def standing_tasks(views: Bureau, at: datetime) -> list[Due]:
    """Give the tasks of standing duties whose period is over (HJ-17, QM-03).

    A subject has the duty when its targets were approved by the day to submit. A duty that nobody
    was told of is still given until a month after the year, or after its day where that is later.
    """
    return await _standing(views, at, await views.ask(execution.subjects()))


async def standing_of(views: Bureau, at: datetime, division: str, year: int) -> list[Due]:
    """Give the standing tasks of one division and year."""
    subjects = await views.ask(execution.subjects())
    own = [one for one in subjects if (one.division, one.fiscal_year) == (division, year)]
    return await _standing(views, at, own)


async def _standing(views: Bureau, at: datetime, subjects: list[execution.Subject]) -> list[Due]:
    due: list[Due] = []
    known: dict[tuple[str, int, str], set[str]] = {}
    for subject in subjects:
        division, year = subject.division, subject.fiscal_year
        for name, period in _over(views, division, year, at):
            if subject.subject_kind not in period.subject_kinds:
                continue
            if subject.targets_at >= end_of(resolve(period.submit_by, year)):
                continue
            key = (division, year, name)
            if key not in known:
                lookup = duties.tasks_of_period(*key)
                known[key] = {task.project for task in await views.ask(lookup)}
            if subject.project in known[key]:
                continue
            command = IssueTask(fiscal_year=year, project_code=subject.project, period=name)
            due.append(
                Due(
                    id=f"standing/{division}-{year}-{subject.project}/{name}",
                    division=division,
                    command=command,
                )
            )
    return due


def _over(views: Bureau, division: str, year: int, at: datetime) -> Iterator[tuple[str, Period]]:
    """The standing periods of a year that are over and not past remembering."""
    try:
        rules = views.desk.law(division).on(local_day(at))
    except Refused:
        return
    for name, period in rules.periods.items():
        if period.task_issue_mode != "STANDING" or period.merge_into:
            continue
        last = max(resolve(period.submit_by, year), resolve("12-31", year)) + LATE_DUTY
        if end_of(resolve(period.cutoff, year)) <= at < end_of(last):
            yield name, period


async def overdue_tasks(views: Views, at: datetime) -> list[Due]:
    """Say of every task whose day passed without a form that it is overdue."""
    return [
        Due(
            id=f"overdue/{one.division}-{one.fiscal_year}-{one.project}/{one.task}/{one.submit_by}",
            division=one.division,
            command=MarkOverdue(
                fiscal_year=one.fiscal_year, project_code=one.project, task=one.task
            ),
        )
        for one in await views.ask(lookups.overdue(local_day(at)))
    ]


async def overdue_cases(views: Views, at: datetime) -> list[Due]:
    """Say of every rectification case whose day passed without a result that it is overdue."""
    return [
        Due(
            id=f"overdue/{one.division}-{one.fiscal_year}-{one.project}/{one.case}/{one.due_on}",
            division=one.division,
            command=MarkRectificationOverdue(
                fiscal_year=one.fiscal_year, project_code=one.project, case=one.case
            ),
        )
        for one in await views.ask(duties.overdue_cases(local_day(at)))
    ]


async def undelivered(views: Views, at: datetime) -> list[Due]:
    """Say of every obligation whose day passed unmet that it is overdue (HL-17)."""
    return [
        Due(
            id=f"overdue/{one.division}-{one.fiscal_year}-{one.obligation}/{one.department}",
            division=one.division,
            command=MarkObligationOverdue(
                fiscal_year=one.fiscal_year,
                obligation=one.obligation,
                department=one.department,
            ),
        )
        for one in await views.ask(obligations.overdue(local_day(at)))
    ]


async def undelivered_of(
    views: Views, at: datetime, division: str, year: int, obligation: str
) -> list[Due]:
    """Say it of one obligation."""
    found = await undelivered(views, at)
    return [
        one
        for one in found
        if one.division == division
        and isinstance(one.command, MarkObligationOverdue)
        and (one.command.fiscal_year, one.command.obligation) == (year, obligation)
    ]


DUE: Final[tuple[Callable[[Bureau, datetime], Awaitable[list[Due]]], ...]] = (
    standing_tasks,
    overdue_tasks,
    overdue_cases,
    undelivered,
)
