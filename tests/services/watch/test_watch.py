"""Readers and streams that somebody takes away or changes while everything runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from events.envelope import encode_envelope
from events.subjects import EVENTS, INTAKE_STREAM, PARKED_STREAM, STREAM
from services.access import streams as access
from services.clock import clock
from services.clock.timers import CLOCK, PLANNER, TIMERS_STREAM
from services.doctor import Check, examine
from services.feed import position as feed
from services.intake.app import Intake
from services.intake.streams import CONSUMER, DURABLE
from services.ledger import consumers
from services.ledger.errors import Refusal
from services.ledger.wire import Json, Wire
from services.office import Office, opened
from services.runtime.servers import Servers, servers
from services.runtime.settings import Settings
from services.watch.wanted import CONSUMERS, look, wanted_streams
from services.watch.watch import Watch
from tests import owner
from tests.projections.story import envelope, paid
from tests.services.desk.bureau import adopt, code, project, upstream_facts
from tests.services.intake.upstream import message, until, upstream
from tests.services.projector.world import running

Logs = list[EventDict]
Scene = Callable[[Office, Servers, Logs], Awaitable[None]]


def play(house: Servers, scene: Scene) -> None:
    """Play a scene in a house that is watched, as ``up`` keeps it."""

    async def on_stage() -> None:
        with capture_logs() as logs:
            async with asyncio.timeout(120), opened(house) as office:
                for prepare in (clock.prepare, access.prepare, feed.prepare):
                    await asyncio.to_thread(office.desk.prepare, prepare)
                await asyncio.to_thread(adopt, office.desk)
                async with Intake(house.nats_url, office.desk):
                    async with running(Watch(office, every=0.1).run()):
                        await scene(office, house, logs)

    asyncio.run(on_stage())


@pytest.fixture(scope="module")
def shared(empty_nats_url: str, database_url: str) -> Servers:
    return Servers(empty_nats_url, database_url)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Servers]:
    with servers(Settings(data=tmp_path)) as house:
        owner.remember(house.nats_url, tmp_path)
        yield house


@asynccontextmanager
async def operator(house: Servers) -> AsyncIterator[Wire]:
    wire = await Wire.open(owner.url_of(house.nats_url), 10)
    try:
        yield wire
    finally:
        await wire.close()


async def whole(house: Servers) -> bool:
    async with operator(house) as wire:
        return all([seen.well async for seen in look(wire, 1)])


async def mended(logs: Logs, house: Servers, *names: str) -> None:
    """Wait until these were put right, and all is well."""

    async def told() -> bool:
        return {*names} <= {*said(logs, "mended")} and await whole(house)

    await until(told)


def said(logs: Logs, event: str) -> list[str]:
    return [str(one.get("name") or one.get("what")) for one in logs if one["event"] == event]


@pytest.mark.parametrize(("stream", "durable"), [(s, str(c["durable_name"])) for s, c in CONSUMERS])
def test_a_reader_that_was_deleted_is_made_again_and_said(
    shared: Servers, stream: str, durable: str
) -> None:
    async def scene(_: Office, house: Servers, logs: Logs) -> None:
        async with operator(house) as wire:
            await wire.api(f"CONSUMER.DELETE.{stream}.{durable}")
        await mended(logs, house, durable)
        assert said(logs, "mended") == [durable]

    play(shared, scene)


def test_the_intake_goes_on_without_an_operator_and_doubles_nothing(shared: Servers) -> None:
    async def scene(office: Office, house: Servers, _: Logs) -> None:
        name = code()
        async with upstream(house.nats_url) as system, operator(house) as wire:
            await system.tell(*(message(name, f"V{i}") for i in range(5)))
            await wire.api(f"CONSUMER.DELETE.{INTAKE_STREAM}.{DURABLE}")
            [receipt] = await system.tell(message(name, "V5"))
            assert receipt.outcome == "accepted"
        facts = await asyncio.to_thread(upstream_facts, office.desk, name)
        assert [fact.document_no for fact in facts] == [f"V{i}" for i in range(6)]

    play(shared, scene)


@pytest.mark.parametrize(
    "change", [{"ack_wait": 10**9}, {"max_deliver": 3}, {"deliver_policy": "new"}]
)
def test_a_reader_that_was_changed_is_as_it_must_be_again(shared: Servers, change: Json) -> None:
    async def scene(office: Office, house: Servers, logs: Logs) -> None:
        name = code()
        async with upstream(house.nats_url) as system, operator(house) as wire:
            # The watch may come between the two.
            async def changed() -> bool:
                with suppress(Refusal):
                    await wire.api(f"CONSUMER.DELETE.{INTAKE_STREAM}.{DURABLE}")
                    await consumers.create(wire, INTAKE_STREAM, {**CONSUMER, **change})
                    return True
                return False

            await until(changed)
            await mended(logs, house, DURABLE)
            [receipt] = await system.tell(message(name))
            assert receipt.outcome == "accepted"
        assert len(await asyncio.to_thread(upstream_facts, office.desk, name)) == 1

    play(shared, scene)


def test_a_side_stream_that_was_deleted_is_made_again(shared: Servers) -> None:
    async def scene(office: Office, house: Servers, logs: Logs) -> None:
        async with operator(house) as wire:
            await wire.api(f"STREAM.DELETE.{PARKED_STREAM}")
            await consumers.skip(wire, STREAM, PLANNER, 1)
            await wire.api(f"STREAM.DELETE.{TIMERS_STREAM}")
        await mended(logs, house, PARKED_STREAM, TIMERS_STREAM, CLOCK)
        async with operator(house) as wire:
            planner = await wire.api(f"CONSUMER.INFO.{STREAM}.{PLANNER}")
            assert planner["num_pending"] == await office.position()
        assert PLANNER not in said(logs, "mended")

    play(shared, scene)


def test_a_ledger_whose_config_drifted_is_an_alarm_once_and_left_as_it_is(shared: Servers) -> None:
    async def scene(_: Office, house: Servers, logs: Logs) -> None:
        config = {**wanted_streams(1)[0], "max_age": 3600 * 10**9}
        plain = {field: value for field, value in config.items() if value not in (None, False)}
        async with operator(house) as wire:
            await wire.api(f"STREAM.UPDATE.{STREAM}", plain)

            async def cried() -> bool:
                return said(logs, "alarm") == [f"stream {STREAM}"]

            await until(cried)
            [bad] = [check for check in await examine(house) if not check.well]
            assert (bad.metric, bad.name, bad.value) == ("stream_differences", STREAM, 1)
            assert "max_age 应为 0，现为 3600000000000" in bad.found
            await wire.api(f"STREAM.UPDATE.{STREAM}", {**plain, "max_age": 0})

            async def over() -> bool:
                return said(logs, "alarm over") == [f"stream {STREAM}"]

            await until(over)
        assert said(logs, "alarm") == [f"stream {STREAM}"]

    play(shared, scene)


def test_a_ledger_that_is_gone_is_not_replaced_by_an_empty_one(own: Servers) -> None:
    async def scene(_: Office, house: Servers, logs: Logs) -> None:
        async with operator(house) as wire:
            await wire.api(f"STREAM.DELETE.{STREAM}")

            async def cried() -> bool:
                return f"stream {STREAM}" in said(logs, "alarm")

            await until(cried)
            found: list[Check] = await examine(house)
            assert ("流 JX_EVENTS", "不存在") in [(one.what, one.found) for one in found]
            names = (await wire.api("STREAM.NAMES"))["streams"]
            assert isinstance(names, list)
            assert STREAM not in names

    play(own, scene)


def test_a_blocked_view_is_an_alarm_with_its_place_and_the_others_go_on(own: Servers) -> None:
    async def scene(office: Office, house: Servers, logs: Logs) -> None:
        largest, name = paid(92_233_720_368_547_758), project(code())  # twice is too much
        for version in (1, 2):
            body = encode_envelope(envelope(largest, name, version))
            answer = await office.client.jetstream().publish(f"{EVENTS}.{name}", body)
        strange = answer.seq

        async def cried() -> bool:
            return "view execution" in said(logs, "alarm")

        await until(cried)
        async with upstream(house.nats_url) as system:
            [receipt] = await system.tell(message(code()))
            assert receipt.outcome == "accepted"
        await office.settle()
        found = {one.name: one for one in await examine(house) if one.metric.startswith("view_")}
        blocked = {name for name, one in found.items() if one.metric == "view_blocked_at"}
        assert "execution" in blocked
        assert {found[name].value for name in blocked} == {strange}
        assert f"停在台账 {strange}" in found["execution"].found
        assert (found["trail"].metric, found["trail"].well) == ("view_behind", True)

    play(own, scene)
