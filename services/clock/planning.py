"""Which timers a fact plans."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from events.envelope import Recorded
from events.monitoring import TaskIssued
from events.obligation import ObligationRegistered
from events.policy import PolicyAdopted, PolicyAmended
from events.rectification import RectificationExtended, RectificationNoticeIssued
from events.subjects import AggregateId
from events.targets import TargetApproved
from events.task import TaskDeadlineExtended
from services.clock.timers import Kind, Timer
from services.policies.calendar import end_of, local_day, resolve
from services.policies.law import Law
from services.refusal import Refused

SOON: Final = timedelta(seconds=2)
PROMPT: Final = timedelta(seconds=10)  # what is recorded while we run arrives within
PLANNING_FACTS: Final = frozenset(
    kind.tag
    for kind in (
        TaskIssued,
        TaskDeadlineExtended,
        RectificationNoticeIssued,
        RectificationExtended,
        ObligationRegistered,
        TargetApproved,
        PolicyAdopted,
        PolicyAmended,
    )
)


def planned(recorded: Recorded, arrived: datetime, law: Law) -> list[Timer]:
    """Plan what a fact asks for, as of its arrival in the ledger.

    A day that was over already is due at once, as that of an obligation registered late; but what
    arrives long after it was recorded is a history that was brought in, which has ticks of its own
    and no timer.
    """
    return [timer for timer in _timers(recorded, arrived, law) if timer.at > arrived]


def _timers(recorded: Recorded, arrived: datetime, law: Law) -> Iterator[Timer]:
    project = recorded.aggregate
    prompt = abs(arrived - recorded.envelope.time) < PROMPT
    earliest = arrived.replace(microsecond=0) + SOON if prompt else arrived
    match recorded.fact:
        case TaskIssued(task=name, submit_by=day) | TaskDeadlineExtended(task=name, submit_by=day):
            yield _of(project, "task", name, max(end_of(day), earliest))
        case (
            RectificationNoticeIssued(case=name, due_on=day)
            | RectificationExtended(case=name, due_on=day)
        ):
            yield _of(project, "case", name, max(end_of(day), earliest))
        case ObligationRegistered(due_on=day):
            yield _of(project, "obligation", "duties", max(end_of(day), earliest))
        case TargetApproved():
            yield from _standing(project.division, project.year, arrived, law)
        case PolicyAdopted(effective_on=day) | PolicyAmended(effective_on=day):
            for year in sorted({day.year, arrived.year, arrived.year + 1}):
                yield from _standing(project.division, year, arrived, law)
        case _:
            return


def _of(project: AggregateId, kind: Kind, name: str, at: datetime) -> Timer:
    return Timer(
        kind=kind,
        division=project.division,
        fiscal_year=project.year,
        code=project.code,
        name=name,
        at=at,
    )


def _standing(division: str, year: int, arrived: datetime, law: Law) -> Iterator[Timer]:
    """Plan the end of every standing period; one that is over but open is due at once."""
    try:
        rules = law.on(local_day(arrived))
    except Refused:
        return
    for name, period in rules.periods.items():
        if period.task_issue_mode != "STANDING" or period.merge_into:
            continue
        over = end_of(resolve(period.cutoff, year))
        if over <= arrived < end_of(resolve(period.submit_by, year)):
            over = arrived.replace(microsecond=0) + SOON
        yield Timer(
            kind="standing", division=division, fiscal_year=year, code=name, name="duties", at=over
        )
