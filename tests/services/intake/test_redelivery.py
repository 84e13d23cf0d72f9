"""Messages that come again: after a crash, after an outage, after a lost consumer."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import nats
from structlog.testing import capture_logs

from events.subjects import INTAKE_STREAM, PARKED_STREAM
from services.desk.desk import Desk
from services.intake import streams
from services.intake.app import Intake
from services.intake.intake import Incoming, opened, take
from services.intake.streams import DURABLE, FILTER
from tests.services.desk.bureau import adopt, code, end, upstream_facts
from tests.services.desk.outage import mortal
from tests.services.intake.upstream import message, perform, until, upstream
from tests.services.ledger.proxy import Proxy


async def recorded_but_not_answered(url: str, desk: Desk, count: int) -> None:
    """Do what a process does that dies between its commit and its acknowledgement."""
    client = await nats.connect(url)
    fetcher = await client.jetstream().pull_subscribe(FILTER, DURABLE, stream=INTAKE_STREAM)
    messages = await fetcher.fetch(count, timeout=10)
    assert len(messages) == count
    batch = [
        opened(Incoming(sequence=one.metadata.sequence.stream, subject=one.subject, body=one.data))
        for one in messages
    ]
    await asyncio.to_thread(take, desk, batch, datetime.now(UTC))
    for one in messages:
        await one.nak()
    await client.close()


def test_what_a_dead_process_recorded_is_accepted_once_and_said_to_be(
    desk: Desk, empty_nats_url: str
) -> None:
    async def scene() -> None:
        name = code()
        async with upstream(empty_nats_url) as system:
            bodies = [message(name, f"V{i}") for i in range(20)]
            sequences = await system.publish(*bodies, message(name, "V3"), b"{")
            await recorded_but_not_answered(empty_nats_url, desk, 22)
            before = end(desk)
            with closing(Desk(empty_nats_url)) as cold:
                async with Intake(empty_nats_url, cold):
                    receipts = await system.receipts_for(sequences)
            assert [one.outcome for one in receipts] == [
                *["accepted"] * 20,
                "duplicate",
                "parked",
            ]
            assert [one.version for one in receipts[:20]] == [*range(1, 21)]
            assert end(desk) == before
            assert len(upstream_facts(desk, name)) == 20

    perform(scene())


def test_an_intake_cancelled_in_the_middle_loses_and_doubles_nothing(
    desk: Desk, empty_nats_url: str
) -> None:
    async def scene() -> None:
        names = [code() for _ in range(3)]
        async with upstream(empty_nats_url) as system:
            await system.configure(ack_wait=10**9)
            bodies = [message(names[i % 3], f"V{i}") for i in range(4000)]
            sequences = await system.publish(*bodies)

            async def begun() -> bool:
                return bool(await asyncio.to_thread(upstream_facts, desk, names[0]))

            async def work() -> None:
                async with Intake(empty_nats_url, desk):
                    await asyncio.Event().wait()

            first = asyncio.create_task(work())
            await until(begun)
            first.cancel()
            await asyncio.wait([first])
            async with Intake(empty_nats_url, desk):
                receipts = await system.receipts_for(sequences)
            await system.configure()
            assert Counter(one.outcome for one in receipts) == {"accepted": 4000}
            assert [len(upstream_facts(desk, name)) for name in names] == [1334, 1333, 1333]

    perform(scene())


def test_a_consumer_made_anew_parks_nothing_twice(desk: Desk, empty_nats_url: str) -> None:
    async def scene() -> None:
        name = code()
        async with upstream(empty_nats_url) as system:
            async with Intake(empty_nats_url, desk):
                bodies = [message(name), message(name, fen=7), b"{"]
                sequences = await system.publish(*bodies)
                await system.receipts_for(sequences)
            parked, before = await system.parked(), end(desk)
            assert len(parked) >= 2
            await system.forget_consumer()
            await system.configure()
            system.receipts.clear()
            async with Intake(empty_nats_url, desk):
                again = await system.receipts_for(sequences)
            assert [one.outcome for one in again] == ["duplicate", "parked", "parked"]
            assert (await system.parked(), end(desk)) == (parked, before)

    perform(scene())


def test_an_intake_whose_consumer_vanished_asks_calmly_and_goes_on_when_it_is_back(
    desk: Desk, empty_nats_url: str
) -> None:
    async def scene() -> None:
        name = code()
        async with upstream(empty_nats_url) as system, Intake(empty_nats_url, desk):
            await system.tell(message(name, "V1"))
            with capture_logs() as logs:
                await system.forget_consumer()

                async def noticed() -> bool:
                    return len(logs) >= 3

                began = asyncio.get_running_loop().time()
                await until(noticed)
                assert asyncio.get_running_loop().time() - began > 1.5
            assert {one["event"] for one in logs} == {"nothing can be fetched"}
            await system.configure()
            [receipt] = await system.tell(message(name, "V2"))
            assert receipt.outcome == "accepted"

    perform(scene())


def test_a_batch_whose_commit_was_not_answered_is_recorded_once(
    desk: Desk, empty_nats_url: str
) -> None:
    async def scene(far: Desk, proxy: Proxy) -> None:
        name = code()
        async with upstream(empty_nats_url) as system, Intake(empty_nats_url, far):
            await system.tell(message(name, "V0"))
            proxy.swallow_answer(b'"stream":"JX_EVENTS"')
            receipts = await system.tell(*(message(name, f"V{i}") for i in range(1, 30)))
            assert proxy.cuts == 1
            assert {one.outcome for one in receipts} == {"accepted"}
            documents = [fact.document_no for fact in upstream_facts(desk, name)]
            assert documents == [f"V{i}" for i in range(30)]

    proxy = Proxy(empty_nats_url)
    try:
        with closing(Desk(proxy.url)) as far:
            perform(scene(far, proxy))
    finally:
        proxy.close()


def test_a_batch_that_the_ledger_cannot_take_comes_again(desk: Desk, empty_nats_url: str) -> None:
    """The broker's connection stands while the ledger's own is gone for good."""

    async def scene() -> None:
        name = code()
        async with upstream(empty_nats_url) as system:
            with capture_logs() as logs:
                async with Intake(empty_nats_url, closed):
                    sequences = await system.publish(*(message(name, f"V{i}") for i in range(5)))

                    async def failed_twice() -> bool:
                        return [one["event"] for one in logs].count("batch failed") >= 2

                    await until(failed_twice)
            assert system.receipts == []
            assert upstream_facts(desk, name) == []
            async with Intake(empty_nats_url, desk):
                receipts = await system.receipts_for(sequences)
            assert [one.outcome for one in receipts] == ["accepted"] * 5

    closed = Desk(empty_nats_url)
    closed.close()
    perform(scene())


def test_an_intake_outlives_its_server(tmp_path: Path) -> None:
    async def scene() -> None:
        name = code()
        async with upstream(server.url) as system, Intake(server.url, desk):
            await system.tell(message(name, "V1"))
            server.kill()
            server.start()
            await system.reconnected()
            receipts = await system.tell(*(message(name, f"V{i}") for i in range(1, 4)))
            assert [one.outcome for one in receipts] == ["duplicate", "accepted", "accepted"]

    with mortal(tmp_path) as server, closing(Desk(server.url)) as desk:
        desk.prepare(streams.prepare)
        adopt(desk)
        perform(scene())


def test_a_batch_that_cannot_be_parked_comes_again(tmp_path: Path) -> None:
    async def scene() -> None:
        name = code()
        async with upstream(server.url) as system, Intake(server.url, desk):
            await system.forget_stream(PARKED_STREAM)
            with capture_logs() as logs:
                sequences = await system.publish(message(name, "V1"), b"{")

                async def failed_twice() -> bool:
                    return [one["event"] for one in logs].count("batch failed") >= 2

                await until(failed_twice)
            await asyncio.to_thread(desk.prepare, streams.prepare)
            receipts = await system.receipts_for(sequences)
            assert [one.outcome for one in receipts] == ["accepted", "parked"]
            assert len(upstream_facts(desk, name)) == 1

    with mortal(tmp_path) as server, closing(Desk(server.url)) as desk:
        desk.prepare(streams.prepare)
        adopt(desk)
        perform(scene())


def test_a_message_as_large_as_the_server_takes_is_parked_as_far_as_it_goes(
    tmp_path: Path,
) -> None:
    async def scene() -> None:
        body = b"\xff" * (1 << 20)
        async with upstream(server.url) as system, Intake(server.url, desk):
            receipts = await system.tell(body, message(code()))
            assert [one.outcome for one in receipts] == ["parked", "accepted"]
            [(_, parked)] = await system.parked()
            assert parked.cut
            assert len(parked.body) > 700_000
            assert body.startswith(parked.body)

    with mortal(tmp_path) as server, closing(Desk(server.url)) as desk:
        desk.prepare(streams.prepare)
        adopt(desk)
        perform(scene())


def test_an_intake_whose_server_is_gone_ends_all_the_same(tmp_path: Path) -> None:
    async def scene() -> None:
        async with AsyncExitStack() as stack:
            intake = await stack.enter_async_context(Intake(server.url, desk))
            server.kill()

            async def cut() -> bool:
                return not await intake.broker.ping(timeout=0.1)

            with capture_logs() as logs:
                await until(cut)
                await stack.aclose()
        assert logs == []

    with mortal(tmp_path) as server, closing(Desk(server.url)) as desk:
        desk.prepare(streams.prepare)
        perform(scene())
