"""The clock on real servers: fired at the moment, late after a restart, and never twice."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from nats.js.errors import NotFoundError

from events.monitoring import TaskOverdue
from events.subjects import project_id
from services.clock.clock import Clock
from services.clock.clock import prepare as prepare_timers
from services.clock.timers import TIMER, TIMERS_STREAM, Timer
from services.decision import Actor, Command
from services.office import Office, opened
from services.policies.adoption import AdoptPolicy
from services.policies.calendar import local_day
from services.project.monitoring import ExtendTaskDeadline, IssueTask
from services.runtime.servers import Servers, servers
from services.runtime.settings import Settings
from tests.services.desk import bureau
from tests.services.project.given import CHIEF, FILER, OFFICER, SECTION, day
from tests.services.projector.world import until

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


@pytest.fixture
def folder(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path)


def test_a_planned_timer_fires_at_its_moment_and_again_changes_nothing(folder: Settings) -> None:
    async def scene(office: Office) -> None:
        async with ticking(office):
            await with_task(office, "P1")
            await plan(office, "P1", datetime.now(UTC) + timedelta(seconds=2))
            await until(_found(office, "P1", 1))
            before = await office.position()
            await plan(office, "P1", datetime.now(UTC) - timedelta(days=1))
            await until(_given(office), 60)
        assert await office.position() == before

    with servers(folder) as running:
        play(running, scene)


@pytest.mark.clause("LY-15", "HJ-17")
def test_a_deadline_that_passed_while_nothing_ran_fires_late_and_once(folder: Settings) -> None:
    async def before(office: Office) -> None:
        await asyncio.to_thread(office.desk.prepare, prepare_timers)
        await with_task(office, "P1")
        await plan(office, "P1", datetime.now(UTC) + timedelta(seconds=1))

    async def after(office: Office) -> None:
        async with ticking(office):
            await until(_found(office, "P1", 1))

    with servers(folder) as running:
        play(running, before)
    for _ in range(2):
        with servers(folder) as running:
            play(running, after)

    def count(office: Office) -> Awaitable[None]:
        assert facts(office, "P1") == 1
        return asyncio.sleep(0)

    with servers(folder) as running:
        play(running, count)


@pytest.mark.clause("HJ-19")
def test_facts_plan_timers_and_other_days_replace_them(folder: Settings) -> None:
    today = local_day(datetime.now(UTC))
    first, second = today + timedelta(days=10), today + timedelta(days=20)

    async def scene(office: Office) -> None:
        async with ticking(office):
            await with_task(office, "P1", first)
            subject = f"{TIMER}.task.{HAILIN}.2021.P1.H1"
            moment = f"@at {first.isoformat()}T16:00:00Z"

            async def planned() -> bool:
                return (await schedules(office)).get(subject) == moment

            await until(planned)
            later = ExtendTaskDeadline(
                fiscal_year=2021, project_code="P1", task="H1", submit_by=second, reason="汛期"
            )
            await done(office, later)
            moment = f"@at {second.isoformat()}T16:00:00Z"
            await until(planned)
        assert facts(office, "P1") == 0

    with servers(folder) as running:
        play(running, scene)


def test_a_history_brought_in_while_the_clock_runs_is_left_to_its_own_ticks(
    folder: Settings,
) -> None:
    async def scene(office: Office) -> None:
        async with ticking(office):
            await with_task(office, "P1")
            await until(_planned_all(office))
            assert await schedules(office) == {}
            assert facts(office, "P1") == 0
        [handled] = await office.tick(datetime(2021, 7, 20, 16, tzinfo=UTC))
        assert handled.answer.outcome == "accepted"
        assert facts(office, "P1") == 1
        assert await office.tick(datetime(2021, 7, 21, 16, tzinfo=UTC)) == []

    with servers(folder) as running:
        play(running, scene)


def _found(office: Office, name: str, count: int) -> Callable[[], Awaitable[bool]]:
    async def there() -> bool:
        return facts(office, name) == count

    return there


async def _consumer(office: Office, stream: str, name: str) -> dict[str, int]:
    answer = await office.client.request(f"$JS.API.CONSUMER.INFO.{stream}.{name}", b"")
    found: dict[str, int] = json.loads(answer.data)
    return found


def _given(office: Office) -> Callable[[], Awaitable[bool]]:
    """Nothing waits to fire, and nothing that fired waits to be given."""

    async def there() -> bool:
        found = await _consumer(office, TIMERS_STREAM, "clock")
        quiet = not await schedules(office)
        return quiet and found["num_pending"] == 0 and found["num_ack_pending"] == 0

    return there


def _planned_all(office: Office) -> Callable[[], Awaitable[bool]]:
    async def there() -> bool:
        found = await _consumer(office, "JX_EVENTS", "clock-planner")
        return found["num_pending"] == 0 and found["num_ack_pending"] == 0

    return there
