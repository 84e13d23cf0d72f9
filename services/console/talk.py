"""The talk of an open page over its websocket: it ends when the session does."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.types import Message, Receive

POLICY_VIOLATION: Final = 1008
# What the browser sends by itself: the answer to a ping, and how far it has read.
_BY_ITSELF: Final = ("2", "3", '42["ack"')
Over = Callable[[bool], Awaitable[bool]]  # whether the session has ended; told whether it was used


class Talk:
    """Hands messages on, and a farewell in their place once the session is over."""

    def __init__(self, receive: Receive, over: Over, every: float) -> None:
        """Look so many seconds apart whether the session is over."""
        self._receive = receive
        self._over = over
        self._every = every
        self._coming: asyncio.Future[Message] | None = None
        self._next = asyncio.get_running_loop().time() + every
        self._used = False

    async def receive(self) -> Message:
        """Wait for the next message."""
        coming = self._coming = self._coming or asyncio.ensure_future(self._receive())
        while True:
            left = self._next - asyncio.get_running_loop().time()
            if left <= 0:
                if await self._over(self._used):
                    coming.cancel()
                    return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}
                self._used = False
                self._next += self._every - left
            elif (await asyncio.wait([coming], timeout=left))[0]:
                self._coming = None
                message = coming.result()
                self._used = self._used or _by_somebody(message)
                return message


def _by_somebody(message: Message) -> bool:
    """Whether a person did something at the page."""
    text = message.get("text")
    return isinstance(text, str) and not text.startswith(_BY_ITSELF)
