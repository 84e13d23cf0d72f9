"""The ledger's own thread: whatever runs on it, it ends when it is told to."""

import asyncio

import pytest

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
