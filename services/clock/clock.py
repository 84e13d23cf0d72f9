"""The clock: plans timers from the ledger and gives what falls due, each at its moment."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final

import msgspec
import nats.errors
import psycopg
import structlog
from eventsourcing.persistence import OperationalError
from msgspec import Struct
from nats.aio.msg import Msg
from nats.js.client import JetStreamContext

from events.envelope import Recorded, decode
from events.subjects import EVENTS
from events.subjects import STREAM as LEDGER
from services.clock.planning import PLANNING_FACTS, planned
from services.clock.timers import CLOCK, DUE, PLANNER, STREAM, TIMER, TIMERS_STREAM, Timer
from services.decision import Command
from services.desk.orders import Order
from services.due import standing_of, undelivered_of
from services.ledger import consumers, streams
from services.ledger.wire import Json, Wire
from services.office import CLOCK as ACTOR
from services.office import Office
from services.project.follow_through import MarkRectificationOverdue
from services.project.monitoring import MarkOverdue
from services.projector.errors import UnfinishedError, ViewsBlockedError

BATCH: Final = 500
WAIT: Final = 5.0  # seconds a fetch waits for the first message
PAUSE: Final = 1.0  # seconds until what failed is tried again

# A server that restarts, views that take longer: whatever was given by then is not given twice.
PASSING: Final = (
    OperationalError,
    nats.errors.Error,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    UnfinishedError,
    ViewsBlockedError,
    OSError,
)

log = structlog.get_logger("clock")


class _Kind(Struct):
    """As much of an envelope as tells whether it plans anything."""

    type: str = ""


_kind: Final = msgspec.json.Decoder(_Kind)
_timer: Final = msgspec.json.Decoder(Timer)


def _consumer(durable: str, subject: str) -> Json:
    """Acknowledging a message acknowledges all before it: what comes again comes in order.

    ``ack_wait`` is for a batch that this clock lost; what another left behind is taken over at the
    start.
    """
    return {
        "durable_name": durable,
        "ack_policy": "all",
        "deliver_policy": "all",
        "filter_subject": subject,
        "ack_wait": 60 * 10**9,
        "max_ack_pending": 2 * BATCH,
        "max_deliver": -1,
    }


CONSUMERS: Final[dict[str, tuple[str, Json]]] = {
    PLANNER: (LEDGER, _consumer(PLANNER, f"{EVENTS}.>")),
    CLOCK: (TIMERS_STREAM, _consumer(CLOCK, f"{DUE}.>")),
}


async def prepare(wire: Wire, replicas: int = 1) -> None:
    """Create the timers' stream and the two durable consumers, each where it was left off.

    What a clock that died had fetched would be held back for it until ``ack_wait`` is over, if not
    longer: it is taken over.
    """
    await streams.reconcile(wire, streams.replicated(STREAM, replicas))
    for stream, config in CONSUMERS.values():
        await consumers.reconcile(wire, stream, config)
        await consumers.take_over(wire, stream, config)


class Clock:
    """Runs until cancelled; open it on an office whose views are being kept."""

    def __init__(self, office: Office) -> None:
        """Take the office; nothing is asked of the servers yet."""
        self._office = office
        self._stream: JetStreamContext = office.client.jetstream()
        self.caught_up = asyncio.Event()

    async def run(self) -> None:
        """Give what passed while nothing ran, then plan and give as time goes on."""
        while not self.caught_up.is_set():
            try:
                await self._catch_up()
            except PASSING as error:
                log.warning("cannot catch up", error=repr(error), again_in=PAUSE)
                await asyncio.sleep(PAUSE)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._follow(LEDGER, PLANNER, self._plan))
            both.create_task(self._follow(TIMERS_STREAM, CLOCK, self._give))

    async def _catch_up(self) -> None:
        desk = self._office.desk
        await asyncio.to_thread(desk.prepare, partial(prepare, replicas=desk.replicas))
        for handled in await self._office.tick(datetime.now(UTC)):
            log.info("deadline passed", outcome=handled.answer.outcome, id=handled.answer.id)
        self.caught_up.set()

    async def _follow(
        self, stream: str, durable: str, work: Callable[[list[Msg]], Awaitable[None]]
    ) -> None:
        """Work through a durable consumer in order; what failed is delivered again."""
        subscription = await self._stream.pull_subscribe_bind(durable, stream)
        while not _told_to_stop():
            try:
                messages = await subscription.fetch(BATCH, timeout=WAIT)
            except (TimeoutError, nats.errors.TimeoutError):
                continue
            except nats.errors.Error as error:
                log.warning("nothing can be fetched", of=durable, error=repr(error))
                await asyncio.sleep(PAUSE)
                continue
            if not messages:  # a fetch that ended early, by the server's clock or a new consumer
                continue
            try:
                await work(messages)
            except Exception:
                # The one place where whatever went wrong is logged; the batch comes again.
                log.exception("batch failed", of=durable, size=len(messages), again_in=PAUSE)
                for message in messages:
                    await message.nak(delay=PAUSE)
            else:
                await messages[-1].ack()

    async def _plan(self, messages: list[Msg]) -> None:
        for message in messages:
            recorded = _read(message)
            if recorded is None:
                continue
            division = recorded.aggregate.division
            law = await asyncio.to_thread(self._office.desk.law, division)
            for timer in planned(recorded, message.metadata.timestamp, law):
                await self._stream.publish(
                    f"{TIMER}.{timer.tail}", timer.body(), headers=timer.headers()
                )

    async def _give(self, messages: list[Msg]) -> None:
        for message in messages:
            timer, now = _timer.decode(message.data), datetime.now(UTC)
            for id_, command in await self._commands(timer, now):
                order = Order(id=id_, at=now, actor=ACTOR, division=timer.division, command=command)
                answer = (await self._office.submit(order)).answer
                log.info("due", outcome=answer.outcome, id=id_, reasons=answer.reasons)

    async def _commands(self, timer: Timer, now: datetime) -> list[tuple[str, Command]]:
        id_ = f"timer/{timer.tail}/{timer.at:%Y-%m-%d}"
        year, code = timer.fiscal_year, timer.code
        match timer.kind:
            case "task":
                mark = MarkOverdue(fiscal_year=year, project_code=code, task=timer.name)
                return [(id_, mark)]
            case "case":
                late = MarkRectificationOverdue(
                    fiscal_year=year, project_code=code, case=timer.name
                )
                return [(id_, late)]
            case "standing":
                due = await standing_of(self._office, now, timer.division, year)
            case "obligation":
                due = await undelivered_of(self._office, now, timer.division, year, code)
        return [(one.id, one.command) for one in due]


def _told_to_stop() -> bool:
    """Say what a fetch keeps to itself when a message comes together with the cancellation."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _read(message: Msg) -> Recorded | None:
    """Read a fact that plans something; one that cannot be read plans nothing."""
    try:
        if _kind.decode(message.data).type not in PLANNING_FACTS:
            return None
        return decode(message.subject, message.metadata.sequence.stream, message.data)
    except (ValueError, msgspec.DecodeError):
        log.exception("unreadable fact", sequence=message.metadata.sequence.stream)
        return None
