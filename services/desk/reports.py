"""What upstream systems report: recorded in one atomic batch, once, whatever the rules say."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, Literal

from eventsourcing.persistence import IntegrityError
from msgspec import Struct

from events.execution import ExecutionFact, UpstreamFact
from events.subjects import AggregateId
from events.terms import Role
from services.decision import Actor, Context
from services.desk.desk import ATTEMPTS, BATCH, Desk
from services.desk.history import History, Stamped, written
from services.desk.orders import Written
from services.desk.plan import Plan, plan
from services.project.decider import record
from services.project.execution import ContradictionError, Key, key_of
from services.project.state import Project
from services.refusal import Conflict

Outcome = Literal["accepted", "duplicate", "contradiction"]
ATTEMPTS_TOGETHER: Final = 2
_SAME: Final = "accepted"
Recorded = dict[AggregateId, dict[Key, Stamped]]


class Report(Struct, frozen=True, kw_only=True):
    """One upstream fact for one project; ``origin`` names the message that brought it.

    ``redelivered`` says that the same message may have been handled before.
    """

    project: AggregateId
    fact: ExecutionFact
    at: datetime
    origin: str
    redelivered: bool = False


class Noted(Struct, frozen=True, kw_only=True):
    """What became of a report; a contradiction has the key of a known fact but says another.

    ``differs`` names in Chinese what a contradiction says otherwise.
    """

    outcome: Outcome
    differs: str = ""
    written: Written | None = None


def note(desk: Desk, reports: Sequence[Report]) -> list[Noted]:
    """Record reports in their order, in one atomic batch; returns an outcome for each.

    Where other writers keep coming first the batch is halved: over many projects somebody always
    does. ``Conflict`` when even one report alone loses; those before it were recorded then.
    """
    return _noted(desk, reports, {})


def _noted(desk: Desk, reports: Sequence[Report], recorded: Recorded) -> list[Noted]:
    for attempt in range(ATTEMPTS if len(reports) == 1 else ATTEMPTS_TOGETHER):
        histories = desk.histories((report.project for report in reports), current=attempt > 0)
        noted, plans = _decide(desk, reports, histories, recorded)
        if sum(len(one.events) for one in plans) > BATCH:
            return _halved(desk, reports, recorded)
        try:
            desk.append(plans)
        except IntegrityError:
            continue
        for one in plans:
            if one.history.id in recorded:
                recorded[one.history.id] |= _by_key(one.events)
        return noted
    if len(reports) > 1:
        return _halved(desk, reports, recorded)
    raise Conflict("、".join(sorted({report.project.code for report in reports})), 0)


def _halved(desk: Desk, reports: Sequence[Report], recorded: Recorded) -> list[Noted]:
    middle = len(reports) // 2
    halves = (reports[:middle], reports[middle:])
    return [noted for half in halves for noted in _noted(desk, half, recorded)]


def _by_key(events: Iterable[object]) -> dict[Key, Stamped]:
    return {
        key_of(event.fact): event
        for event in events
        if isinstance(event, Stamped) and isinstance(event.fact, UpstreamFact)
    }


def _decide(
    desk: Desk,
    reports: Iterable[Report],
    histories: dict[AggregateId, History],
    recorded: Recorded,
) -> tuple[list[Noted], list[Plan]]:
    noted: list[Noted] = []
    growing: dict[AggregateId, list[Stamped]] = {}
    latest = dict(histories)
    editions: dict[tuple[str, datetime], str] = {}  # dear to look up, and the same all along
    for report in reports:
        history = latest[report.project]
        if not isinstance(history.state, Project):
            raise TypeError(history.state)
        context = _context(desk, report)
        try:
            facts = record(history.state, report.fact, context)
        except ContradictionError as error:
            noted.append(Noted(outcome="contradiction", differs=error.differs))
            continue
        if not facts:
            noted.append(_known(desk, report, recorded))
            continue
        circumstances = report.project.division, report.at
        if circumstances not in editions:
            editions[circumstances] = context.edition
        step = plan(history, facts, context, editions[circumstances])
        latest[report.project] = step.after
        growing.setdefault(report.project, []).extend(step.events)
        noted.append(Noted(outcome="accepted", written=written(step.events[0])))
    return noted, [
        Plan(histories[name], tuple(events), latest[name]) for name, events in growing.items()
    ]


def _known(desk: Desk, report: Report, recorded: Recorded) -> Noted:
    """Tell a duplicate from the very message that was recorded, then delivered once more."""
    if not report.redelivered:
        return Noted(outcome="duplicate")
    if report.project not in recorded:
        recorded[report.project] = _by_key(desk.events.get(str(report.project)))
    event = recorded[report.project].get(key_of(report.fact))
    if event is None:
        return Noted(outcome="duplicate")
    own = event.envelope.causationid == report.origin
    return Noted(outcome=_SAME if own else "duplicate", written=written(event))


def _context(desk: Desk, report: Report) -> Context:
    system = report.fact.source_system
    key = key_of(report.fact)
    return Context(
        command_id=f"{system}/{key.document_no}/{key.line_no}/{key.tag}/{key.revision}",
        at=report.at,
        actor=Actor(id=system, role=Role.UPSTREAM_SYSTEM, org=system),
        aggregate=report.project,
        law=desk.law(report.project.division),
        causation=report.origin,
    )
