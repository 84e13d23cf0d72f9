"""What every request passes before anything of ours sees it: its size, its pace, its headers."""

import asyncio
from http import HTTPStatus
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.problem import problem, response

LARGEST: Final = 1 << 20  # bytes of a body
LARGEST_UPLOAD: Final = 16 << 20
UPLOADS: Final = "/api/v1/uploads/"
SLOWEST: Final = 30.0  # seconds for the whole of a body
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What answers of the interface may do in a browser: nothing. Pages set their own.
POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
_POLICY_HEADER: Final = "Content-Security-Policy"


class TooLarge(Exception):
    """The body is longer than anybody needs."""


class TooSlow(Exception):
    """The body did not arrive in time."""


class Fence:
    """Cuts off bodies that are too long or too slow, and adds the headers of safety."""

    def __init__(self, app: ASGIApp, *, seconds: float = SLOWEST) -> None:
        """Stand before an application; a body has so many seconds to arrive."""
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive, _limit(scope["path"]), self._seconds)
        reply = _Reply(send)
        try:
            await self._app(scope, body.receive, reply.send)
        except TooLarge:
            await _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, scope, receive, reply)
        except TooSlow:
            await _refuse(HTTPStatus.REQUEST_TIMEOUT, scope, receive, reply)


def _limit(path: str) -> int:
    return LARGEST_UPLOAD if path.startswith(UPLOADS) else LARGEST


class _Body:
    """Counts a body's bytes and seconds until it is whole."""

    def __init__(self, receive: Receive, limit: int, seconds: float) -> None:
        self._receive = receive
        self._left = limit
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._whole = False

    async def receive(self) -> Message:
        if self._whole:  # what comes now is that the client went away
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError as error:
            raise TooSlow from error
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLarge
        self._whole = not message.get("more_body", False)
        return message


class _Reply:
    """Adds headers to an answer and knows whether it has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault(_POLICY_HEADER, POLICY)
        await self._send(message)


async def _refuse(status: HTTPStatus, scope: Scope, receive: Receive, reply: _Reply) -> None:
    if not reply.begun:
        answer = response(problem(status), {"Connection": "close"})
        await answer(scope, receive, reply.send)
