"""The whole way: published with plain nats-py, taken by FastStream, answered on the out stream."""

import asyncio
import base64
import logging
from collections import Counter

import msgspec
import pytest

from services.desk.desk import Desk
from services.intake.app import Intake
from tests.services.desk.bureau import HAILIN, code, end, project, stored, upstream_facts
from tests.services.intake.upstream import message, perform, upstream


def test_a_lone_message_is_answered_soon(desk: Desk, empty_nats_url: str) -> None:
    async def scene() -> None:
        async with Intake(empty_nats_url, desk), upstream(empty_nats_url) as system:
            name = code()
            async with asyncio.timeout(5):
                [receipt] = await system.tell(message(name))
            [event] = stored(desk, project(name))
            assert receipt.outcome == "accepted"
            assert (receipt.event_id, receipt.version) == (event.envelope.id, 1)
            assert event.envelope.causationid == f"JX_INTAKE/{receipt.received}"
            subjects = [subject for subject, one in system.receipts if one == receipt]
            assert subjects == [f"jx.out.{HAILIN}.receipt.treasury"]

    perform(scene())


def test_accepted_duplicate_and_parked_are_all_that_was_received(
    desk: Desk, empty_nats_url: str
) -> None:
    names = [code() for _ in range(5)]
    bodies = [message(names[i % 5], f"V{i % 2000}", i % 13) for i in range(2600)]
    bodies[2100], bodies[2500] = b"{", b""

    async def scene() -> None:
        async with Intake(empty_nats_url, desk), upstream(empty_nats_url) as system:
            receipts = await system.tell(*bodies)
            outcomes = Counter(one.outcome for one in receipts)
            recorded = sum(len(upstream_facts(desk, name)) for name in names)
            assert outcomes.total() == 2600
            assert outcomes["accepted"] == recorded == 2000
            assert outcomes["parked"] > 2
            parked = [one for _, one in await system.parked()]
            assert len(parked) == outcomes["parked"]
            assert len(system.receipts) == 2600

    perform(scene())


def test_the_server_drops_what_comes_under_a_known_message_id(
    desk: Desk, empty_nats_url: str
) -> None:
    """Nothing was received then: docs/upstream.md advises to set none."""

    async def scene() -> None:
        async with Intake(empty_nats_url, desk), upstream(empty_nats_url) as system:
            name, known = code(), {"Nats-Msg-Id": "2021-1"}
            first = await system.publish(message(name, "V1"), headers=known)
            assert await system.publish(message(name, "V2"), headers=known) == first
            [last] = await system.tell(message(name, "V3"))
            assert [one.received for _, one in system.receipts] == [*first, last.received]
            assert [one.document_no for one in upstream_facts(desk, name)] == ["V1", "V3"]

    perform(scene())


def test_facts_keep_the_order_in_which_they_were_published(desk: Desk, empty_nats_url: str) -> None:
    names = [code() for _ in range(3)]

    async def scene() -> None:
        async with Intake(empty_nats_url, desk), upstream(empty_nats_url) as system:
            await system.tell(*(message(names[i % 3], f"V{i}") for i in range(2100)))

    perform(scene())
    for number, name in enumerate(names):
        documents = [fact.document_no for fact in upstream_facts(desk, name)]
        assert documents == [f"V{i}" for i in range(number, 2100, 3)]


