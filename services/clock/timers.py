"""When time has to speak: each fact that sets a day plans a timer for the moment it is over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import msgspec
from msgspec import Struct

from events.envelope import Recorded
from events.monitoring import TaskIssued
from events.obligation import ObligationRegistered
from events.policy import PolicyAdopted, PolicyAmended
from events.rectification import RectificationExtended, RectificationNoticeIssued
from events.subjects import AggregateId
from events.targets import TargetApproved
from events.task import TaskDeadlineExtended
from services.ledger.wire import Json
from services.policies.calendar import end_of, local_day, resolve
from services.policies.law import Law
from services.refusal import Refused

TIMERS_STREAM: Final = "JX_TIMERS"
TIMER: Final = "jx.timer"
DUE: Final = "jx.due"
PLANNER: Final = "clock-planner"
CLOCK: Final = "clock"
Kind = Literal["task", "case", "standing", "obligation"]
SOON: Final = timedelta(seconds=2)
PROMPT: Final = timedelta(seconds=10)  # what is recorded while we run arrives within

# One schedule a subject: planned again it takes the place of the one before, and the server
# removes it when it has fired. Both are kept until then, through restarts of everything.
STREAM: Final[Json] = {
    "name": TIMERS_STREAM,
    "subjects": [f"{TIMER}.>", f"{DUE}.>"],
    "storage": "file",
    "retention": "limits",
    "num_replicas": 1,
    "max_msgs_per_subject": 1,
    "allow_msg_schedules": True,
    "allow_direct": True,
}

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


class Timer(Struct, frozen=True, kw_only=True):
    """What falls due at a moment; ``name`` is a task, a case or the word ``duties``.

    The aggregate and the purpose make the subject, so each has one timer at a time.
    """

    kind: Kind
    division: str
    fiscal_year: int
    code: str
    name: str
    at: datetime

    @property
    def tail(self) -> str:
        """Name the timer in subjects."""
        return f"{self.kind}.{self.division}.{self.fiscal_year}.{self.code}.{self.name}"

    def headers(self) -> dict[str, str]:
        """Say to the server when and where to."""
        moment = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"Nats-Schedule": f"@at {moment}", "Nats-Schedule-Target": f"{DUE}.{self.tail}"}

    def body(self) -> bytes:
        """Return what comes out again when it is due."""
        return msgspec.json.encode(self)


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
