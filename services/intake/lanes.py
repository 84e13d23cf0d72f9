"""Lanes: what one project is told stays in order, and other projects need not wait for it."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Final

from services.intake.intake import Opened

LANES: Final = 2  # one decides while the server stores what the other one decided


class Lanes:
    """Does work on messages, in every lane one thing after the other."""

    def __init__(self, work: Callable[[Sequence[Opened]], Coroutine[object, object, None]]) -> None:
        """Begin empty; the work answers for its own errors."""
        self._work = work
        self._busy: list[asyncio.Task[None] | None] = [None] * LANES

    async def put(self, batch: Sequence[Opened]) -> None:
        """Begin work on each lane's part as soon as the lane is free; a project has one lane."""
        parts: list[list[Opened]] = [[] for _ in range(LANES)]
        for one in batch:
            parts[hash(one.project) % LANES].append(one)
        for lane, part in enumerate(parts):
            if part:
                await self._free(lane)
                self._busy[lane] = asyncio.create_task(self._work(part))

    async def close(self) -> None:
        """Wait for what was begun; cancelled, cancel it."""
        begun = [task for task in self._busy if task is not None]
        try:
            if begun:
                await asyncio.wait(begun)
        finally:
            for task in begun:
                task.cancel()

    async def _free(self, lane: int) -> None:
        task = self._busy[lane]
        if task is not None:
            await asyncio.wait([task])
