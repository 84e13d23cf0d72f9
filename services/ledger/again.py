"""Questions that are asked again: an answer that a cut took never comes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from nats import errors
from nats.js.errors import NoStreamResponseError, ServiceUnavailableError

T = TypeVar("T")

ATTEMPTS: Final = 5
_PAUSE: Final = 0.2  # seconds; a server that restarts says at once that nobody is there
_PASSING: Final = (
    errors.TimeoutError,
    errors.NoRespondersError,
    NoStreamResponseError,
    ServiceUnavailableError,
)


async def again(ask: Callable[[], Awaitable[T]], attempts: int = ATTEMPTS) -> T:
    """Ask until there is an answer; the last attempt raises what it raises."""
    for _ in range(attempts - 1):
        try:
            return await ask()
        except _PASSING:
            await asyncio.sleep(_PAUSE)
    return await ask()
