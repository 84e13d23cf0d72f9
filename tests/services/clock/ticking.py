"""An office with a clock at work, and what can be waited for."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date, datetime

from nats.js.errors import NotFoundError

from events.monitoring import TaskOverdue
from events.subjects import STREAM as LEDGER
from events.subjects import project_id
from services.clock.clock import Clock
from services.clock.timers import CLOCK, PLANNER, TIMER, TIMERS_STREAM, Timer
from services.decision import Actor, Command
from services.office import Office, opened
from services.policies.adoption import AdoptPolicy
from services.project.monitoring import IssueTask
from services.runtime.servers import Servers
from tests.services.desk import bureau
from tests.services.project.given import CHIEF, FILER, OFFICER, SECTION, day

HAILIN = bureau.HAILIN


async def done(office: Office, command: Command, actor: Actor = OFFICER, at: object = None) -> None:
    instant = at if isinstance(at, datetime) else day(7, 1)
    answer = (await office.submit(bureau.order(command, actor, instant))).answer
    assert answer.outcome == "accepted", answer


async def with_task(office: Office, name: str, submit_by: date | None = None) -> None:
    adopt = bureau.order(AdoptPolicy(edition="hailin@2021-01-01"), CHIEF, day(1, 1))
    assert (await office.submit(adopt)).answer.outcome == "accepted"
    await done(office, bureau.register(name))
    await done(office, bureau.set_target(name), FILER)
    await done(office, bureau.grade(name), SECTION)
    await done(office, bureau.approve(name))
    task = IssueTask(fiscal_year=2021, project_code=name, period="H1", submit_by=submit_by)
    await done(office, task)


def facts(office: Office, name: str, kind: type[object] = TaskOverdue) -> int:
    events = bureau.stored(office.desk, project_id(HAILIN, 2021, name))
    return sum(isinstance(event.fact, kind) for event in events)


@asynccontextmanager
async def ticking(office: Office) -> AsyncIterator[None]:
    clock = Clock(office)
    running = asyncio.create_task(clock.run())
    try:
        await clock.caught_up.wait()
        yield
    finally:
        running.cancel()
        [outcome] = await asyncio.gather(running, return_exceptions=True)
    assert isinstance(outcome, asyncio.CancelledError), outcome


async def plan(office: Office, name: str, at: datetime) -> None:
    timer = Timer(kind="task", division=HAILIN, fiscal_year=2021, code=name, name="H1", at=at)
    await office.client.jetstream().publish(
        f"{TIMER}.{timer.tail}", timer.body(), headers=timer.headers()
    )


async def schedules(office: Office) -> dict[str, str]:
    """The subjects and moments of the timers that wait."""
    info = await office.client.request(
        f"$JS.API.STREAM.INFO.{TIMERS_STREAM}",
        json.dumps({"subjects_filter": f"{TIMER}.>"}).encode(),
    )
    stream = office.client.jetstream()
    found: dict[str, str] = {}
    for subject in json.loads(info.data)["state"].get("subjects") or {}:
        with suppress(NotFoundError):  # fired between the two questions
            message = await stream.get_last_msg(TIMERS_STREAM, subject)
            found[subject] = (message.headers or {})["Nats-Schedule"]
    return found


Scene = Callable[[Office], Awaitable[None]]


def play(running: Servers, scene: Scene) -> None:
    async def work() -> None:
        async with opened(running) as office:
            await scene(office)

    asyncio.run(work())


def found(office: Office, name: str, count: int) -> Callable[[], Awaitable[bool]]:
    async def there() -> bool:
        return facts(office, name) == count

    return there


async def consumer(office: Office, stream: str, name: str) -> dict[str, int]:
    answer = await office.client.request(f"$JS.API.CONSUMER.INFO.{stream}.{name}", b"")
    found: dict[str, int] = json.loads(answer.data)
    return found


def given(office: Office) -> Callable[[], Awaitable[bool]]:
    """Nothing waits to fire, and nothing that fired waits to be given."""

    async def there() -> bool:
        found = await consumer(office, TIMERS_STREAM, CLOCK)
        quiet = not await schedules(office)
        return quiet and found["num_pending"] == 0 and found["num_ack_pending"] == 0

    return there


def lingering(office: Office) -> Callable[[], Awaitable[bool]]:
    """A fetch waits at the server for what becomes due."""

    async def there() -> bool:
        return (await consumer(office, TIMERS_STREAM, CLOCK))["num_waiting"] > 0

    return there


def planned_all(office: Office) -> Callable[[], Awaitable[bool]]:
    async def there() -> bool:
        found = await consumer(office, LEDGER, PLANNER)
        return found["num_pending"] == 0 and found["num_ack_pending"] == 0

    return there
