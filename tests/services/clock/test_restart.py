"""A clock after an end: whatever fell due meanwhile is given, promptly and once."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

import pytest

from events.subjects import STREAM as LEDGER
from services.clock.clock import prepare as prepare_timers
from services.clock.timers import CLOCK, DUE, PLANNER, TIMERS_STREAM, Timer
from services.office import Office
from services.runtime.servers import servers
from services.runtime.settings import Settings
from tests.services.clock.ticking import (
    HAILIN,
    facts,
    found,
    given,
    lingering,
    plan,
    planned_all,
    play,
    ticking,
    with_task,
)
from tests.services.projector.world import until


@pytest.mark.clause("LY-15", "HJ-17")
def test_a_deadline_that_passed_while_nothing_ran_fires_late_and_once(folder: Settings) -> None:
    async def before(office: Office) -> None:
        await asyncio.to_thread(office.desk.prepare, prepare_timers)
        await with_task(office, "P1")
        await plan(office, "P1", datetime.now(UTC) + timedelta(seconds=1))

    async def after(office: Office) -> None:
        async with ticking(office):
            await until(found(office, "P1", 1))

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


@pytest.mark.clause("LY-15", "HJ-17")
def test_what_a_clock_fetched_and_never_gave_is_given_by_the_next(folder: Settings) -> None:
    """Long before the acknowledgement the dead clock owes is given up."""

    async def dies(office: Office) -> None:
        await asyncio.to_thread(office.desk.prepare, prepare_timers)
        await with_task(office, "P1")
        await plan(office, "P1", datetime.now(UTC) + timedelta(seconds=1))
        for stream, durable in ((LEDGER, PLANNER), (TIMERS_STREAM, CLOCK)):
            held = await office.client.jetstream().pull_subscribe_bind(durable, stream)
            assert await held.fetch(1, timeout=10)

    async def lives(office: Office) -> None:
        async with ticking(office):
            await until(given(office))
            await until(planned_all(office))
        assert facts(office, "P1") == 1

    with servers(folder) as running:
        play(running, dies)
    for _ in range(2):
        with servers(folder) as running:
            play(running, lives)


def test_a_clock_told_to_stop_stops_though_something_falls_due_at_that_moment(
    folder: Settings,
) -> None:
    async def scene(office: Office) -> None:
        await with_task(office, "P1")
        due = Timer(
            kind="task",
            division=HAILIN,
            fiscal_year=2021,
            code="P1",
            name="H1",
            at=datetime.now(UTC),
        )
        arrivals = await office.client.subscribe(f"{DUE}.>")
        for _ in range(10):
            async with asyncio.timeout(30), ticking(office):
                await until(lingering(office))
                await office.client.publish(f"{DUE}.{due.tail}", due.body())
                await arrivals.next_msg(timeout=5)

    with servers(folder) as running:
        play(running, scene)


def test_a_fetch_that_ends_early_does_not_end_the_clock(folder: Settings) -> None:
    """Another clock that starts makes the consumers anew: what lingers is answered with nothing."""

    async def scene(office: Office) -> None:
        async with ticking(office):
            await with_task(office, "P1")
            await until(planned_all(office))
            for _ in range(2):  # a fetch asks twice, its second answer is the empty one
                await until(lingering(office))
                await asyncio.to_thread(office.desk.prepare, prepare_timers)
            await until(lingering(office))
            await plan(office, "P1", datetime.now(UTC) + timedelta(seconds=1))
            await until(found(office, "P1", 1))

    with servers(folder) as running:
        play(running, scene)
