"""The ledger's own thread: whatever runs on it, it ends when it is told to."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from eventsourcing.persistence import InterfaceError

from services.ledger import loop
from services.ledger.loop import LoopThread


async def deaf(times: int) -> None:
    """Swallow cancellations, as a client does that is connecting again."""
    while times:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            times -= 1


def test_what_swallows_a_cancellation_does_not_keep_the_thread() -> None:
    thread = LoopThread()
    left = thread.start(deaf(3))
    thread.close()
    assert left.done()


def test_a_farewell_that_never_ends_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "FAREWELL", 0.1)
    said: list[str] = []

    async def never() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            said.append("cut")

    async def at_once() -> None:
        said.append("done")

    thread = LoopThread()
    thread.at_end(never)
    thread.at_end(at_once)
    thread.close()
    assert said == ["done", "cut"]


def test_what_came_of_it_is_told_to_whoever_waits() -> None:
    async def answer() -> int:
        await asyncio.sleep(0)
        return 7

    async def fail() -> None:
        raise LookupError("nothing there")

    thread = LoopThread()
    assert thread.run(answer()) == 7
    with pytest.raises(LookupError, match="nothing there"):
        thread.run(fail())
    thread.close()
    with pytest.raises(InterfaceError, match="closed"):
        thread.run(answer())


def test_whoever_waits_is_told_that_the_ledger_was_closed_meanwhile() -> None:
    thread = LoopThread()
    begun = threading.Event()

    async def never() -> None:
        begun.set()
        await asyncio.Event().wait()

    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(lambda: thread.run(never()))
        assert begun.wait(10)
        thread.close()
        with pytest.raises(InterfaceError, match="closed meanwhile"):
            waiting.result(10)
