"""A task ends when it is to end, however often it has to be told."""

import asyncio

import pytest

from services.runtime import tasks


@pytest.mark.parametrize("deaf", [0, 1, 3])
def test_what_swallows_a_cancellation_is_told_again(
    monkeypatch: pytest.MonkeyPatch, deaf: int
) -> None:
    monkeypatch.setattr(tasks, "PAUSE", 0.01)

    async def swallow(times: int) -> None:
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if not times:
                    raise
                times -= 1

    async def scene() -> None:
        task = asyncio.create_task(swallow(deaf))
        await asyncio.sleep(0)
        async with asyncio.timeout(10):
            await tasks.end(task)
        assert task.cancelled()

    asyncio.run(scene())


def test_what_has_ended_is_left_alone() -> None:
    async def scene() -> None:
        async def fail() -> None:
            raise LookupError

        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        await tasks.end(task)
        with pytest.raises(LookupError):
            task.result()

    asyncio.run(scene())
