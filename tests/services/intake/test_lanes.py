"""Lanes without a server: what they hand to the work, when, and in which order."""

import asyncio
from collections.abc import Sequence

from services.intake.intake import Incoming, Opened, opened
from services.intake.lanes import Lanes
from tests.services.desk.bureau import HAILIN
from tests.services.intake.upstream import message

SUBJECT = f"jx.in.{HAILIN}.execution"


def batch(first: int, count: int) -> list[Opened]:
    """Open messages about forty projects, a few of them unreadable."""
    bodies = [
        b"{" if number % 37 == 0 else message(f"P{number % 40}", f"V{number}")
        for number in range(first, first + count)
    ]
    return [
        opened(Incoming(sequence=number, subject=SUBJECT, body=body))
        for number, body in enumerate(bodies, first)
    ]


def test_a_project_keeps_its_order_and_nothing_is_left_out() -> None:
    taken: list[Opened] = []

    async def work(part: Sequence[Opened]) -> None:
        await asyncio.sleep(0)
        taken.extend(part)

    async def scene() -> None:
        lanes = Lanes(work)
        for first in range(0, 400, 100):
            await lanes.put(batch(first, 100))
        await lanes.close()

    asyncio.run(scene())
    assert sorted(one.incoming.sequence for one in taken) == list(range(400))
    for project in {one.project for one in taken}:
        own = [one.incoming.sequence for one in taken if one.project == project]
        assert own == sorted(own)


def test_one_lane_does_not_wait_for_the_other_and_takes_one_part_at_a_time() -> None:
    at_work: list[int] = []
    most = 0

    async def scene() -> None:
        held = asyncio.Event()
        other = asyncio.Event()
        begun: list[Sequence[Opened]] = []

        async def work(part: Sequence[Opened]) -> None:
            nonlocal most
            begun.append(part)
            at_work.append(1)
            most = max(most, len(at_work))
            if len(begun) == 1:
                await held.wait()  # until the other lane has done its part
            else:
                other.set()
            at_work.pop()

        lanes = Lanes(work)
        async with asyncio.timeout(10):
            await lanes.put(batch(1, 200))
            await other.wait()
            again = asyncio.create_task(lanes.put(batch(201, 200)))
            await asyncio.sleep(0)
            assert len(begun) == 2
            held.set()
            await again
            await lanes.close()
        assert len(begun) == 4
        assert at_work == []

    asyncio.run(scene())
    assert most == 2


def test_a_batch_of_one_project_is_one_part() -> None:
    parts: list[int] = []

    async def work(part: Sequence[Opened]) -> None:  # what lanes wait for
        parts.append(len(part))

    async def scene() -> None:
        lanes = Lanes(work)
        one = [opened(Incoming(sequence=n, subject=SUBJECT, body=message("P1"))) for n in range(9)]
        await lanes.put(one)
        await lanes.put([])
        await lanes.close()

    asyncio.run(scene())
    assert parts == [9]