def test_whatever_cannot_be_taken_is_parked_whole_and_the_rest_accepted(
    desk: Desk, empty_nats_url: str
) -> None:
    bad = [
        bytes(range(256)) * 4,
        b"\xff" * 1_000_000,
        message("P1", source_system="a.b c>*"),
        message("P1", source_system="国" * 150_000),
        b'{"source_system":"treasury","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        message("P1\n"),
    ]

    async def scene() -> None:
        name = code()
        async with Intake(empty_nats_url, desk), upstream(empty_nats_url) as system:
            before = len(await system.parked())
            bodies = [message(name, "V1"), *bad, message(name, "V2")]
            receipts = await system.tell(*bodies)
            assert [one.outcome for one in receipts] == ["accepted", *["parked"] * 6, "accepted"]
            assert all(one.reason for one in receipts[1:-1])
            parked = (await system.parked())[before:]
            assert [one.body for _, one in parked] == bad
            assert [one.receipt for _, one in parked] == receipts[1:-1]
            assert {one.cut for _, one in parked} == {False}
            assert [subject for subject, _ in parked] == [
                f"jx.parked.{HAILIN}.{one.received}" for one in receipts[1:-1]
            ]
            told = {one.received: subject for subject, one in system.receipts}
            assert [told[one.received].rsplit(".", 1)[1] for one in receipts] == [
                "treasury",
                *["unknown"] * 5,
                "treasury",
                "treasury",
            ]

    perform(scene())


def test_a_wrong_division_is_parked_and_answered_under_unknown(
    desk: Desk, empty_nats_url: str
) -> None:
    async def scene() -> None:
        async with Intake(empty_nats_url, desk), upstream(empty_nats_url) as system:
            before = end(desk)
            [receipt] = await system.tell(message("P1"), division="hailin")
            assert (receipt.outcome, end(desk)) == ("parked", before)
            told = [subject for subject, one in system.receipts if one == receipt]
            assert told == ["jx.out.unknown.receipt.treasury"]
            subject, parked = (await system.parked())[-1]
            assert subject == f"jx.parked.unknown.{receipt.received}"
            assert (parked.subject, parked.body) == ("jx.in.hailin.execution", message("P1"))

    perform(scene())


def test_a_parked_message_is_json_with_the_body_in_base64(desk: Desk, empty_nats_url: str) -> None:
    async def scene() -> None:
        async with Intake(empty_nats_url, desk), upstream(empty_nats_url) as system:
            await system.tell(b"\x00\x01")
            _, parked = (await system.parked())[-1]
            document = msgspec.json.decode(msgspec.json.encode(parked))
            assert base64.b64decode(document["body"]) == b"\x00\x01"
            assert document["receipt"]["outcome"] == "parked"

    perform(scene())


def test_two_intakes_lose_and_double_nothing(desk: Desk, empty_nats_url: str) -> None:
    names = [code() for _ in range(4)]
    bodies = [message(names[i % 4], f"V{i % 2500}", 1) for i in range(3000)]

    async def scene() -> None:
        other = await asyncio.to_thread(Desk, empty_nats_url)
        try:
            async with Intake(empty_nats_url, desk), Intake(empty_nats_url, other):
                async with upstream(empty_nats_url) as system:
                    receipts = await system.tell(*bodies)
        finally:
            await asyncio.to_thread(other.close)
        outcomes = Counter(one.outcome for one in receipts)
        assert outcomes == {"accepted": 2500, "duplicate": 500}
        assert sum(len(upstream_facts(desk, name)) for name in names) == 2500

    perform(scene())


def test_a_stopped_intake_leaves_nothing_behind(
    desk: Desk, empty_nats_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> set[str]:
        for _ in range(3):
            async with Intake(empty_nats_url, desk), upstream(empty_nats_url) as system:
                await system.tell(message(code()))
        left = asyncio.all_tasks() - {asyncio.current_task()}
        return {task.get_name() for task in left}

    with caplog.at_level(logging.WARNING):
        left = asyncio.run(scene())
    assert left == set()
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_messages_that_come_one_by_one_are_never_held_back(
    desk: Desk, empty_nats_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene() -> None:
        name = code()
        async with Intake(empty_nats_url, desk), upstream(empty_nats_url) as system:
            for number in range(80):
                async with asyncio.timeout(10):
                    [receipt] = await system.tell(message(name, f"V{number}"))
                assert (receipt.outcome, receipt.version) == ("accepted", number + 1)

    with caplog.at_level(logging.WARNING):
        perform(scene())
    assert [record.message for record in caplog.records] == []
