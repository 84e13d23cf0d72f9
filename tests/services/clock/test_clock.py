"""The clock on real servers: fired at the moment, and never twice."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from events.obligation import ObligationOverdue
from events.subjects import obligation_id
from events.terms import Duty, Recipient
from services.clock.timers import TIMER, Timer
from services.obligation import FulfilObligation, RegisterObligation
from services.office import Office
from services.policies.adoption import AdoptPolicy
from services.policies.calendar import local_day
from services.project.monitoring import ExtendTaskDeadline
from services.runtime.servers import servers
from services.runtime.settings import Settings
from tests.services.clock.ticking import (
    HAILIN,
    done,
    facts,
    found,
    given,
    plan,
    planned_all,
    play,
    schedules,
    ticking,
    with_task,
)
from tests.services.desk import bureau
from tests.services.project.given import CHIEF, day
from tests.services.projector.world import until


def test_a_planned_timer_fires_at_its_moment_and_again_changes_nothing(folder: Settings) -> None:
    async def scene(office: Office) -> None:
        async with ticking(office):
            await with_task(office, "P1")
            await plan(office, "P1", datetime.now(UTC) + timedelta(seconds=2))
            await until(found(office, "P1", 1))
            before = await office.position()
            await plan(office, "P1", datetime.now(UTC) - timedelta(days=1))
            await until(given(office), 60)
        assert await office.position() == before

    with servers(folder) as running:
        play(running, scene)


def overdue(office: Office) -> list[ObligationOverdue]:
    events = bureau.stored(office.desk, obligation_id(HAILIN, 2021, "X1"))
    return [event.fact for event in events if isinstance(event.fact, ObligationOverdue)]


def said(office: Office) -> Callable[[], Awaitable[bool]]:
    async def there() -> bool:
        return bool(overdue(office))

    return there


@pytest.mark.clause("HL-17")
def test_an_obligation_is_said_to_be_overdue_at_its_moment(folder: Settings) -> None:
    yesterday = local_day(datetime.now(UTC)) - timedelta(days=1)
    owed = RegisterObligation(
        fiscal_year=2021,
        obligation="X1",
        kind=Duty.REPORT,
        what="专题报告",
        recipients=(Recipient.GOVERNMENT,),
        owed_by=("D01", "D02"),
        due_on=yesterday,
    )
    met = FulfilObligation(fiscal_year=2021, obligation="X1", department="D02", document="文1号")

    async def scene(office: Office) -> None:
        adopt = bureau.order(AdoptPolicy(edition="hailin@2021-01-01"), CHIEF, day(1, 1))
        await office.submit(adopt)
        async with ticking(office):
            await done(office, owed)
            await done(office, met, at=datetime.now(UTC))
            timer = Timer(
                kind="obligation",
                division=HAILIN,
                fiscal_year=2021,
                code="X1",
                name="duties",
                at=datetime.now(UTC) + timedelta(seconds=1),
            )
            await office.client.jetstream().publish(
                f"{TIMER}.{timer.tail}", timer.body(), headers=timer.headers()
            )
            await until(said(office))
        [fact] = overdue(office)
        assert (fact.department, fact.due_on) == ("D01", yesterday)

    with servers(folder) as running:
        play(running, scene)


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
            await until(planned_all(office))
            assert await schedules(office) == {}
            assert facts(office, "P1") == 0
        [handled] = await office.tick(datetime(2021, 7, 20, 16, tzinfo=UTC))
        assert handled.answer.outcome == "accepted"
        assert facts(office, "P1") == 1
        assert await office.tick(datetime(2021, 7, 21, 16, tzinfo=UTC)) == []

    with servers(folder) as running:
        play(running, scene)
