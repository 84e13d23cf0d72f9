"""Tasks that are to end."""

import asyncio
from typing import Final, TypeVar

T = TypeVar("T")

PAUSE: Final = 5.0  # seconds until a task that goes on is told again


async def end(task: asyncio.Future[T]) -> None:
    """Cancel a task until it has ended.

    Once may not be enough: what waits with a time limit takes an answer that comes at the same
    moment for the end of the waiting (Python before 3.12), and NATS's client waits so.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=PAUSE)
